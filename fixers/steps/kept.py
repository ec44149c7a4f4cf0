"""Where what a repair replaces is kept, for root alone, and how it is told from what was kept before."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from pathlib import PurePosixPath

FOLDER = "/var/backups/gbo"


def stamp() -> str:
    """This second, in UTC, and what parts two repairs within it: `20260107100000.9f3c`."""
    return f"{dt.datetime.now(dt.UTC):%Y%m%d%H%M%S}.{secrets.token_hex(2)}"


def copy_of(path: str, at: str) -> str:
    """Where a file's copy of that stamp lies."""
    return f"{FOLDER}/{PurePosixPath(path).name}.{at}"


def digest(content: bytes) -> str:
    """What of a content may stand in a journal: whether it is another one."""
    return hashlib.sha256(content).hexdigest()
