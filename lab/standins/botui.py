"""Stand-in in the role of BotUI: a page, and /api/ passed on to the BotServer at BOTSERVER_URL."""

from __future__ import annotations

import logging
import os
import urllib.error
import urllib.request

from lab.standins import logs
from lab.standins.web import Reply, Request, as_json, as_text, serve

log = logging.getLogger(__name__)

TIMEOUT_SECONDS = 10
PAGE = "<!doctype html><title>General Bots</title><h1>Chat</h1><p>Stand-in in the role of BotUI.</p>"


class BotUi:
    """Answers requests."""

    def __init__(self, server: str) -> None:
        self._server = server.rstrip("/")

    def answer(self, request: Request) -> Reply:
        """The page, its own health, or what BotServer says; 502 when BotServer cannot be reached."""
        if request.path == "/health":
            return as_json({"status": "ok", "service": "botui"})
        if request.path.startswith("/api/"):
            return self._pass_on(request)
        if request.path in {"/", "/index.html"}:
            return as_text(PAGE, content_type="text/html; charset=utf-8")
        return as_json({"error": f"nothing at {request.path}"}, 404)

    def _pass_on(self, request: Request) -> Reply:
        url = self._server + request.path
        passed = {"Content-Type": request.header("Content-Type") or "application/json"}
        asked = urllib.request.Request(url, data=request.body or None, headers=passed, method=request.method)
        try:
            with urllib.request.urlopen(asked, timeout=TIMEOUT_SECONDS) as reply:
                return Reply(reply.status, reply.read(), reply.headers.get_content_type())
        except urllib.error.HTTPError as error:
            return Reply(error.code, error.read(), error.headers.get_content_type())
        except OSError as error:
            log.warning("BotServer at %s cannot be reached: %s", self._server, error)
            return as_json({"error": f"BotServer at {self._server} cannot be reached: {error}"}, 502)


def main() -> None:
    """Run until the process ends."""
    logs.start("botui")
    port = int(os.environ.get("BOTUI_PORT", "3000"))
    server = os.environ.get("BOTSERVER_URL", "http://localhost:8080")
    log.info("botui (stand-in) is listening on port %s, BotServer at %s", port, server)
    serve(BotUi(server).answer, port)


if __name__ == "__main__":
    main()
