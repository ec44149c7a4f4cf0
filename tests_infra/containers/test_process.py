"""Processes that no unit keeps."""

from __future__ import annotations

from fixtures.expectations import Process
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "containers.process.running",
    each=lambda env: env.processes,
    severity="critical",
    smoke=True,
    needs=(needs.instance,),
)
def test_running(expected: Process, containers: ContainersFacts) -> None:
    """A process with the declared command runs as the declared user, and is not stopped.

    Why: nothing brings back what no unit keeps; after a crash or a restart somebody must start it by hand.
    Fix: start it as the site does, or better give it a unit and declare that.
    Source: newer editions of the guide, CI runner started by nohup.
    """
    found = containers.running(expected)
    mine = [each for each in found if expected.user in (None, each.user)]
    others = "; ".join(map(str, found)) or "no process runs it"
    lacks = "stopped, it does nothing" if mine else f"{expected.command} does not run as {expected.user or 'anybody'}"
    runs = {"runs": bool(mine), "moves": any(each.moves for each in mine)}
    assert_matches(expected, {"runs": True, "moves": True}, runs, says=f"{expected.id}: {lacks}: {others}")
