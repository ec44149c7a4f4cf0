"""What the faults of Forgejo's runs have in common: they are written into its database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lab.components.tables import psql

if TYPE_CHECKING:
    from lab.site import Lab


ATTEMPTS = """
UPDATE action_run_attempt AS attempt SET status = run.status, stopped = run.stopped
    FROM action_run AS run WHERE run.latest_attempt_id = attempt.id AND run.status <> attempt.status;
"""


def write(lab: Lab, sql: str) -> None:
    """Carry out statements about runs in Forgejo's database; the newest attempt of each is then as its run."""
    server = lab.env.alm.servers["alm"]
    psql(lab.node("tables"), sql + ATTEMPTS, lab.env.tables.databases[server.database].name)
