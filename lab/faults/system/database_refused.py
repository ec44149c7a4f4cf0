"""PostgreSQL does not let BotServer's machine in any more; everybody else still is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import BOTSERVER, psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = (
    "P3",
    "E4",
)
RED = ("system.botserver.healthy[internal]",)

REFUSE = """
set -eu
test -e "$1.fault" || cp -p "$1" "$1.fault"
{ echo "host all all $2/32 reject"; cat "$1.fault"; } > "$1"
"""
LET_IN = """
set -eu
test -e "$1.fault" || exit 0
cp -p "$1.fault" "$1"
rm "$1.fault"
"""
READ_ANEW = (
    f"SELECT pg_reload_conf(); SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{BOTSERVER}'"
)


def inject(lab: Lab) -> None:
    """Refuse its address in front of all other rules, and end the connections that it has."""
    _write(lab, REFUSE)


def heal(lab: Lab) -> None:
    """Bring the rules back; BotServer connects by itself."""
    _write(lab, LET_IN)


def _write(lab: Lab, script: str) -> None:
    node = lab.node("tables")
    rules = psql(node, "SHOW hba_file").strip()
    node.run("sh", "-c", script, "sh", rules, lab.addresses["system"])
    psql(node, READ_ANEW)
