from __future__ import annotations

from fixtures.expectations import Unit
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
    Source: guide, daily health check "App health endpoint"; verify deployment "health endpoint"; alert playbook
    "Botserver Down"; ground truth 10.
    Instead: daily health check "App health endpoint": `curl -f` calls each page with 200 OK, a maintenance page as
    well; what it says of itself and of its database is read.
    """
    found = system.health(expected)
    assert_matches(expected, {"http": 200, "status": "healthy", "database": True}, found, found.said)


@check("system.botserver.managed", each=lambda env: env.botserver, severity="high", needs=(needs.instance,))
def test_managed(expected: Unit, system: SystemFacts) -> None:
    """Whatever holds BotServer's port was started by systemd, as its unit.

    Why: started by hand it has no .env, no restart after a failure, and keeps the unit from its port.
    Fix: end that process by its pid, then `systemctl start botserver`.
    Source: guide, environment context "Always manage services with systemctl"; cgroups(7), /proc/PID/cgroup.
    """
    strangers = system.strangers(expected)
    says = f"{expected.id}: its port is held by {', '.join(strangers)}, which systemd did not start as this unit"
    assert_matches(expected, {"strangers": ()}, {"strangers": strangers}, says=says)


@check(
    "system.botserver.runnable",
    each=lambda env: env.botserver,
    severity="critical",
    needs=(needs.instance,),
    heavy=True,
)
def test_runnable(expected: Unit, system: SystemFacts) -> None:
    """BotServer's program could start here: its machine, its loader, every library, and no newer glibc.

    Why: what a deploy brought fails at the next start only, and then no restart helps.
    Fix: build it in Debian 12 and let CI deploy it; a library that is missing may be installed.
    Source: guide, common errors "GLIBC not found", "exec format error"; alert playbook "Botserver Down";
        program access "botserver"; ELF(5).
    Instead: alert playbook "Botserver Down": `ldd` lists missing libraries alone; of a program for another processor it
    says "not a dynamic executable", as of a good static one.
    """
    found = system.binary(expected)
    says = f"{system.env.system.binary} cannot run in {expected.container}"
    assert_matches(expected, {"faults": ()}, found, f"the container has {found.libc or 'no glibc'}", says=says)
