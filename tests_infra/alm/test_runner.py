from __future__ import annotations

from fixtures.expectations.alm import Runner
from fixtures.facts.alm import AlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import check


@check(
    "alm.runner.registered",
    each=lambda env: env.alm.runners.values(),
    severity="high",
    smoke=True,
    needs=(
        needs.keeper,
        needs.alm_rows,
    ),
)
def test_runner(expected: Runner, alm: AlmFacts) -> None:
    """Forgejo knows the runner and has just heard of it.

    Why: a runner that hangs or asks the wrong port is active for systemd, and no build ever starts.
    Fix: check the address in `.runner` (port 4747), then restart the unit.
    Source: guide, CI runner troubleshooting; ground truth 5 and 6.
    """
    found = alm.runner(expected)
    assert found.registered, f"no runner is called {expected.name}; there are {', '.join(found.known) or 'none'}"
    assert found.silent is not None, f"{expected.name} is registered and was never heard"
    assert found.silent <= expected.online_within, f"{expected.name} was last heard {found.silent} s ago"
