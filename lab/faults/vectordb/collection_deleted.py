"""Somebody deleted the collection of a bot's knowledge; DriveMonitor's books say that everything is indexed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.tables import BOTSERVER, psql
from lab.components.vectordb import DATA

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D7",)
RED = ("vectordb.collection.present[vectordb:default_kb]",)
TOUCHES = ("tables",)
FOLDER = f"{DATA}/collections/default_kb"
DELETE = 'set -eu\nsystemctl stop qdrant\nrm -rf "$1"\nsystemctl start qdrant\n'
AGAIN = "UPDATE drive_files SET indexed = false, fail_count = 0, etag = '' WHERE file_path LIKE '%.gbkb/%'"
PATIENCE = 60.0


def inject(lab: Lab) -> None:
    """Delete it."""
    lab.node("vectordb").run("sh", "-c", DELETE, "sh", FOLDER)


def heal(lab: Lab) -> None:
    """Let DriveMonitor index it again, and wait for that."""
    if _lacks(lab):
        psql(lab.node("tables"), AGAIN, BOTSERVER)
        await_answer(lambda: _lacks(lab), PATIENCE)


def _lacks(lab: Lab) -> str | None:
    found = lab.node("vectordb").run("test", "-d", FOLDER, check=False)
    return None if found.status == 0 else "the collection is not there"
