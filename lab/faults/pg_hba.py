"""A rule that somebody wrote in front of all others in pg_hba.conf."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

Act = Callable[["Lab"], None]

MARK = "# written by a fault"
WRITE = f"""
set -eu
sed -i '/{MARK}$/d' "$1"
test -z "$2" || sed -i "1i $2 {MARK}" "$1"
"""
END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{role}';"


def rule(line: str, role: str) -> tuple[Act, Act]:
    """`inject` and `heal` of that line, in which {alm} is that node's address; `role`'s sessions are ended by it."""

    def inject(lab: Lab) -> None:
        _write(lab, line.format_map(lab.addresses), role)

    def heal(lab: Lab) -> None:
        _write(lab, "", role)

    return inject, heal


def _write(lab: Lab, line: str, role: str) -> None:
    node = lab.node("tables")
    node.run("sh", "-c", WRITE, "sh", psql(node, "SHOW hba_file").strip(), line)
    psql(node, f"SELECT pg_reload_conf(); {END.format(role=role)}")
