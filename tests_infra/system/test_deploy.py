from __future__ import annotations

from fixtures.expectations.deploy import Deployment
from fixtures.facts.system import SystemFacts
from fixtures.parsers.deliveries import same
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


@check(
    "system.deploy.current",
    each=lambda env: env.system.deployments.values(),
    severity="medium",
    needs=(
        needs.instance,
        needs.deliveries,
        needs.restarted,
        needs.commit_told,
    ),
)
def test_deploy(expected: Deployment, system: SystemFacts) -> None:
    """The program was put there by a delivery of its workflow that succeeded, and is of the expected commit.

    Why: what a person copied is in no repository, the next delivery takes it away, and nobody can say what runs.
    Fix: push it, and let the workflow deliver; after a delivery that failed, rerun it. A container that was moved or
    restored gives its files a new time as well: deliver once more.
    Source: guide, critical safety rules "NEVER deploy manually"; verify deployment "stat botserver"; stat(2), ctime.
    Instead: verify deployment "stat botserver": %y is the modification time, which scp and cp keep if told to; the
    change time nobody sets.
    """
    found = system.deployed(expected)
    wanted = expected.commit or (found.newest.commit if found and found.newest else None)
    of = Such(wanted or "that of a delivery", lambda commit: wanted is not None and same(commit, wanted))
    said = found.said(expected.binary, expected.workflow) if found else f"{expected.binary} does not exist"
    advice = found.advice(wanted) if found else ""
    assert_matches(expected, {"delivered": True, "commit": of}, found, advice, says=said)
