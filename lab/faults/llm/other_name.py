"""llama.cpp was started with its model under another name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.llm import COMPONENT
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("llm.model.loaded[llm:lab-tiny]",)
_rename, _name_back = edited(
    "llm",
    "/etc/systemd/system/llama.service",
    "s/ --alias [^ ]+/ --alias lab-large/",
    "systemctl daemon-reload; systemctl restart llama",
)


def inject(lab: Lab) -> None:
    """Start it so, and wait until it serves."""
    _rename(lab)
    _serves(lab)


def heal(lab: Lab) -> None:
    """Start it with the declared name again."""
    _name_back(lab)
    _serves(lab)


def _serves(lab: Lab) -> None:
    await_answer(lambda: COMPONENT.ready(lab, lab.node("llm")) if COMPONENT.ready else None)
