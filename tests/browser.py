"""A person at a browser: a real headless Chromium, driven by its own protocol.

The page's terminal is drawn on a canvas: what it shows is read by another terminal emulator from
what came over the page's socket.
"""

from __future__ import annotations

import asyncio
import base64
import shutil
import subprocess
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import pyte

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
PATIENCE_SECONDS = 60.0
_BINARY = 2
COLUMNS, ROWS = 142, 40
CONTROL = 2
KEYS = {"F2": 113, "F4": 115, "Enter": 13, "Tab": 9}


class Page:
    """One tab. `asked_for` are the addresses that it went to."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self.asked_for: list[str] = []
        self.screen = pyte.Screen(COLUMNS, ROWS)
        self._stream = pyte.ByteStream(self.screen)
        self._text: str | None = None
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for message in self._socket:
            told = message.json()
            if "id" in told:
                self._answers.pop(told["id"]).set_result(told)
            elif told["method"] == "Network.requestWillBeSent":
                self.asked_for.append(told["params"]["request"]["url"])
            elif told["method"] == "Network.webSocketCreated":
                self.asked_for.append(told["params"]["url"])
            elif told["method"] == "Network.webSocketFrameReceived":
                frame = told["params"]["response"]
                if frame["opcode"] == _BINARY:
                    self._stream.feed(base64.b64decode(frame["payloadData"]))
                    self._text = None

    async def do(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command of the protocol."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        await self._socket.send_json({"id": number, "method": method, "params": parameters})
        answer = await asyncio.wait_for(self._answers[number], PATIENCE_SECONDS)
        assert "error" not in answer, answer
        return dict(answer["result"])

    @property
    def text(self) -> str:
        """What is on the screen, without blanks: made anew once anything came."""
        if self._text is None:
            self._text = "".join(self.screen.display).replace(" ", "")
        return self._text

    async def see(self, text: str) -> None:
        """Waits until `text` is on the screen, however it is spaced."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                while text.replace(" ", "") not in self.text:
                    await asyncio.sleep(0.02)
        except TimeoutError:
            raise AssertionError("\n".join((f"no {text}:", *self.screen.display))) from None

    def shown(self, words: Iterable[str]) -> list[str]:
        """Which of the words are on the screen, however they are spaced."""
        return [word for word in words if word in self.text]

    async def until_focused(self) -> None:
        """Waits until keys go to the page's terminal."""
        await self.until("document.activeElement.tagName == 'TEXTAREA'")

    async def leave(self) -> None:
        """Goes to an empty page, and has arrived there."""
        await self.do("Page.navigate", url="about:blank")
        await self.until("location.href + document.readyState == 'about:blankcomplete'")

    async def until(self, script: str) -> None:
        """Waits until that is so in the page."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while not await self.evaluate(script):
                await asyncio.sleep(0.02)

    async def evaluate(self, script: str) -> Any:
        """The value of a script in the page."""
        done = await self.do("Runtime.evaluate", expression=script, returnByValue=True)
        return done["result"].get("value")

    async def press(self, *keys: str, modifiers: int = 0) -> None:
        """Keys by their names."""
        for key in keys:
            code = KEYS.get(key) or ord(key.upper())
            options = {"key": key, "windowsVirtualKeyCode": code, "modifiers": modifiers}
            await self.do("Input.dispatchKeyEvent", type="rawKeyDown", **options)
            await self.do("Input.dispatchKeyEvent", type="keyUp", **options)

    async def commit(self, text: str) -> None:
        """Text as an input method commits it."""
        await self.do("Input.insertText", text=text)


@asynccontextmanager
async def browsing(folder: Path, address: str) -> AsyncIterator[Page]:
    """A browser with its profile in `folder` and one tab at `address`; closed as a person does it,
    who may go on with its tabs the next time."""
    assert CHROMIUM
    process = subprocess.Popen(
        [
            CHROMIUM,
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--no-first-run",
            "--remote-debugging-port=0",
            "--window-size=1280,900",
            f"--user-data-dir={folder}",
            "about:blank",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        port = await _port(folder / "DevToolsActivePort")
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://127.0.0.1:{port}/json") as answer:
                (tab,) = [tab for tab in await answer.json() if tab["type"] == "page"]
            async with session.ws_connect(tab["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                page = Page(socket)
                for domain in ("Page", "Network", "Runtime"):
                    await page.do(f"{domain}.enable")
                await page.do("Page.navigate", url=address)
                yield page
                # What a browser keeps of a page, to come back to it, it keeps on leaving it.
                await page.leave()
                await page.do("Browser.close")
        await asyncio.to_thread(process.wait, PATIENCE_SECONDS)
    finally:
        process.kill()
        process.wait()


async def _port(file: Path) -> str:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not (file.exists() and file.read_text()):
            await asyncio.sleep(0.02)
    return file.read_text().splitlines()[0]
