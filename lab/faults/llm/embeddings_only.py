"""llama.cpp was started for embeddings only: it is ready, lists its model, and completes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer, lacks
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("llm.completion.works[llm:lab-tiny]",)
_only, _all = edited(
    "llm",
    "/etc/systemd/system/llama.service",
    "s/ --alias / --embeddings --alias /",
    "systemctl daemon-reload; systemctl restart llama",
)


def inject(lab: Lab) -> None:
    """Start it so."""
    _only(lab)
    _ready(lab)


def heal(lab: Lab) -> None:
    """Start it as it was."""
    _all(lab)
    _ready(lab)


def _ready(lab: Lab) -> None:
    server = lab.env.llm.servers["llm"]
    await_answer(lambda: lacks(f"http://{lab.node('llm').address}:{server.port}{server.ready_path}"))
