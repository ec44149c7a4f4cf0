"""Start or restart the unit behind what failed, with systemd, as the guide asks."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixers.system import runnable
from fixtures.expectations import Environment, Listener, Process, Unit
from fixtures.expectations.model import Subject
from fixtures.facts.cache import Facts
from fixtures.parsers.units import UnitState

HEALS = (
    *("containers.service.active", "containers.port.listening", "containers.port.answers"),
    *("alm.server.healthy", "directory.server.ready", "dns.server.answers", "drive.health.quorum"),
    *("email.submission.offers", "llm.server.ready", "meet.server.ready", "system.botserver.healthy"),
    *("system.valkey.answers", "vectordb.server.ready"),
)


def _spoke(finding: Finding) -> bool:
    """Whether the service itself said why it does not serve, and no start cures that reason.

    A Valkey that cannot save loses what it has; what was said is a difference, and silence leaves none. A mail server
    that refuses at the greeting refuses again.
    """
    if finding.check == "system.valkey.answers":
        return bool(finding.found)
    return finding.check == "email.submission.offers" and finding.found.get("greeting", "").startswith("5")


@remedy(
    "containers.restart_unit",
    heals=HEALS,
    row="alert playbook: Botserver Down; common errors: connection refused",
    symptom="a declared unit is not active, or is active and does not answer",
    risk="restart",
    right="systemctl in the container",
    settle=45.0,
    when=lambda finding: runnable.fault(finding) is None and not _spoke(finding),
)
def plan(finding: Finding) -> Iterator[Step]:
    """A failed unit's counter is reset first, else systemd may refuse to start it again.

    What was stopped by a signal goes on first: only then does it end as its unit asks. PostgreSQL would else wait for
    its clients, by Debian's unit for an hour.
    """
    env, facts = finding.env, finding.facts
    unit = unit_behind(finding.expected, env)
    instance = env.containers[unit.container].instance
    state = facts.containers.unit(unit)
    if state.load != "loaded":
        raise RemedyRefused(f"{unit.id} is {state.load}: there is nothing to restart, it has to be installed")
    if intruders := facts.containers.intruders(unit):
        raise RemedyRefused(f"{unit.id} cannot start: {', '.join(intruders)}; find out whose it is and stop that first")
    for each in _to_restart(unit, state, facts):
        name = each.id.removesuffix(".service")
        if each.active == "failed":
            yield Command(f"forget the failure of {name}", instance, ("systemctl", "reset-failed", name))
        verb = "restart" if each.active == "active" else "start"
        if verb == "restart":
            go_on = ("systemctl", "kill", "--signal=SIGCONT", name)
            yield Command(f"let processes of {name} that were stopped go on", instance, go_on)
        yield Command(f"{verb} {name}", instance, ("systemctl", verb, name), timeout=150.0)


def unit_behind(expected: Subject, env: Environment) -> Unit:
    """The unit of a unit, a listener, or a service with a declared port.

    Raises:
        RemedyRefused: no unit is declared behind it.
    """
    if isinstance(expected, Unit):
        return expected
    container = env.containers[expected.container]
    wanted = expected.id if isinstance(expected, Listener) else getattr(expected, "listener_id", None)
    for listener in container.listeners.values():
        if listener.id == wanted:
            keeper = container.keeper(listener.held_by)
            if isinstance(keeper, Process):
                raise RemedyRefused(
                    f"{keeper.id} is kept by no unit: end and start it as the site does ({keeper.command}), "
                    "or give it a unit and declare that"
                )
            return keeper
    raise RemedyRefused(f"no unit is declared behind {expected.id} of {expected.container}")


def _to_restart(unit: Unit, state: UnitState, facts: Facts) -> tuple[UnitState, ...]:
    """The unit; of an umbrella, which is active and does nothing, the part that needs it, never all others as well."""
    parts = facts.containers.parts(unit)
    if not parts or state.active != "active":
        return (state,)
    down = tuple(each for each in parts if each.sub not in each.usual)
    if not down and len(parts) > 1:
        names = ", ".join(sorted(each.id for each in parts))
        raise RemedyRefused(f"{unit.id} stands for {names}: declare the one that is meant (`held_by`), or restart it")
    return down or parts
