from __future__ import annotations

from fixtures.expectations.alm import Runner
from fixtures.facts.alm_ci import AlmCiFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import no_wider_than


@check(
    "alm_ci.runner.address",
    each=lambda env: env.alm.runners.values(),
    severity="high",
    needs=(needs.instance,),
)
def test_address(expected: Runner, alm_ci: AlmCiFacts) -> None:
    """The runner asks for work at Forgejo's declared address and port.

    Why: it reads this once, when it starts: with port 3000 in it no build starts after the next restart.
    Fix: put the address with port 4747 into `.runner` (or `server.connections` of a late one's configuration), and
    restart it.
    Source: guide, CI runner troubleshooting "Runner not connecting"; CI/CD "ALM port"; ground truth 6.
    """
    server = alm_ci.env.alm.servers[expected.server]
    declared = {"scheme": "https" if server.tls else "http", "port": server.port, "leads_to": server.id}
    found = alm_ci.asks_at(expected)
    says = "" if found else f"{expected.name} was told no address: {alm_ci.written(expected).where}"
    assert_matches(expected, declared, found, says=says)


@check(
    "alm_ci.runner.identity",
    each=lambda env: env.alm.runners.values(),
    severity="medium",
    needs=(needs.instance,),
)
def test_identity(expected: Runner, alm_ci: AlmCiFacts) -> None:
    """The runner's user has its number, its workspace and its key, and the key is its own alone.

    Why: with another number it cannot write into what it built before; a key that others can read ssh refuses.
    Fix: `chmod 600` and `chown` for the key; the number by `usermod -u`, and then `chown -R` for what it owns.
    Source: guide, CI/CD "gbuser", "workspace", "SSH key"; ssh(1), identity files.
    """
    declared = {
        "uid": expected.uid,
        "workspace": True,
        "key_mode": no_wider_than(expected.key_mode),
        "key_owner": expected.user,
    }
    assert_matches(expected, declared, alm_ci.identity(expected), f"{expected.user}: {expected.key_file}")


@check(
    "alm_ci.runner.log",
    each=lambda env: env.alm.runners.values(),
    severity="medium",
    needs=(needs.keeper,),
)
def test_log(expected: Runner, alm_ci: AlmCiFacts) -> None:
    """The runner's last declaration succeeded, and it logged no error since.

    Why: a runner that Forgejo hears of may still lose what it builds: its cache, its report, its own files.
    Fix: do what the line says; a restart begins a new declaration, and forgets the errors before it.
    Source: guide, logging "CI runner"; ground truth 6.
    """
    found = alm_ci.log(expected)
    assert_matches(expected, {"declared": True, "errors": ()}, found, expected.log)
