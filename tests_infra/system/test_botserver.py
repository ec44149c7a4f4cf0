from __future__ import annotations

from fixtures.expectations.system import HealthUrl
from fixtures.facts.system import SystemFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "system.botserver.healthy",
    each=lambda env: env.system.health.values(),
    severity="critical",
    smoke=True,
    needs=(
        needs.port,
        needs.botserver,
    ),
)
def test_botserver(expected: HealthUrl, system: SystemFacts) -> None:
    """BotServer says that it is healthy and has its database.

    Why: /health is always 200; only /api/health asks the database.
    Fix: no database: check Vault's gbo/tables; else `systemctl restart botserver`, then `ldd` for missing libraries.
    Source: guide, daily health check "App health endpoint"; alert playbook "Botserver Down"; ground truth 10.
    """
    found = system.health(expected)
    assert_matches(expected, {"http": 200, "status": "healthy", "database": True}, found, found.said)
