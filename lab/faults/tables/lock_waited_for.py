"""A program works on for ever with a lock, and another waits for it: both sessions are active, neither is idle."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lab.components._common import await_answer
from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab

ROWS = ("E4",)
RED = ("tables.transactions.short[tables]",)
UNITS = ("program-with-a-lock", "program-that-waits")
QUERIES = ("SELECT pg_advisory_lock(41), pg_sleep(3600)", "SELECT pg_advisory_lock(41)")
START = 'systemd-run --quiet --collect --unit="$1" runuser -u postgres -- psql -X -q -w -d "$2" -c "$3"'
WAITS = """
SELECT coalesce(extract(epoch FROM now() - min(query_start)), 0) FROM pg_stat_activity WHERE wait_event_type = 'Lock'
"""
END = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE query LIKE 'SELECT pg_advisory_lock(41)%' AND pid <> pg_backend_pid()
"""
"""A session that sleeps does not hear that its program has gone."""
PATIENCE = 30.0


def inject(lab: Lab) -> None:
    """Take the lock, wait for it in another session, and longer than is declared."""
    server, node = lab.env.tables.servers["tables"], lab.node("tables")
    for unit, query in zip(UNITS, QUERIES, strict=True):
        node.run("sh", "-c", START, "sh", unit, server.database_name(lab.env), query)
        await_answer(partial(_begun, lab, query), PATIENCE)
    await_answer(lambda: None if _waits(lab) > server.idle_limit else "it waits since a moment", PATIENCE)


def heal(lab: Lab) -> None:
    """End both sessions, and their programs with them."""
    psql(lab.node("tables"), END)
    for unit in UNITS:
        lab.node("tables").run("systemctl", "stop", f"{unit}.service", check=False)
    await_answer(lambda: None if _waits(lab) == 0 else "it is still there", PATIENCE)


def _begun(lab: Lab, query: str) -> str | None:
    sql = f"SELECT count(*) FROM pg_stat_activity WHERE query = '{query}' AND pid <> pg_backend_pid()"
    return None if psql(lab.node("tables"), sql).strip() == "1" else "it has not begun"


def _waits(lab: Lab) -> float:
    return float(psql(lab.node("tables"), WAITS).strip())
