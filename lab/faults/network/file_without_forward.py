"""The rules file lacks a published port that the kernel has: it is gone after the next start of the host."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lab.network import outside as network

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.nat.saved[993/tcp]",)
TOUCHES = ("host",)


def inject(lab: Lab) -> None:
    """Take its line out."""
    file = Path(lab.env.network.rules_file)
    lines = file.read_text().splitlines(keepends=True)
    file.write_text("".join(line for line in lines if "--dport 993 " not in line))


def heal(lab: Lab) -> None:
    """Write the file anew."""
    Path(lab.env.network.rules_file).write_text(network.rules_text(lab))
