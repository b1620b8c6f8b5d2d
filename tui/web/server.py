"""Serves the desk to one browser on this machine: loopback alone, and who has the address printed.

`textual-serve` runs the app and carries keys and screens; what is here keeps others out.
"""

from __future__ import annotations

import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from aiohttp import web
from textual_serve.server import Server

from store.text import _

_HERE: Final = Path(__file__).parent.absolute()
HOST: Final = "127.0.0.1"
_COOKIE: Final = "dutydesk"
_POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self' ws://{origin}; frame-ancestors 'none'"
)

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class DeskServer(Server):
    """Has `command` run for each tab of the browser that opened the address which `tell` is given.

    Other accounts of the machine reach its ports, and so does every page that the browser shows.
    The address works once: it gives the browser a cookie, without which nothing is answered, and
    leads it to a path that nobody can guess. A cookie goes to every port of the host, but only to
    its own path; so whoever listens on another port is never sent it. The browser's history keeps
    both addresses, and neither of them opens anything.
    """

    def __init__(self, command: str, port: int, title: str, tell: Callable[[str], None]) -> None:
        super().__init__(command, HOST, port, title, templates_path=_HERE)
        self._tell = tell
        # What the address ends in, "" once it was opened; where the desk is; what the cookie says.
        self._entry = f"/{secrets.token_urlsafe(24)}"
        self._path = f"/{secrets.token_urlsafe(24)}"
        self._key = secrets.token_urlsafe(24)
        self._origin = f"{HOST}:{port}"

    def initialize_logging(self) -> None:
        """No log: an error would be told with what was typed."""
        for name in ("textual-serve", "aiohttp", "asyncio"):
            logger = logging.getLogger(name)
            logger.addHandler(logging.NullHandler())
            logger.propagate = False

    async def _make_app(self) -> web.Application:
        desk = await super()._make_app()
        desk.router.add_get("/focus.js", self._focus_script)

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            return await self._guard(request, handler)

        app = web.Application(middlewares=[guard])
        app.add_subapp(self._path, desk)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Says nothing: the address was told."""

    def serve(self, debug: bool = False) -> None:
        """Serves until Ctrl+C or SIGTERM. Raises OSError if the port cannot be had."""
        self.initialize_logging()
        with socket.create_server((HOST, self.port)) as listening:
            self._tell(f"http://{self._origin}{self._entry}")
            web.run_app(self._make_app(), sock=listening, print=None)

    async def _focus_script(self, _request: web.Request) -> web.StreamResponse:
        return web.FileResponse(_HERE / "focus.js")

    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if request.host != self._origin or not self._is_own(request.headers.get("Origin")):
            raise web.HTTPForbidden
        if self._is_same(request.path, self._entry) and request.method == "GET":
            self._entry = ""
            response: web.StreamResponse = web.HTTPFound(f"{self._path}/")
            response.set_cookie(
                _COOKIE, self._key, path=f"{self._path}/", httponly=True, samesite="Strict"
            )
        elif self._is_same(request.cookies.get(_COOKIE, ""), self._key):
            response = await handler(request)
        else:
            text = _(
                "此地址不完整，或已经打开过一次；请重新运行 dutydesk serve，打开新显示的地址。"
            )
            return web.Response(status=403, text=text)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = _POLICY.format(origin=self._origin)
            response.headers["Cache-Control"] = "no-store"
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _is_own(self, origin: str | None) -> bool:
        return origin in (None, f"http://{self._origin}")

    @staticmethod
    def _is_same(given: str, secret: str) -> bool:
        return secrets.compare_digest(given.encode(errors="replace"), secret.encode())
