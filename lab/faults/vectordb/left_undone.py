"""Qdrant was killed while it indexed: since its start nothing goes on until something is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.vectordb import COMPONENT, DATA

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("vectordb.collection.tended[vectordb:default_kb]",)
LEAVE = 'set -eu\ntouch "$1"\nsystemctl kill --signal=KILL qdrant\nsystemctl restart qdrant\n'
DONE = 'set -eu\nrm -f "$1"\nsystemctl restart qdrant\n'


def inject(lab: Lab) -> None:
    """Kill it in the middle of its work."""
    _run(lab, LEAVE)


def heal(lab: Lab) -> None:
    """Let the work be done."""
    _run(lab, DONE)


def _run(lab: Lab, script: str) -> None:
    node = lab.node("vectordb")
    node.run("sh", "-c", script, "sh", f"{DATA}/collections/default_kb/pending")
    await_answer(lambda: COMPONENT.ready(lab, node) if COMPONENT.ready else None)
