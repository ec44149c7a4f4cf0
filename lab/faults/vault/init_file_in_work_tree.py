"""The folder with the unseal keys was made a git work tree."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("V5",)
RED = ("vault.init_file.protected[vault]",)
INIT = 'set -eu\nmkdir -p "$1/objects" "$1/refs"\necho "ref: refs/heads/main" > "$1/HEAD"\n'


def inject(lab: Lab) -> None:
    """Lay down what `git init` does, two folders above."""
    lab.node("vault").run("sh", "-c", INIT, "sh", _repository(lab))


def heal(lab: Lab) -> None:
    """Remove it."""
    lab.node("vault").run("rm", "-rf", "--", _repository(lab))


def _repository(lab: Lab) -> str:
    return str(PurePosixPath(lab.env.vault.servers["vault"].init_file).parents[2] / ".git")
