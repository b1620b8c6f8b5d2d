"""The kit: one tar file with all that it takes to install the program."""

from __future__ import annotations

import hashlib
import shutil
import tarfile
from pathlib import Path
from typing import Final

from tui.release.pages import MANUALS

INSTALLER: Final = "安装.sh"
SUMS: Final = "SHA256SUMS"
# As small as at the highest within a tenth, and made in a fifth of the time.
LEVEL: Final = 4


def make(folder: Path, version: str, machine: str, tree: Path | None, share: Path) -> Path:
    """Packs `folder`, in which the wheels are already, into a tar file beside it; `tree` is the program
    with a Python of its own."""
    if tree:
        name = f"dutydesk-{version}-python-{machine}.tar.gz"
        with tarfile.open(folder / name, "w:gz", compresslevel=LEVEL) as to:
            _add(to, tree, f"dutydesk-{version}")
    shutil.copytree(share, folder / "share")
    # Where whoever unpacks it sees them before anything is installed.
    shutil.copytree(share / MANUALS, folder, dirs_exist_ok=True)
    installer = folder / INSTALLER
    installer.write_bytes(Path(__file__).with_name("install.sh").read_bytes())
    installer.chmod(0o755)
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    sums = ((hashlib.sha256(path.read_bytes()).hexdigest(), path) for path in files)
    said = "".join(f"{digest}  {path.relative_to(folder)}\n" for digest, path in sums)
    (folder / SUMS).write_text(said, "utf-8")
    packed = folder.with_name(f"{folder.name}.tar")
    with tarfile.open(packed, "w") as to:
        _add(to, folder, folder.name)
    return packed


def _add(to: tarfile.TarFile, folder: Path, name: str) -> None:
    def of_nobody(part: tarfile.TarInfo) -> tarfile.TarInfo:
        part.uid = part.gid = 0
        part.uname = part.gname = "root"
        return part

    to.add(folder, name, filter=of_nobody)
