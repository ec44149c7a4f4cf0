"""Have Caddy run what lies on disk."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.containers.restart_unit import unit_behind
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.expectations import Container, Environment, Unit


@remedy(
    "proxy.reload",
    heals="proxy.config.loaded",
    row="adding an HTTPS subdomain: add Caddy config, restart proxy",
    symptom="the configuration on disk is right, and Caddy runs another",
    risk="restart",
    right="systemctl in the container",
    settle=15.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """The guide restarts; a reload cuts no connection, and where it fails the old configuration serves on.

    What somebody changed by Caddy's administration alone is lost with it, as it would be at the next restart.
    """
    unit = unit_of(finding.expected, finding.env)
    instance = finding.env.containers[unit.container].instance
    yield Command(f"reload {unit.name}", instance, ("systemctl", "reload", unit.name))


def unit_of(container: Container, env: Environment) -> Unit:
    """The unit that holds the ports of the sites of a container.

    Raises:
        RemedyRefused: no unit does.
    """
    ports = {each.port for each in env.proxy.sites.values() if each.container == container.id}
    return unit_behind(next(each for each in container.listeners.values() if each.port in ports), env)
