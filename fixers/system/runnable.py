"""Whether BotServer failed because its program cannot run here at all: then no restart helps."""

from __future__ import annotations

from fixers.finding import Finding
from fixtures.expectations import Unit
from fixtures.facts.binary import Binary

OF = ("containers.service.active", "containers.port.listening")


def fault(finding: Finding) -> Binary | None:
    """What keeps BotServer's program from running; None where it is something else that failed, or nothing does."""
    expected = finding.expected
    keeper = getattr(expected, "held_by", None)
    unit = finding.env.containers[expected.container].keeper(keeper) if keeper else expected
    if finding.check not in OF or not isinstance(unit, Unit) or unit not in finding.env.botserver:
        return None
    found = finding.facts.system.binary(unit)
    return found if found.faults else None
