"""The desk in a browser: a real server, a real headless Chromium, and who is kept out."""

from __future__ import annotations

import asyncio
import logging
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import aiohttp.web
import pytest

from store.desk.desk import Desk
from tests.browser import CHROMIUM, CONTROL, PATIENCE_SECONDS, browsing
from tests.store.desks import clock, new_desk, open_desk
from tests.store.sealed import KEY, WORDS, planted, sealed_desk, where
from tests.terminal import to_field
from tests.tui.shell import Shell
from tui.cli.who import login
from tui.terminal.too_large import MOST
from tui.web.server import DeskServer

pytestmark = pytest.mark.whole
AT = "2016-10-01T16:59:30+08:00"


def a_free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


@pytest.fixture
def address(tmp_path: Path) -> Iterator[str]:
    """What `dutydesk serve` tells to open."""
    new_desk(tmp_path / "值班 台").close()
    with serving(tmp_path / "值班 台") as address:
        yield address


@contextmanager
def serving(folder: Path) -> Iterator[str]:
    """A running `dutydesk serve`, by the address that it tells to open."""
    command = [sys.executable, "-m", "tui", "serve", "--desk", str(folder), "--at", AT]
    server = subprocess.Popen(
        [*command, "--port", str(a_free_port())],
        env=os.environ | {"LANG": "C.UTF-8", "LC_ALL": "", "PYTHONUNBUFFERED": "1", "TERM": ""},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert server.stdout
    try:
        yield server.stdout.readline().partition("：")[2].strip()
    finally:
        server.terminate()
        said, _nothing = server.communicate()
    assert said == "", "of what was asked and typed nothing is told"


@pytest.mark.skipif(not CHROMIUM, reason="needs chromium")
async def test_a_tip_is_typed_in_chinese_and_saved_in_the_browser(
    address: str, tmp_path: Path
) -> None:
    async with browsing(tmp_path / "profile", address) as page:
        await page.see("第 12 天")
        await page.until_focused()
        await page.press("F2")
        await page.see("被反映人所在单位")
        await page.commit("某县国土局")
        await page.press(*to_field("subjects.group"), "1")
        await page.press(*to_field("summary", after="subjects.group"))
        await page.commit("收受礼金三万元")
        await page.see("收受礼金三万元")
        await page.press(*to_field("disciplines", after="summary"), "3")
        await page.see("✓3 廉洁纪律")
        await page.press(*to_field("reporter.name", after="disciplines"))
        await page.see("匿名的留空")
        await page.commit("王某某")
        await page.see("王某某")
        await page.press("S", modifiers=CONTROL)
        await page.see("已登记：")
        assert "值班台已退出" not in await page.evaluate("document.body.innerText")
        await page.press("Q", modifiers=CONTROL)
        await page.until("document.body.innerText.includes('值班台已退出')")
        assert {urlsplit(url).netloc for url in page.asked_for} == {urlsplit(address).netloc}
    with Desk.open(tmp_path / "值班 台", clock=clock()) as desk:
        (tip,) = desk.tips()
    assert (tip.summary, tip.subjects[0].unit) == ("收受礼金三万元", "某县国土局")


@pytest.mark.skipif(not CHROMIUM, reason="needs chromium")
async def test_of_a_sealed_desk_the_browser_shows_what_is_asked_for_and_keeps_nothing(
    tmp_path: Path,
) -> None:
    folder, profile = tmp_path / "desk", tmp_path / "profile"
    with sealed_desk(folder) as desk:
        desk.record(planted())
        desk.access.set_role(login(), "lead")
    with serving(folder) as address:
        async with browsing(profile, address) as page:
            await page.see("已密封")
            await page.until_focused()
            await page.press("F4", "Enter")
            await page.see("按 V 显示姓名和内容")
            assert page.shown(WORDS) == []
            await page.press("K", modifiers=CONTROL)
            await page.see("私钥")
            await page.commit(KEY)
            await page.press("S", modifiers=CONTROL)
            await page.see("已解封")
            await page.press("v")
            await page.see("欧阳密言")
            await page.press("X", modifiers=CONTROL)
            await page.see("屏幕已锁定")
            assert page.shown((*WORDS, KEY)) == []
            await page.press("Enter")
            await page.see("按 V 显示姓名和内容")
            await page.press("F2", *to_field("reporter.name"))
            await page.see("匿名的留空")
            await page.commit("欧阳密言")
            await page.see("草稿已存")
        assert where(profile, ("127.0.0.1",)), "the search itself must be able to find"
        assert where(profile, (*WORDS, KEY)) == []
    assert where(folder, (*WORDS, KEY)) == []
    (draft,) = open_desk(folder, login()).drafts.all()
    assert draft.values["values"]["reporter.name"] == "欧阳密言"


async def test_without_the_key_or_from_another_page_nothing_is_answered(address: str) -> None:
    here = urlsplit(address)
    base = f"http://{here.netloc}"
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:

        async def status(path: str, **headers: str) -> int:
            async with session.get(base + path, headers=headers) as answer:
                return answer.status

        for path in ("/", "/ws", "/x", "/static/js/textual.js", here.path[:-1], f"{here.path}/"):
            assert await status(path) == 403
        async with session.head(address) as answer:
            assert answer.status == 403, "to ask what is there opens nothing"
        async with session.get(address) as answer:
            assert answer.status == 200
            desk = answer.url.path
            (given,) = answer.history[0].headers.getall("Set-Cookie")
            for name in (*answer.history, answer):
                assert name.headers["Content-Security-Policy"] == (
                    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
                    f"connect-src 'self' ws://{here.netloc}; frame-ancestors 'none'"
                )
                assert name.headers["Cache-Control"] == "no-store"
                assert name.headers["Referrer-Policy"] == "no-referrer"
        cookie, *flags = given.split("; ")
        assert {*flags} == {"HttpOnly", f"Path={desk}", "SameSite=Strict"}
        assert await status(desk) == 200
        called, _is, key = cookie.partition("=")
        secrets = {text.strip("/") for text in (here.path, desk, key)}
        assert len(secrets) == 3, "the history keeps the first two"
        assert min(map(len, secrets)) >= 32
        for other in ("", "x", key[:-1], f"{key}x", here.path[1:], here.path, desk.strip("/")):
            told = {"Cookie": f"{called}={other}"}
            async with aiohttp.request("GET", base + desk, headers=told) as answer:
                assert answer.status == 403, "a cookie of the name alone opens nothing"
        assert await status(f"{desk}static/js/textual.js") == 200
        for path in ("/", "/ws", "/static/js/textual.js"):
            assert await status(path) == 403, "outside the path the cookie is not sent"
        # Another port's page, and one that hides what it is, as a page in a frame may.
        for origin in ("http://127.0.0.1:1", "null", f"https://{here.netloc}", f"{base}.example"):
            assert await status(f"{desk}ws", Origin=origin) == 403
        for host in ("elsewhere.example", "127.0.0.1", "127.0.0.1:1", f"localhost:{here.port}"):
            assert await status(desk, Host=host) == 403
        own = {"Origin": base, "Host": here.netloc}
        assert await status(desk, **own) == 200
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", here.port)).close()


async def test_a_cookie_that_is_no_text_opens_nothing(address: str) -> None:
    here = urlsplit(address)
    for cookie in (b"\xff", b"\xed\xa0\x80", "值".encode(), b'"\\377"'):
        reader, writer = await asyncio.open_connection(here.hostname, here.port)
        asked = b"GET / HTTP/1.1\r\nHost: %b\r\nCookie: dutydesk=%b\r\n\r\n"
        writer.write(asked % (here.netloc.encode(), cookie))
        assert b" 403 " in await reader.readline()
        writer.close()


async def opens(address: str) -> bool:
    """Whether a browser that was never here gets anything at that address."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session, session.get(address) as answer:
        return answer.status != 403


async def test_the_address_works_once(address: str) -> None:
    assert await opens(address)
    assert not await opens(address)


@pytest.mark.skipif(not CHROMIUM, reason="needs chromium")
async def test_what_the_browser_keeps_of_the_address_opens_nothing(
    address: str, tmp_path: Path
) -> None:
    profile = tmp_path / "profile"
    async with browsing(profile, address) as page:
        await page.see("第 12 天")
        (cookie,) = (await page.do("Network.getAllCookies"))["cookies"]
        desk = await page.evaluate("location.href")
    assert where(profile, (desk,)), "the search itself must be able to find"
    assert where(profile, (cookie["value"],)) == []
    base = f"http://{urlsplit(address).netloc}/".encode()
    kept = re.compile(re.escape(base) + rb"[\w./?=&%-]*")
    found = {
        match.decode()
        for file in profile.rglob("*")
        if file.is_file()
        for match in kept.findall(file.read_bytes())
    }
    assert desk in found
    assert [one for one in found if await opens(one)] == []


@pytest.mark.skipif(not CHROMIUM, reason="needs chromium")
async def test_the_cookie_goes_to_nobody_who_listens_on_another_port(
    address: str, tmp_path: Path
) -> None:
    asked: list[aiohttp.web.BaseRequest] = []

    async def listen(request: aiohttp.web.BaseRequest) -> aiohttp.web.Response:
        asked.append(request)
        return aiohttp.web.Response()

    port = a_free_port()
    runner = aiohttp.web.ServerRunner(aiohttp.web.Server(listen))
    await runner.setup()
    await aiohttp.web.TCPSite(runner, "127.0.0.1", port).start()
    try:
        async with browsing(tmp_path / "profile", address) as page:
            await page.see("第 12 天")
            await page.do("Page.navigate", url=f"http://127.0.0.1:{port}/page")
            await page.do("Page.navigate", url=f"http://127.0.0.1:{port}/static/page")
    finally:
        await runner.cleanup()
    assert {"/page", "/static/page"} <= {request.path for request in asked}
    assert [request.path for request in asked if "Cookie" in request.headers] == []


async def test_a_window_of_any_size_is_drawn_within_bounds(address: str) -> None:
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(cookie_jar=jar) as session:
        async with session.get(address) as answer:
            desk = answer.url
        huge = {"width": 60_000, "height": 60_000}
        async with session.ws_connect((desk / "ws").with_query(huge), max_msg_size=0) as socket:
            for size, rows in ((huge, MOST.height), ({"width": 90, "height": 30}, 30), (huge, 400)):
                await socket.send_json(["resize", size])
                drawn = b""
                async with asyncio.timeout(PATIENCE_SECONDS):
                    while b"\x1b[%d;" % rows not in drawn:
                        message = await socket.receive()
                        assert message.type in (aiohttp.WSMsgType.BINARY, aiohttp.WSMsgType.TEXT)
                        drawn += message.data if isinstance(message.data, bytes) else b""
                cells = re.findall(rb"\x1b\[(\d+);(\d+)H", drawn)
                assert max(int(row) for row, _column in cells) <= MOST.height
                assert max(int(column) for _row, column in cells) <= MOST.width
            await socket.send_str('["stdin", "欧阳密言')
            async with asyncio.timeout(PATIENCE_SECONDS):
                while (await socket.receive()).type != aiohttp.WSMsgType.CLOSED:
                    pass


@pytest.mark.parametrize("name", ["textual-serve", "aiohttp.server", "aiohttp.access", "asyncio"])
def test_of_what_goes_wrong_no_log_is_told(
    name: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    logger = logging.getLogger(name.partition(".")[0])
    monkeypatch.setattr(logger, "propagate", True)
    monkeypatch.setattr(logger, "handlers", [])
    logging.getLogger(name).error("收到：此前")
    DeskServer("true", 1, "值班台", print).initialize_logging()
    logging.getLogger(name).error("收到：欧阳密言")
    assert [one.getMessage() for one in caplog.records] == ["收到：此前"]


def test_without_the_extra_what_to_install_is_one_sentence(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").close()
    code = """if True:
        import sys
        sys.modules["textual_serve"] = sys.modules["aiohttp"] = None
        sys.argv = ["dutydesk", "serve", "--desk", sys.argv[1]]
        from tui.__main__ import main
        main()"""
    command = [sys.executable, "-c", code, str(tmp_path / "desk")]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.count("\n") == 1
    assert "'.[browser]'" in done.stderr


def test_a_port_that_is_taken_is_one_sentence(tmp_path: Path) -> None:
    new_desk(tmp_path / "desk").close()
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = Shell(tmp_path / "desk", apart=True).run("serve", "--port", port)
    said = f"端口 {port} 不能使用（已被占用）；请用 --port 换一个。\n"
    assert (done.returncode, done.stderr.decode()) == (1, said)
    assert done.stdout == b"", "no address is told at which somebody else listens"
