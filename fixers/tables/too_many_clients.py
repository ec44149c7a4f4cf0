"""PostgreSQL's connections are used up: who holds them, and how to end theirs."""

from __future__ import annotations

import shlex

from fixers.finding import Finding
from fixers.plan import Counsel
from fixers.remedy import advice
from fixtures.clients.postgresql import USED_UP

WHO = "SELECT pid, usename, client_addr, state, state_change, query FROM pg_stat_activity ORDER BY state_change"
END = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = {user} AND state LIKE 'idle%' "
    "AND state_change < now() - interval '5 minutes'"
)


@advice(
    "tables.too_many_clients",
    heals=("tables.connections.headroom", "tables.server.accepts"),
    row="common errors: failed SASL auth (which it is not); program access: psql",
    symptom="sorry, too many clients already",
    when=lambda finding: finding.check == "tables.connections.headroom" or finding.found.get("refused") == USED_UP,
)
def tell(finding: Finding) -> Counsel:
    """Whose sessions may be ended only a person knows; raising max_connections comes last, and needs a restart."""
    server = finding.expected
    holders = finding.facts.tables.holders(server)
    used = finding.facts.tables.connections(server)
    instance = finding.env.containers[server.container].instance
    psql = f"incus exec {instance} -- runuser -u {server.superuser} -- psql -X -p {server.port} -d postgres -c"
    most = next((each.user for each in holders if each.idle), None)
    ends = [f"{psql} {shlex.quote(END.format(user=_text(most)))}"] if most else []
    return Counsel(
        (f"{used.used} of {used.allowed} connections are used", *map(str, holders)),
        (
            f"{psql} {shlex.quote(WHO)}",
            *ends,
            f"{psql} 'SHOW max_connections'    # raise it last: it needs a restart, and memory for each",
        ),
    )


def _text(value: str) -> str:
    return "'{}'".format(value.replace("'", "''"))
