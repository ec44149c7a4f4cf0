"""What the faults of bots' files have in common: a file is uploaded, and DriveMonitor looks at it."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.drive import bot_files
from lab.components.tables import BOTSERVER, psql

if TYPE_CHECKING:
    from lab.site import Lab

PATIENCE = 30.0
COPY = 'set -eu\ncat > /tmp/lab-upload\n"$1" --quiet cp /tmp/lab-upload "$2" >/dev/null\nrm /tmp/lab-upload\n'
"""Not `mc pipe`: what is piped has an ETag of parts."""
AGAIN = "UPDATE drive_files SET indexed = false, fail_count = 0 WHERE file_path = '{path}'"
ROW = "SELECT indexed OR fail_count > 0 FROM drive_files WHERE file_path = '{path}' AND etag = '{etag}'"


def upload(lab: Lab, path: str, content: bytes) -> None:
    """Write it over what is there, and wait until DriveMonitor has read it."""
    client = lab.env.drive.servers["drive"].client
    lab.node("drive").run("sh", "-c", COPY, "sh", client, f"local/{path}", input=content)
    etag = hashlib.md5(content, usedforsecurity=False).hexdigest()
    row = ROW.format(path=path, etag=etag)
    seen = lambda: None if psql(lab.node("tables"), row, BOTSERVER).strip() == "t" else "not looked at yet"  # noqa: E731
    await_answer(seen, PATIENCE)


def restore(lab: Lab, path: str) -> None:
    """Give the file back as the lab has it, and let it be worked in."""
    psql(lab.node("tables"), AGAIN.format(path=path), BOTSERVER)
    upload(lab, path, bot_files(lab)[path])
