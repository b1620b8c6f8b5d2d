"""The wheels in a kit: what the program and its browser's face need, as the lock file pins it, for each
version of Python."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Final

import click
from packaging.requirements import Requirement
from packaging.tags import Tag
from packaging.utils import canonicalize_name, parse_wheel_filename

ROOT: Final = Path(__file__).parents[2]
PYTHONS: Final = ("3.11", "3.12", "3.13", "3.14")
# Which the program cannot do without, and there is one for any processor.
_ALSO_PURE: Final = "pendulum"
_NOT_THERE: Final = "No matching distribution found"
_PIN: Final = re.compile(r"^([\w.-]+)==.*(?:\n    --hash=.*)+", re.MULTILINE)
# Those that wheels are built for, up to the glibc of Debian 10: UOS and Kylin come of it.
_MANYLINUX: Final = (
    *("manylinux1", "manylinux2010", "manylinux2014", "manylinux_2_5", "manylinux_2_12"),
    *("manylinux_2_17", "manylinux_2_24", "manylinux_2_26", "manylinux_2_27", "manylinux_2_28"),
)


def gather(folder: Path, machine: str, pythons: Sequence[str] = PYTHONS) -> list[str]:
    """Downloads the wheels for the processor `machine`, as `uname -m` names it, and those `pythons`,
    and pip, into the new `folder`, each held against the hash in the lock file. Returns those that are
    not to be had."""
    folder.mkdir()
    names = needed()
    compiled = {name for name in names if _is_compiled(name)}
    # Those of the first Python tell for the others: who builds none for a processor builds none at all.
    missing = _download(folder, names | {"pip"}, machine, pythons[0])
    if not compiled.issuperset(missing):
        raise click.ClickException("a wheel for any processor is not to be had")
    for python in pythons[1:]:
        _download(folder, compiled.difference(missing), machine, python)
    # The kit goes on any other processor too, where it does without what is compiled.
    _download(folder, [_ALSO_PURE], "none", pythons[0])
    return missing


def requirements(folder: Path) -> str:
    """What pip is to install of the wheels in `folder`, each with its hash; what is compiled only where
    the processor and the Python are its."""
    found: defaultdict[str, list[Path]] = defaultdict(list)
    for wheel in sorted(folder.glob("*.whl")):
        name, version, *_rest = parse_wheel_filename(wheel.name)
        if name != "pip":
            found[f"{name}=={version}"].append(wheel)
    return "".join(f"{pin}{_where(wheels)}{_hashes(wheels)}\n" for pin, wheels in found.items())


def needed() -> set[str]:
    """All packages that the program may import, its browser's face included."""
    about = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    texts = [*about["dependencies"], *about["optional-dependencies"]["browser"]]
    found = set(texts)
    left = [*map(Requirement, texts)]
    while left:
        wanted = left.pop()
        for each in map(Requirement, _requires(wanted.name)):
            if _is_for(each, wanted.extras) and str(each) not in found:
                found.add(str(each))
                left.append(each)
    return {canonicalize_name(Requirement(text).name) for text in found}


def own_wheel(folder: Path) -> None:
    """Builds the program's own wheel, into `folder`."""
    _must_pip("wheel", "--no-deps", "--no-build-isolation", "-w", folder, ROOT)


def install(wheels: Path, target: Path) -> None:
    """Installs the wheels in `wheels` into the folder `target`, for the Python that runs this."""
    _must_pip(
        *("install", "--isolated", "--no-index", "--no-deps", "--no-compile", "--require-hashes"),
        *("--find-links", wheels, "--target", target, "-r", wheels / "requirements.txt"),
    )


def _pip(*arguments: str | Path) -> str:
    """What pip complains of, "" if it succeeded."""
    command = [sys.executable, "-m", "pip", arguments[0], "-q", "--disable-pip-version-check"]
    done = subprocess.run([*command, *arguments[1:]], capture_output=True, text=True, cwd=ROOT)
    return (done.stderr or done.stdout) if done.returncode else ""


def _must_pip(*arguments: str | Path) -> None:
    if complaint := _pip(*arguments):
        raise click.ClickException(complaint)


def _requires(package: str) -> list[str]:
    try:
        return distribution(package).requires or []
    except PackageNotFoundError:
        return []


def _is_for(each: Requirement, extras: Collection[str]) -> bool:
    """Whether it is needed with any Python by whoever asks for a package with `extras`."""
    return each.marker is None or any(
        each.marker.evaluate({"extra": extra, "python_version": python})
        for extra in ("", *extras)
        for python in PYTHONS
    )


def _is_compiled(name: str) -> bool:
    """Whether the package is installed here as one for this processor alone."""
    try:
        said = distribution(name).read_text("WHEEL") or ""
    except PackageNotFoundError:
        return False
    return "-any\n" not in f"{said}\n"


def _pins() -> dict[str, str]:
    lock = (ROOT / "requirements-dev.lock").read_text("utf-8")
    return {match[1]: match[0] for match in _PIN.finditer(lock)}


def _platforms(machine: str) -> Iterable[str]:
    """The names that wheels have for that processor, under Linux with glibc."""
    return (f"--platform={name}_{machine}" for name in _MANYLINUX)


def _download(folder: Path, names: Collection[str], machine: str, python: str) -> list[str]:
    """Downloads what is to be had of `names`, and returns the others."""
    if not names:
        return []
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as wanted:
        pins = _pins()
        wanted.write("\n".join(pins[name] for name in names))
        wanted.flush()
        complaint = _pip(
            *("download", "--no-deps", "--only-binary=:all:", "--require-hashes"),
            *("--implementation=cp", f"--python-version={python}", *_platforms(machine)),
            *("-d", folder, "-r", wanted.name),
        )
    if not complaint:
        return []
    # Whatever else went wrong tells nothing of what there is.
    if _NOT_THERE not in complaint:
        raise click.ClickException(complaint)
    if len(names) == 1:
        return list(names)
    # Few are missing: to ask for each would take minutes.
    each, half = sorted(names), len(names) // 2
    halves = each[:half], each[half:]
    return [name for some in halves for name in _download(folder, some, machine, python)]


def _where(wheels: Iterable[Path]) -> str:
    """On which processor and Python there is one of `wheels`; "" where on each."""
    tags = {tag for wheel in wheels for tag in parse_wheel_filename(wheel.name)[3]}
    if any(tag.platform == "any" for tag in tags):
        return ""
    machine = re.sub(r"^manylinux(\d+|_\d+_\d+)_", "", min(tag.platform for tag in tags))
    said = f' ; platform_machine == "{machine}"'
    pythons = sorted({_python(tag) for tag in tags if tag.abi != "abi3"})
    if any(tag.abi == "abi3" for tag in tags):
        return said
    return f'{said} and python_version in "{" ".join(pythons)}"'


def _python(tag: Tag) -> str:
    return f"3.{tag.interpreter.removeprefix('cp3')}"


def _hashes(wheels: Iterable[Path]) -> str:
    digests = (hashlib.sha256(wheel.read_bytes()).hexdigest() for wheel in wheels)
    return "".join(f" --hash=sha256:{digest}" for digest in digests)
