"""Which setting makes a session read only, as PostgreSQL itself has it: ours say so of the same ones.

A database and a role of the test's own in the lab's `tables`, gone afterwards.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from itertools import product

import pytest

from fixtures.access.kinds import access_by
from fixtures.clients import postgresql
from fixtures.expectations.tables import Database
from fixtures.facts.cache import Facts
from lab.components.tables import psql
from lab.site import Lab

SCRATCH = "scratch_of_settings"
DROP = f"DROP DATABASE IF EXISTS {SCRATCH} WITH (FORCE);\nDROP ROLE IF EXISTS {SCRATCH};\n"
PLACES = (f"ROLE {SCRATCH} IN DATABASE {SCRATCH}", f"ROLE {SCRATCH}", f"DATABASE {SCRATCH}")
DATABASE = Database(container="tables", key=SCRATCH, server="tables", name=SCRATCH, owner="postgres", user=SCRATCH)


@pytest.fixture(scope="module")
def parameters(lab: Lab) -> Iterator[dict[str, str]]:
    """Those of a session of the role."""
    password = secrets.token_hex()
    psql(lab.node("tables"), f"{DROP}CREATE ROLE {SCRATCH} LOGIN PASSWORD '{password}';\nCREATE DATABASE {SCRATCH};")
    try:
        facts = Facts(lab.env, access_by(lab.env.access)).tables
        own = {"user": SCRATCH, "password": password}
        yield facts.parameters(lab.env.tables.servers["tables"], SCRATCH) | own
    finally:
        psql(lab.node("tables"), DROP)


@pytest.mark.parametrize("values", [*product(("", "on", "off"), repeat=3)], ids="-".join)
def test_a_session_is_as_we_say(lab: Lab, parameters: dict[str, str], values: tuple[str, ...]) -> None:
    setting = "default_transaction_read_only"
    told = (
        f"ALTER {place} SET {setting} = {value};" if value else f"ALTER {place} RESET {setting};"
        for place, value in zip(PLACES, values, strict=True)
    )
    psql(lab.node("tables"), "".join(told))
    with postgresql.connected("tables", "a setting", parameters) as session:
        (truly,) = session.execute(f"SELECT current_setting('{setting}')::bool".encode()).fetchone() or (None,)
    assert Facts(lab.env, access_by(lab.env.access)).tables.database(DATABASE).read_only == truly
