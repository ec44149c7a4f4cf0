"""Start or restart the unit behind what failed, with systemd, as the guide asks."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.remedy import RemedyRefused, remedy
from fixers.step import Command, Step
from fixtures.expectations import Environment, Listener, Unit
from fixtures.expectations.model import Subject
from fixtures.facts.memory import Facts


@remedy(
    "containers.restart_unit",
    row="alert playbook: Botserver Down; common errors: connection refused",
    symptom="a declared unit is not active, or is active and does not answer",
    risk="restart",
    right="systemctl in the container",
    undo="none needed: the unit is started as declared; the snapshot holds the former state",
    settle=45.0,
)
def plan(expected: Subject, env: Environment, facts: Facts) -> Iterator[Step]:
    """A failed unit's counter is reset first, else systemd may refuse to start it again."""
    unit = unit_behind(expected, env)
    instance = env.containers[unit.container].instance
    state = facts.containers.unit(unit)
    if state.load != "loaded":
        raise RemedyRefused(f"{unit.id} is {state.load}: there is nothing to restart, it has to be installed")
    if intruders := facts.containers.intruders(unit):
        raise RemedyRefused(f"{unit.id} cannot start: {', '.join(intruders)}; find out whose it is and stop that first")
    if state.active == "failed":
        yield Command(f"forget the failure of {unit.name}", instance, ("systemctl", "reset-failed", unit.name))
    if state.enabled != "enabled":
        yield Command(
            f"enable {unit.name}",
            instance,
            ("systemctl", "enable", unit.name),
            undo=("systemctl", "disable", unit.name),
        )
    verb = "restart" if state.active == "active" else "start"
    yield Command(f"{verb} {unit.name}", instance, ("systemctl", verb, unit.name), timeout=90.0)


def unit_behind(expected: Subject, env: Environment) -> Unit:
    """The unit of a unit, a listener, or a service with a declared port.

    Raises:
        RemedyRefused: no unit is declared behind it.
    """
    if isinstance(expected, Unit):
        return expected
    container = env.containers[expected.container]
    if isinstance(expected, Listener):
        return container.units[expected.unit]
    wanted = getattr(expected, "listener_id", None)
    for listener in container.listeners.values():
        if listener.id == wanted:
            return container.units[listener.unit]
    raise RemedyRefused(f"no unit is declared behind {expected.id} of {expected.container}")
