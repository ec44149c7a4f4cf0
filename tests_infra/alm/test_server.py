from __future__ import annotations

from fixtures.expectations.alm import AlmServer
from fixtures.facts.alm import AlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "alm.server.healthy",
    each=lambda env: env.alm.servers.values(),
    severity="high",
    smoke=True,
    needs=(
        needs.port,
        needs.database_server,
    ),
)
def test_server(expected: AlmServer, alm: AlmFacts) -> None:
    """Forgejo says pass.

    Why: without it nothing is built or deployed.
    Fix: `fail` is the database or the cache: what is said names it.
    Source: guide, container architecture; ground truth 5.
    """
    found = alm.health(expected)
    assert_matches(expected, {"http": 200, "status": "pass"}, found, found.said)


@check(
    "alm.server.port",
    each=lambda env: env.alm.servers.values(),
    severity="high",
    smoke=True,
    needs=(needs.instance,),
)
def test_port(expected: AlmServer, alm: AlmFacts) -> None:
    """Forgejo is told to listen on the declared port.

    Why: with another one in app.ini it is gone after its next restart.
    Fix: HTTP_PORT below [server] in app.ini (4747, not 3000); `web --port` wins over it.
    Source: guide, CI/CD "ALM port is 4747 (NOT 3000!)"; CI runner troubleshooting "Runner not connecting"; ground truth
    5.
    """
    found = alm.configured_port(expected)
    assert_matches(expected, {"configured_port": str(expected.port)}, found, found.where)
