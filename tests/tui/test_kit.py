"""The kit for machines without internet: what is put into it, and what its installer refuses."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tui.release import pages, wheels

INSTALLER = Path(wheels.__file__).with_name("install.sh")


def test_what_is_compiled_is_installed_only_where_it_runs(tmp_path: Path) -> None:
    for name in (
        "words-2.0-py3-none-any.whl",
        "fast-1.0-cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "fast-1.0-cp312-cp312-manylinux_2_17_x86_64.manylinux2014_x86_64.whl",
        "lock-1.1-cp39-abi3-manylinux_2_28_aarch64.whl",
        "dates-3.0-cp311-cp311-manylinux_2_17_x86_64.whl",
        "dates-3.0-py3-none-any.whl",
        "pip-26.0-py3-none-any.whl",
    ):
        (tmp_path / name).write_bytes(name.encode())
    found = {
        line.split(" --hash")[0]: line.count("sha256:")
        for line in wheels.requirements(tmp_path).splitlines()
    }
    assert found == {
        "words==2.0": 1,
        'fast==1.0 ; platform_machine == "x86_64" and python_version in "3.11 3.12"': 2,
        'lock==1.1 ; platform_machine == "aarch64"': 1,
        "dates==3.0": 2,
    }


def test_the_kit_brings_all_that_the_lock_file_names_and_the_browser() -> None:
    lock = (wheels.ROOT / "requirements.lock").read_text("utf-8")
    pinned = set(re.findall(r"^(\S+)==", lock, re.MULTILINE))
    assert pinned | {"textual-serve", "aiohttp"} <= wheels.needed()


@pytest.fixture
def kit(tmp_path: Path) -> Path:
    """A kit with nothing in it but the installer and the sums."""
    folder = tmp_path / "装 包"
    (folder / "wheels").mkdir(parents=True)
    shutil.copy(INSTALLER, folder / "安装.sh")
    (folder / "wheels" / "dutydesk-0.4.0-py3-none-any.whl").write_bytes(b"a wheel")
    sums = subprocess.run(
        ["sha256sum", "安装.sh", "wheels/dutydesk-0.4.0-py3-none-any.whl"],
        cwd=folder,
        capture_output=True,
        check=True,
    )
    (folder / "SHA256SUMS").write_bytes(sums.stdout)
    return folder


def run(
    kit: Path, *arguments: str, language: str = "zh_CN.UTF-8"
) -> subprocess.CompletedProcess[str]:
    """The installer, run as somebody with an empty home."""
    return subprocess.run(
        ["sh", kit / "安装.sh", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "HOME": str(kit.parent), "LANG": language},
        check=False,
    )


def refused(kit: Path, *arguments: str, language: str = "zh_CN.UTF-8") -> str:
    """What the installer says to a refusal."""
    done = run(kit, *arguments, language=language)
    assert done.returncode and not done.stdout
    return done.stderr


def test_a_kit_that_is_not_whole_is_not_installed(kit: Path) -> None:
    (kit / "wheels" / "dutydesk-0.4.0-py3-none-any.whl").write_bytes(b"half")
    assert "重新拷贝" in refused(kit, "--prefix", str(kit.parent / "to"))
    assert "Copy all of it again" in refused(kit, language="en_US.UTF-8")
    assert not (kit.parent / "to").exists()


def test_what_another_way_of_installing_put_there_is_left_alone(kit: Path) -> None:
    program = kit.parent / "to" / "bin" / "dutydesk"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho mine\n")
    assert "pipx uninstall" in refused(kit, "--prefix", str(kit.parent / "to"))
    assert program.read_text() == "#!/bin/sh\necho mine\n"


def test_what_cannot_be_installed_leaves_nothing_behind(kit: Path) -> None:
    assert "--own-python" in refused(kit, f"--prefix={kit.parent / 'to'}", "--no-such")
    said = refused(kit, f"--prefix={kit.parent / 'to'}", "--own-python")
    assert "没有随附" in said
    assert not [*(kit.parent / "to" / "lib" / "dutydesk").iterdir()]


def test_what_breaks_off_says_to_look_at_the_disk_and_leaves_nothing_behind(kit: Path) -> None:
    done = run(kit, f"--prefix={kit.parent / 'to'}")
    assert done.returncode and "请看磁盘是否已满" in done.stderr
    assert not [*(kit.parent / "to" / "lib" / "dutydesk").iterdir()]


@pytest.mark.whole
def test_what_is_looked_up_lies_where_it_is_looked_for_in_the_language_of_its_place(
    tmp_path: Path,
) -> None:
    pages.write(tmp_path)
    files = (path for path in tmp_path.rglob("*") if path.is_file())
    found = {str(path.relative_to(tmp_path)): path.read_text("utf-8") for path in files}
    says = {
        "bash-completion/completions/dutydesk": "_dutydesk_completion() {",
        "zsh/site-functions/_dutydesk": "#compdef dutydesk",
        "fish/vendor_completions.d/dutydesk.fish": "fish_complete",
        "man/man1/dutydesk.1": "The duty desk of an inspection team",
        "man/zh_CN/man1/dutydesk.1": "巡视巡察组值班台",
        "doc/dutydesk/手册.html": '<html lang="zh-CN">',
        "doc/dutydesk/manual.html": '<html lang="en">',
    }
    assert found.keys() == says.keys()
    assert [name for name, text in says.items() if text not in found[name]] == []
