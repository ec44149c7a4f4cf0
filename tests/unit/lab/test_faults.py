"""Every fault says what it stands for and what must go red."""

import re

import pytest

from lab.faults import Fault, faults
from lab.faults.holding import behind
from tests.unit.environments import environment


@pytest.mark.parametrize("fault", faults().values(), ids=lambda fault: fault.id)
def test_fault_is_complete(fault: Fault) -> None:
    assert fault.title.endswith(".")
    assert fault.rows
    assert fault.red
    assert all(re.fullmatch(r"[a-z_]+\.[a-z0-9_]+\.[a-z0-9_]+\[[^]]+\]", red) for red in fault.red), fault.red


def test_what_stands_on_a_fault_is_asked_with_it() -> None:
    env = environment()
    found = {check.full_id(subject) for check, subject in behind(env, ["vault.seal.open[vault]"])}
    assert {"vault.seal.open[vault]", "vault.health.active[vault]", "vault.secret.present[gbo-tables]"} <= found
    assert not any(id.startswith("network.") for id in found)
    of_containers = {id for id in found if id.startswith("containers.")}
    assert "containers.service.active[system:botserver]" in of_containers, "it explains why BotServer does not start"
    assert not any(name in id for id in of_containers for name in ("[tables", "[vault", "[proxy"))
