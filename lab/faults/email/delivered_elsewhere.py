"""Postfix delivers a mailbox's mail into another folder than the one that Dovecot reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.email import COMPONENT, MAIL
from lab.faults.edited import edited

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D10",)
RED = ("email.roundtrip.works[imaps]",)
_elsewhere, _back = edited("email", "/etc/postfix/mailboxes", "s# .*# elsewhere/#", "systemctl restart postfix")


def inject(lab: Lab) -> None:
    """Change where it delivers to."""
    _elsewhere(lab)
    _ready(lab)


def heal(lab: Lab) -> None:
    """Change it back, and remove what was delivered there."""
    _back(lab)
    lab.node("email").run("rm", "-rf", f"{MAIL}/elsewhere")
    _ready(lab)


def _ready(lab: Lab) -> None:
    await_answer(lambda: COMPONENT.ready(lab, lab.node("email")) if COMPONENT.ready else None)
