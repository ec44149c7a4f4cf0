"""The HTTP side: health, a page, and an echo of the request's headers."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Mapping
from pathlib import Path

from lab.standins.database import Database
from lab.standins.web import Reply, Request, Router, as_json, as_text

VERSION = "6.3.1-lab"


def build_date() -> str:
    """When the program was put in its place, in UTC."""
    changed = dt.datetime.fromtimestamp(Path(sys.executable).stat().st_mtime, dt.UTC)
    return changed.strftime("%Y-%m-%dT%H:%M:%SZ")


def api(database: Database, commit: str) -> Router:
    """All routes."""
    router = Router()

    @router.on("GET", "/api/health")
    def health(_request: Request, _found: Mapping[str, str]) -> Reply:
        alive = database.answers()
        body = {
            "status": "healthy" if alive else "degraded",
            "service": "botserver",
            "version": VERSION,
            "build_date": build_date(),
            "commit": commit,
            "database": alive,
        }
        return as_json(body, 200 if alive else 503)

    @router.on("GET", "/health")
    def alive(_request: Request, _found: Mapping[str, str]) -> Reply:
        return as_json({"status": "ok", "service": "botserver"})

    @router.on("GET", "/api/echo-headers")
    def echo(request: Request, _found: Mapping[str, str]) -> Reply:
        return as_json({"client": request.client, "headers": {k.lower(): v for k, v in request.headers.items()}})

    @router.on("GET", "/")
    def page(_request: Request, _found: Mapping[str, str]) -> Reply:
        text = "<!doctype html><title>BotServer</title><p>Stand-in in the role of BotServer.</p>"
        return as_text(text, content_type="text/html; charset=utf-8")

    return router
