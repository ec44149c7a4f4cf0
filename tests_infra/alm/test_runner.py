from __future__ import annotations

from fixtures.expectations.alm import Runner
from fixtures.facts.alm import AlmFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


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
    """Forgejo knows the runner, has just heard of it and gives it jobs.

    Why: a runner that hangs or asks the wrong port is active for systemd, and no build ever starts.
    Fix: check the address in `.runner` (port 4747), then restart the unit; one that is disabled, enable in Forgejo.
    Source: guide, CI runner troubleshooting "Runner not connecting", "Runner down"; container architecture; ground
    truth 5, 6.
    """
    found = alm.runner(expected)
    heard = Such(f"at most {expected.online_within} s", lambda silent: abs(silent) <= expected.online_within)
    declared = {"registered": True, "silent": heard, "disabled": False}
    assert_matches(expected, declared, found, says=f"{expected.name} {found.said}")
