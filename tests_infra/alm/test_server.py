from __future__ import annotations

from fixtures import needs
from fixtures.checks import assert_matches, check
from fixtures.expectations.alm import AlmServer
from fixtures.facts.alm import AlmFacts


@check(
    "alm.server.healthy",
    each=lambda env: env.alm.servers.values(),
    severity="high",
    smoke=True,
    needs=(
        needs.port,
        needs.database_server,
    ),
    remedy="containers.restart_unit",
)
def test_server(expected: AlmServer, alm: AlmFacts) -> None:
    """Forgejo says pass, and its configuration has the declared port.

    Why: without it nothing is built or deployed; with another port in app.ini it is gone after its next restart.
    Fix: 424 is the database or the cache; the port is HTTP_PORT in app.ini (4747, not 3000).
    Source: guide, CI/CD "ALM port is 4747 (NOT 3000!)"; ground truth 5.
    """
    found = alm.health(expected)
    declared = {"http": 200, "status": "pass", "configured_port": expected.port}
    assert_matches(expected, declared, found, found.said)
