"""Start: serve at once, become ready when every collection is loaded."""

from __future__ import annotations

import logging
import os
import threading
from pathlib import Path

from lab.standins import logs
from lab.standins.qdrant.api import Qdrant
from lab.standins.qdrant.collections import Collections
from lab.standins.web import make_server


def main() -> None:
    """Run until the process ends; a collection that cannot be loaded ends it."""
    logs.start("qdrant")
    log = logging.getLogger(__name__)
    port = int(os.environ["QDRANT__SERVICE__HTTP_PORT"])
    root = Path(os.environ["QDRANT__STORAGE__STORAGE_PATH"]) / "collections"
    root.mkdir(parents=True, exist_ok=True)
    collections = Collections(root)
    qdrant = Qdrant(collections, os.environ.get("QDRANT__SERVICE__API_KEY"))
    server = make_server(qdrant.answer, port)
    thread = threading.Thread(target=server.serve_forever, args=(3600,), name="http", daemon=True)
    thread.start()
    log.info("Qdrant HTTP listening on %s", port)
    collections.load()
    qdrant.ready.set()
    log.info("%s collections loaded", len(collections.names()))
    thread.join()


if __name__ == "__main__":
    main()
