"""Whether BotServer failed because its program cannot run here at all: then no restart helps."""

from __future__ import annotations

from fixers.finding import Finding
from fixtures.expectations import Unit
from fixtures.facts.binary import Binary

OF = ("containers.service.active", "containers.port.listening")


def fault(finding: Finding) -> Binary | None:
    """What keeps BotServer's program from running; None where it is something else that failed, or nothing does."""
    expected = finding.expected
    name = expected.name if isinstance(expected, Unit) else getattr(expected, "held_by", "")
    system = finding.env.system
    if finding.check not in OF or expected.container != "system" or name != system.botserver_unit:
        return None
    found = finding.facts.system.binary()
    return found if found.faults else None
