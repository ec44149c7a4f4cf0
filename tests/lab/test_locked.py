"""A table that another session has locked: nobody can say what is in it, and who has it is named."""

from __future__ import annotations

import time

import pytest

from fixtures.access.kinds import access_by
from fixtures.errors import FactUnavailable, Refused
from fixtures.facts.cache import Facts
from lab.components.tables import psql
from lab.site import Lab

TAKE = "BEGIN; LOCK TABLE bots IN ACCESS EXCLUSIVE MODE; SELECT pg_sleep(3600)"
END = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query = '{}'"
HELD = "SELECT count(*) FROM pg_locks WHERE granted AND mode = 'AccessExclusiveLock' AND relation = 'bots'::regclass"
START = 'systemd-run --quiet --collect runuser -u postgres -- psql -X -q -w -d "$1" -c "$2"'


def test_who_holds_it_is_told(lab: Lab) -> None:
    server, node = lab.env.tables.servers["tables"], lab.node("tables")
    database = server.database_name(lab.env)
    access = access_by(lab.env.access, lab.env.vantage)
    facts = Facts(lab.env, access)
    try:
        node.run("sh", "-c", START, "sh", database, TAKE)
        until = time.monotonic() + 10
        while psql(node, HELD, database).strip() != "1":
            assert time.monotonic() < until, "nobody locked it"
        told = r"a query did not end within 5 s: postgres \(pid \d+\) holds an AccessExclusiveLock of bots"
        with pytest.raises(FactUnavailable, match=told) as caught:
            facts.tables.rows(server, database, "SELECT count(*) FROM bots")
        assert not isinstance(caught.value, Refused)
    finally:
        psql(node, END.format(TAKE))
        facts.close()
        access.close()
