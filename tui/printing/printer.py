"""The printer of this machine: a page becomes a PDF by the browser that is there, and goes to `lp`."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from store.errors import DeskError
from store.printable import printable
from store.text import _

_BROWSERS: Final = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
)
# Where it is there, what is printed never reaches a disk but in the printer's own queue.
_MEMORY: Final = Path("/dev/shm")  # noqa: S108 - memory; the folder in it is new
_LONGEST_SECONDS: Final = 180


class CannotPrint(DeskError):
    """The machine has no printer, no browser that makes pages, or one of them refused."""


def why_not() -> str:
    """What is missing on this machine for printing, and what to do; "" if nothing is. Whether a
    printer is switched on is not known."""
    if not _found("lp"):
        return _("本机没有连接打印机（没有 lp 命令）；请存为文件，用浏览器打开后打印。")
    if not _browser():
        return _(
            "本机没有能排版打印的浏览器（Chromium、Chrome 或 Edge）；请存为文件，在有浏览器的电脑上打印。"
        )
    return ""


def send(page: bytes, title: str) -> None:
    """Prints a page of HTML. Takes seconds. Raises `CannotPrint`."""
    program = _found("lp")
    if program is None:
        raise CannotPrint(why_not())
    done = _run([program, "-t", title, "-"], as_pdf(page))
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().removeprefix(f"{program}: ")
        raise CannotPrint(
            _(
                "打印机没有接受（{reason}）。请检查打印机，或存为文件。",
                reason=printable(said[:200]),
            )
        )


def as_pdf(content: bytes) -> bytes:
    """A page of HTML as a PDF. Raises `CannotPrint`."""
    browser = _browser()
    if browser is None:
        raise CannotPrint(why_not())
    memory = _MEMORY if os.access(_MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="dutydesk-", dir=memory) as name:
        page, made = Path(name) / "page.html", Path(name) / "page.pdf"
        page.write_bytes(content)
        _run(
            [
                browser,
                "--headless",
                "--disable-gpu",
                "--no-pdf-header-footer",
                # Chromium's own sandbox does not work for root, who is seldom at a desk.
                *(["--no-sandbox"] if os.geteuid() == 0 else []),
                f"--user-data-dir={name}/profile",
                f"--print-to-pdf={made}",
                page.as_uri(),
            ]
        )
        if not made.exists():
            raise CannotPrint(_("浏览器没有排出版面；请存为文件，用浏览器打开后打印。"))
        return made.read_bytes()


def _browser() -> str | None:
    return next(filter(None, map(_found, _BROWSERS)), None)


def _found(program: str) -> str | None:
    # A session over SSH has no variables, and so no path.
    return shutil.which(program, path=os.environ.get("PATH") or os.defpath)


def _run(words: Sequence[str], given: bytes | None = None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603
            words, input=given, capture_output=True, timeout=_LONGEST_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        program = Path(words[0]).name
        raise CannotPrint(_("{program} 没有响应；请存为文件。", program=program)) from error
