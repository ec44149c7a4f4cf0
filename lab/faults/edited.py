"""A file that somebody edited: the fault behind most wrong configurations, secrets and passwords."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

Act = Callable[["Lab"], None]

CHANGE = """
set -eu
test -e "$1.fault" || cp -p "$1" "$1.fault"
sed -E "$2" "$1.fault" > "$1"
if cmp -s "$1" "$1.fault"; then echo "nothing in $1 is changed by $2" >&2; exit 1; fi
eval "$3"
"""
RESTORE = """
set -eu
test -e "$1.fault" || exit 0
cp -p "$1.fault" "$1"
eval "$3"
rm "$1.fault"
"""


def edited(instance: str, path: str, expression: str, then: str) -> tuple[Act, Act]:
    """`inject` and `heal` of a file edited as by `sed -E`; `then` is the command that makes its program read it.

    The original lies beside it until it is back and read, so that an interrupted healing can be done again.
    """

    def inject(lab: Lab) -> None:
        lab.node(instance).run("sh", "-c", CHANGE, "sh", path, expression, then)

    def heal(lab: Lab) -> None:
        lab.node(instance).run("sh", "-c", RESTORE, "sh", path, expression, then)

    return inject, heal
