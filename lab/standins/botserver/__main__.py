"""Start: secrets from Vault, then the HTTP server in a thread and DriveMonitor in the main one."""

from __future__ import annotations

import logging
import os
import threading

from lab.standins import logs
from lab.standins.botserver.api import VERSION, api
from lab.standins.botserver.build import COMMIT
from lab.standins.botserver.drive import Drive
from lab.standins.botserver.knowledge import Knowledge
from lab.standins.botserver.monitor import Monitor
from lab.standins.botserver.settings import Settings
from lab.standins.botserver.signature import Keys
from lab.standins.botserver.suggestions import Suggestions
from lab.standins.botserver.tracker import Tracker
from lab.standins.botserver.vault import VaultError, secret
from lab.standins.botserver.work import Work
from lab.standins.database import Database, Login
from lab.standins.web import Reply, Request, as_json, make_server

log = logging.getLogger(__name__)


def main() -> None:
    """Run until the process ends; exits with 1 when Vault does not give the secrets."""
    logs.start("botserver")
    try:
        settings = Settings.read(os.environ)
        tables = secret(settings, "gbo/tables", "host", "port", "database", "username", "password")
        drive = secret(settings, "gbo/drive", "host", "port", "accesskey", "secret")
        cache = secret(settings, "gbo/cache", "host", "port", "password")
        vectors = secret(settings, "gbo/vectordb", "url", "api_key")
    except KeyError as error:
        log.error("cannot start: %s is missing in .env", error)  # noqa: TRY400 - one line is what the operator needs
        raise SystemExit(1) from error
    except VaultError as error:
        log.error("cannot start without Vault: %s", error)  # noqa: TRY400 - one line is what the operator needs
        raise SystemExit(1) from error
    login = Login(tables["host"], int(tables["port"]), tables["database"], tables["username"], tables["password"])
    router = api(Database(login), COMMIT)
    server = make_server(lambda request: answer(router.answer(request), request), settings.port)
    threading.Thread(target=server.serve_forever, args=(3600,), name="http", daemon=True).start()
    log.info("botserver %s (stand-in) is listening on port %s", VERSION, settings.port)
    monitor = Monitor(
        Tracker(Database(login)),
        Drive(drive_url(drive), Keys(drive["accesskey"], drive["secret"]), settings.vault_ca),
        Work(settings.work_path),
        Knowledge(vectors["url"].rstrip("/"), vectors["api_key"]),
        Suggestions(cache["host"], int(cache["port"]), cache["password"]),
    )
    monitor.run(settings.interval)


def drive_url(drive: dict[str, str]) -> str:
    """MinIO's address: `url`, or host and port over HTTP."""
    return drive.get("url") or f"http://{drive['host']}:{drive['port']}"


def answer(reply: Reply | None, request: Request) -> Reply:
    """The reply, or 404."""
    return reply or as_json({"error": f"nothing at {request.path}"}, 404)


if __name__ == "__main__":
    main()
