"""llama.cpp was started without its API key, and computes for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.llm import COMPONENT
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("llm.auth.required[llm]",)
_open, _close = edited(
    "llm",
    "/etc/systemd/system/llama.service",
    "s/ --api-key-file [^ ]+//",
    "systemctl daemon-reload; systemctl restart llama",
)


def inject(lab: Lab) -> None:
    """Start it so, and wait until it serves."""
    _open(lab)
    _serves(lab)


def heal(lab: Lab) -> None:
    """Start it with the key again."""
    _close(lab)
    _serves(lab)


def _serves(lab: Lab) -> None:
    await_answer(lambda: COMPONENT.ready(lab, lab.node("llm")) if COMPONENT.ready else None)
