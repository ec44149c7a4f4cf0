"""A program that a deploy brought and that cannot run here; the one that runs goes on."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lab.components.deploy import deliver

if TYPE_CHECKING:
    from lab.site import Lab

Act = Callable[["Lab"], None]
REPLACE = """
set -eu
test -e "$1.fault" || mv "$1" "$1.fault"
cp -p "$1.fault" "$1.new"
eval "$2"
mv "$1.new" "$1"
"""


def brought(change: str) -> tuple[Act, Act]:
    """`inject` and `heal` of a program changed by the command `change`, which is given its path as `$1.new`.

    It is healed by a delivery: what is put back by hand was changed by nobody's run.
    """

    def inject(lab: Lab) -> None:
        lab.node("system").run("sh", "-c", REPLACE, "sh", lab.env.system.binary, change)

    def heal(lab: Lab) -> None:
        node, before = lab.node("system"), f"{lab.env.system.binary}.fault"
        if node.run("test", "-e", before, check=False).status == 0:
            deliver(lab)
            node.run("rm", before)

    return inject, heal
