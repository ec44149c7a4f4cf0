"""A secret lacks one of its keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.faults.vault._hands import write, written

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V2",)
RED = ("vault.secret.present[gbo-llm]",)
PATH = "gbo/llm"


def inject(lab: Lab) -> None:
    """Write it without its model, as `kv put` of the other keys does."""
    write(lab, PATH, {key: value for key, value in written(lab, PATH).items() if key != "model"})


def heal(lab: Lab) -> None:
    """Write it whole again."""
    write(lab, PATH, written(lab, PATH))
