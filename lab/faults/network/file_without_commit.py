"""The last line of the rules file was lost when it was edited: every rule stands in it, and none is loaded."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from lab.network import outside as network

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D4",)
RED = ("network.rules.loadable[host]",)
TOUCHES = ("host",)


def inject(lab: Lab) -> None:
    """Cut the file before its last COMMIT."""
    file = Path(lab.env.network.rules_file)
    file.write_text(file.read_text().rpartition("COMMIT")[0])


def heal(lab: Lab) -> None:
    """Write the file anew."""
    Path(lab.env.network.rules_file).write_text(network.rules_text(lab))
