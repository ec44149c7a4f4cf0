"""The policy of BotServer's token was emptied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import CLIENT, policy

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = (f"vault.token.reads[{CLIENT}]",)
TOUCHES = ("vault",)


def inject(lab: Lab) -> None:
    """Leave a policy that allows nothing."""
    policy(lab, "# nothing\n")


def heal(lab: Lab) -> None:
    """Write its rules."""
    policy(lab)
