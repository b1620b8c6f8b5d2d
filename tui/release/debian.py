"""The package for Debian and what comes of it (UOS, Kylin): the program with a Python of its own, as it
needs nothing of the system but its C library."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from pathlib import Path
from textwrap import fill, indent
from typing import Final

from tui.release.kit import LEVEL
from tui.release.pages import MANUALS
from tui.release.wheels import ROOT

_LAUNCHER: Final = """#!/bin/sh
exec /{home}/bin/python -I -X utf8 -m tui "$@"
"""
_CONTROL: Final = """Package: dutydesk
Version: {version}
Architecture: {architecture}
Maintainer: Dutydesk maintainers
Depends: libc6 (>= {glibc})
Section: misc
Priority: optional
Description: duty desk of a disciplinary-inspection team, in a terminal
{description}
 .
 It brings a Python of its own and needs nothing of the system but its C
 library.
"""


def make(work: Path, version: str, description: str, tree: Path, share: Path, glibc: str) -> Path:
    """Makes the package in `work`, of the program in `tree`, which is moved, and the pages in `share`."""
    root = work / "debian"
    home = Path("usr", "lib", "dutydesk", version)
    (root / home).parent.mkdir(parents=True)
    tree.rename(root / home)
    (root / home / "dutydesk").unlink()
    launcher = root / "usr" / "bin" / "dutydesk"
    launcher.parent.mkdir()
    launcher.write_text(_LAUNCHER.format(home=home), "utf-8")
    launcher.chmod(0o755)
    (root / home / "started-by").write_text("/usr/bin/dutydesk\n", "utf-8")
    shutil.copytree(share, root / "usr" / "share")
    shutil.copy(ROOT / "LICENSE", root / "usr" / "share" / MANUALS / "copyright")
    # Debian keeps the system's own apart from what is put there by hand.
    for page in (root / "usr" / "share" / "man").rglob("*.1"):
        page.with_suffix(".1.gz").write_bytes(gzip.compress(page.read_bytes(), mtime=0))
        page.unlink()
    zsh = root / "usr" / "share" / "zsh"
    (zsh / "site-functions").rename(zsh / "vendor-completions")
    said = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, text=True, check=True
    )
    architecture = said.stdout.strip()
    control = root / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(
        _CONTROL.format(
            version=version,
            architecture=architecture,
            glibc=glibc,
            description=indent(fill(description, 76), " "),
        ),
        "utf-8",
    )
    package = work / f"dutydesk_{version}_{architecture}.deb"
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zgzip", f"-z{LEVEL}", "--build", root, package],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return package
