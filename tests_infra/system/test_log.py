"""BotServer's logs: what is new in them since the run before."""

from __future__ import annotations

from fixtures.expectations.system import Log
from fixtures.facts.system import SystemFacts
from fixtures.texts import many
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "system.log.quiet",
    each=lambda env: env.system.logs.values(),
    severity="medium",
    needs=(needs.instance,),
    heavy=True,
)
def test_quiet(expected: Log, system: SystemFacts) -> None:
    """Since the run before, no error, panic or failure stands in the log, beyond what is allowed.

    Why: what no other check asks is told there first.
    Fix: read the lines around it in the log; what is harmless at your site goes into `allow`, with its reason.
    Source: guide, daily health check "Recent errors"; logging "Errors".
    Instead: daily health check "Recent errors": its `grep` lacks -E, looks for the bars as they stand, and finds
    nothing in any log.
    Instead: logging "Errors": the same `grep` without -E stays silent whatever is written.
    """
    complaints = system.complaints(expected)
    says = f"{expected.path or expected.unit} has {many(len(complaints), 'new complaint')}"
    assert_matches(expected, {"complaints": ()}, {"complaints": complaints}, says=says)


@check(
    "system.log.no_dev_paths",
    each=lambda env: (each for each in env.system.logs.values() if each.dev_paths),
    severity="medium",
    needs=(needs.instance, needs.botserver_env),
    heavy=True,
)
def test_no_dev_paths(expected: Log, system: SystemFacts) -> None:
    """Since the run before, the log names no path of a developer's machine.

    Why: such a BotServer works in another directory, on other scripts, and with other secrets.
    Fix: restart BotServer by systemd, with its .env; a `botserver-stack` beside its program makes it take such paths.
    Source: guide, common errors "Dev paths in logs"; ground truth 10 (a `./botserver-stack` in the working directory).
    """
    named = system.dev_paths(expected)
    says = f"{expected.path or expected.unit} names paths of a developer's machine"
    assert_matches(expected, {"named": ()}, {"named": named}, says=says)
