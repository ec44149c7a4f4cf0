"""A record was edited to a wrong address, with a new serial, so that both name servers serve it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("D1",)
RED = ("dns.record.matches[chat.lab.test/A]",)

CHANGE = """
set -eu
test -e "$1.fault" || cp -p "$1" "$1.fault"
serial=$(grep -oE '[0-9]{10}' "$1" | head -1)
sed -i -e "s/$serial/$((serial + 1))/" -e '/^chat[[:space:]]/s/[0-9.]*$/198.18.0.99/' "$1"
grep -q 198.18.0.99 "$1"
exec "$2"
"""
RESTORE = """
set -eu
test -e "$1.fault" || exit 0
serial=$(grep -oE '[0-9]{10}' "$1" | head -1)
old=$(grep -oE '[0-9]{10}' "$1.fault" | head -1)
sed "s/$old/$((serial + 1))/" "$1.fault" > "$1"
rm "$1.fault"
exec "$2"
"""


def inject(lab: Lab) -> None:
    """Edit the zone file, reload and propagate."""
    _run(lab, CHANGE)


def heal(lab: Lab) -> None:
    """Bring the record back under a newer serial: a secondary never goes back."""
    _run(lab, RESTORE)


def _run(lab: Lab, script: str) -> None:
    lab.node("dns").run("sh", "-c", script, "sh", lab.env.dns.zones["base"].file, lab.env.dns.sync_script)
