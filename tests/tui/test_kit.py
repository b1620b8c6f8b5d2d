"""The kit for machines without internet: what is put into it, and what its installer refuses."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import re
import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest
from click import ClickException
from packaging.requirements import Requirement

from tui.release import debian, own_python, pages, wheels
from tui.release import kit as kits

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
def parts(tmp_path: Path) -> Path:
    """What a kit is made of, a file in the place of many: wheels, pages to be looked up, and the program
    with a Python of its own."""
    for name, text in (
        ("packed/wheels/words-2.0-py3-none-any.whl", "a wheel"),
        ("share/doc/dutydesk/手册.html", "<p>"),
        ("share/man/man1/dutydesk.1", ".TH DUTYDESK 1"),
        ("share/zsh/site-functions/_dutydesk", "#compdef dutydesk"),
        ("tree/bin/python", "a Python"),
        ("tree/dutydesk", "#!/bin/sh"),
    ):
        (file := tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "tree" / "bin" / "python").chmod(0o755)
    if not os.getuid():
        os.chown(tmp_path / "tree" / "dutydesk", 1234, 1234)
        os.chown(tmp_path / "share" / "doc", 1234, 1234)
    return tmp_path


def test_a_kit_is_one_file_of_nobodys_with_a_sum_of_each_that_is_in_it(parts: Path) -> None:
    packed = kits.make(parts / "packed", "1.2", "x86_64", parts / "tree", parts / "share")
    with tarfile.open(packed) as tar:
        assert {(one.uid, one.gid, one.uname, one.gname) for one in tar} == {(0, 0, "root", "root")}
        assert {one.name.partition("/")[0] for one in tar} == {"packed"}
        files = {
            one.name.removeprefix("packed/"): tar.extractfile(one).read()  # type: ignore[union-attr]
            for one in tar
            if one.isfile()
        }
        assert tar.getmember("packed/安装.sh").mode & 0o111 == 0o111
    sums = files.pop("SHA256SUMS").decode().splitlines()
    assert sorted(sums) == sorted(
        f"{hashlib.sha256(content).hexdigest()}  {name}" for name, content in files.items()
    )
    own = "dutydesk-1.2-python-x86_64.tar.gz"
    assert files.keys() == {
        *("安装.sh", "手册.html", own, "wheels/words-2.0-py3-none-any.whl"),
        *("share/doc/dutydesk/手册.html", "share/man/man1/dutydesk.1"),
        "share/zsh/site-functions/_dutydesk",
    }
    with tarfile.open(fileobj=io.BytesIO(files[own])) as tar:
        assert tar.getmember("dutydesk-1.2/bin/python").mode & 0o111
        assert {(one.uid, one.gid, one.uname) for one in tar} == {(0, 0, "root")}


def test_a_kit_for_another_processor_brings_no_python(parts: Path) -> None:
    with tarfile.open(kits.make(parts / "packed", "1.2", "aarch64", None, parts / "share")) as tar:
        assert not [name for name in tar.getnames() if "python-" in name]


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="needs dpkg-deb")
def test_debians_package_lies_where_debian_looks_and_needs_its_c_library_alone(
    parts: Path,
) -> None:
    about = (
        "What a duty desk is, in so many words that one line of them would be far too long here."
    )
    package = debian.make(parts, "1.2", about, parts / "tree", parts / "share", "2.28")

    def said(*words: str) -> str:
        return subprocess.run(
            ["dpkg-deb", *words], capture_output=True, check=True, text=True
        ).stdout

    control = said("--field", str(package))
    architecture = subprocess.run(
        ["dpkg", "--print-architecture"], capture_output=True, check=True, text=True
    ).stdout.strip()
    assert package.name == f"dutydesk_1.2_{architecture}.deb"
    assert f"Architecture: {architecture}\n" in control
    assert "Version: 1.2\n" in control and "Depends: libc6 (>= 2.28)\n" in control
    assert "Package: dutydesk\n" in control and "\n What a duty desk is," in control
    subprocess.run(["dpkg-deb", "-x", package, parts / "system"], check=True)
    root = parts / "system" / "usr"
    found = {str(file.relative_to(root)) for file in root.rglob("*") if file.is_file()}
    assert found == {
        *("bin/dutydesk", "lib/dutydesk/1.2/bin/python", "lib/dutydesk/1.2/started-by"),
        *("share/doc/dutydesk/手册.html", "share/doc/dutydesk/copyright"),
        *("share/man/man1/dutydesk.1.gz", "share/zsh/vendor-completions/_dutydesk"),
    }
    assert (root / "lib/dutydesk/1.2/started-by").read_text() == "/usr/bin/dutydesk\n"
    launcher = root / "bin" / "dutydesk"
    assert launcher.stat().st_mode & 0o111 == 0o111
    assert launcher.read_text().splitlines()[1:] == [
        'exec /usr/lib/dutydesk/1.2/bin/python -I -X utf8 -m tui "$@"'
    ]
    assert (
        gzip.decompress((root / "share/man/man1/dutydesk.1.gz").read_bytes()) == b".TH DUTYDESK 1"
    )
    assert "root/root" in said("-c", str(package)).splitlines()[0]


def test_it_needs_the_newest_c_library_that_any_of_it_was_built_for(tmp_path: Path) -> None:
    (tmp_path / "lib").mkdir()
    for name, content in (
        ("python", b"\x7fELF GLIBC_2.4 GLIBC_2.17"),
        ("lib/one.so", b"\x7fELF GLIBC_2.28 GLIBC_2.3"),
        ("lib/text.py", b"'GLIBC_2.99'"),
    ):
        (tmp_path / name).write_bytes(content)
    (tmp_path / "link.so").symlink_to("lib/one.so")
    assert own_python.glibc_of(tmp_path) == "2.28"


def test_what_there_is_no_wheel_of_is_left_out_alone_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, str, str]] = []

    def pip(*words: str | Path) -> str:
        wanted = Path(words[-1]).read_text()
        (python,) = (str(word)[-4:] for word in words if "--python-version" in str(word))
        machine = next(str(word) for word in words if "--platform=" in str(word))
        assert "--require-hashes" in words and "--only-binary=:all:" in words
        names = re.findall(r"^([\w.-]+)==", wanted, re.MULTILINE)
        asked.append((" ".join(sorted(names)), python, machine.rpartition("_")[2]))
        return "ERROR: No matching distribution found" if "pyrage" in names else ""

    monkeypatch.setattr(wheels, "_pip", pip)
    assert wheels.gather(tmp_path / "wheels", "riscv64", ("3.11", "3.12")) == ["pyrage"]
    first, *_halves = asked
    assert "pip" in first[0].split() and {"textual", "pyrage"} <= {*first[0].split()}
    later = [names for names, python, _machine in asked if python == "3.12"]
    assert later and "pyrage" not in later[0] and "textual" not in later[0].split()
    # On a processor that nobody knows it goes without what is compiled.
    assert asked[-1] == ("pendulum", "3.11", "none")
    for complaint, told in (
        ("No matching distribution found", "a wheel for any processor"),
        ("no space left", "no space left"),
    ):
        monkeypatch.setattr(wheels, "_pip", lambda *_words, said=complaint: said)
        with pytest.raises(ClickException, match=told):
            wheels.gather(tmp_path / complaint, "riscv64", ("3.11",))


@pytest.mark.parametrize(
    ("wanted", "is_needed"),
    [
        ("x", True),
        ('x; python_version >= "3.14"', True),
        ('x; python_version < "3.11"', False),
        ('x; sys_platform == "win32"', False),
        ('x; extra == "speedups"', True),
        ('x; extra == "docs"', False),
        ('x; extra == "speedups" and python_version < "3.12"', True),
    ],
)
def test_a_package_is_brought_where_any_python_of_the_kit_needs_it(
    wanted: str, is_needed: bool
) -> None:
    assert wheels._is_for(Requirement(wanted), {"speedups"}) is is_needed


def test_what_is_installed_is_what_the_kit_brings_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr(wheels, "_pip", lambda *words: asked.extend(map(str, words)) or "")
    wheels.install(tmp_path / "wheels", tmp_path / "to")
    assert asked[0] == "install"
    assert {"--isolated", "--no-index", "--no-deps", "--require-hashes"} <= {*asked}
    assert asked[-6:] == [
        *("--find-links", str(tmp_path / "wheels"), "--target", str(tmp_path / "to")),
        *("-r", str(tmp_path / "wheels" / "requirements.txt")),
    ]


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
        # As an administrator's may be.
        umask=0o077,
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


# What the installer asks of a Python: an environment, in which it is what runs, and the version.
STUB = """#!/bin/sh
printf '%s\\n' "$*" >>"$HOME/asked"
case "$*" in
*"-m venv"*) for last; do :; done; mkdir -p "$last/bin" && cp "$0" "$last/bin/python" ;;
*--version) cat "$HOME/says" ;;
-V) echo "Python 3.14.0" ;;
esac
"""


@pytest.fixture
def stubbed(kit: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The kit, which finds something in the place of Python."""
    stub = kit.parent / "python" / "python3.14"
    stub.parent.mkdir()
    stub.write_text(STUB)
    stub.chmod(0o755)
    monkeypatch.setenv("PATH", f"{stub.parent}:{os.environ['PATH']}")
    (kit / "share" / "man").mkdir(parents=True)
    (kit / "share" / "man" / "dutydesk.1").write_text(".TH DUTYDESK 1")
    (kit.parent / "says").write_text("dutydesk 0.4.0\n")
    return kit


def installed(kit: Path, prefix: Path) -> tuple[str, Path]:
    """What is said of one more installation, and where it lies."""
    done = run(kit, "--prefix", str(prefix))
    assert not done.returncode, done.stderr
    return done.stdout.splitlines()[1], (prefix / "lib" / "dutydesk" / "current").resolve()


def test_who_has_the_desk_open_keeps_the_version_before_through_an_upgrade(stubbed: Path) -> None:
    prefix = stubbed.parent / "前 缀"
    said, (_first, before, newest) = zip(
        *(installed(stubbed, prefix) for _time in range(3)), strict=True
    )
    assert said[0] == "已装好 dutydesk 0.4.0。"
    assert all(text.startswith("已由 0.4.0 升级为 0.4.0。") for text in said[1:])
    versions = prefix / "lib" / "dutydesk"
    assert {path.resolve() for path in versions.iterdir()} == {before, newest}
    program = prefix / "bin" / "dutydesk"
    # By which it is started whatever version is the newest.
    assert (newest / "started-by").read_text() == f"{program}\n"
    kept = program.read_bytes()
    (stubbed.parent / "says").write_text("Illegal instruction\n")
    assert "未作改动：Illegal instruction" in run(stubbed, "--prefix", str(prefix)).stderr
    assert {path.resolve() for path in versions.iterdir()} == {before, newest}
    assert (versions / "current").resolve() == newest and program.read_bytes() == kept


def test_what_an_administrator_installs_is_the_kits_alone_and_for_every_account(
    stubbed: Path,
) -> None:
    prefix = stubbed.parent / "an admin's"
    _said, folder = installed(stubbed, prefix)
    program = prefix / "bin" / "dutydesk"
    for path in (folder, folder / "bin", folder / "bin" / "python", program):
        assert path.stat().st_mode & 0o777 == 0o755, path
    for path in (folder / "started-by", prefix / "share" / "man" / "dutydesk.1"):
        assert path.stat().st_mode & 0o777 == 0o644, path
    home = {"HOME": str(stubbed.parent), "PATH": os.environ["PATH"]}
    said = subprocess.run([program, "--version"], capture_output=True, env=home, check=True).stdout
    assert said == b"dutydesk 0.4.0\n"
    asked = (stubbed.parent / "asked").read_text().splitlines()
    assert asked[-1] == "-I -X utf8 -m tui --version"
    assert f"-I -m venv --without-pip {folder}" in asked
    (taken,) = (line.split() for line in asked if "/pip install " in line)
    assert taken[0] == "-I" and {"--isolated", "--no-index", "--no-deps", "--require-hashes"} <= {
        *taken
    }


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
