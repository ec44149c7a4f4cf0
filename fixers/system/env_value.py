"""Put a value of an env file right, and restart who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, FileEdit, Step
from fixtures.expectations.relations import readers_of
from fixtures.expectations.system import EnvKey
from fixtures.expectations.vault import VaultClient
from fixtures.masking import mask
from fixtures.texts import many

NAME = "VAULT_ADDR"


@dataclass(frozen=True)
class _Line:
    """A variable as it should stand in the env file of a container, and the unit that reads it."""

    container: str
    file: str
    name: str
    value: str
    unit: str


def _line(finding: Finding) -> _Line | None:
    """What the line should be; None where only a person knows that."""
    expected, system = finding.expected, finding.env.system
    if isinstance(expected, VaultClient):
        unit = expected.name if expected.name in finding.env.containers[expected.container].units else None
        value = finding.url(finding.env.vault.servers[expected.server])
        return _Line(expected.container, expected.env_file, NAME, value, unit or system.botserver_unit)
    assert isinstance(expected, EnvKey)
    if expected.value is not None:
        return _Line(expected.container, system.env_file, expected.name, expected.value, system.botserver_unit)
    if expected.name != NAME:
        return None
    clients = readers_of(finding.env, expected.container, system.env_file)
    if not clients:
        return None
    value = finding.url(finding.env.vault.servers[clients[0].server])
    return _Line(expected.container, system.env_file, NAME, value, system.botserver_unit)


@remedy(
    "system.env_value",
    heals=("vault.address.matches", "system.env.complete"),
    row="Vault security architecture: VAULT_ADDR from .env; common errors: Dev paths in logs, botui cant reach server",
    symptom="a value that is no secret is missing in the env file, or is another than the declared one",
    risk="restart",
    right="write the env file, systemctl in the container",
    settle=45.0,
    when=lambda finding: _line(finding) is not None,
)
def plan(finding: Finding) -> Iterator[Step]:
    """BotServer reads the file once, when it starts: a right file and an old process are still wrong.

    Only the one line is shown and kept in the journal; the others, the token among them, are proven by a hash.
    """
    line = _line(finding)
    assert line is not None, "`when` said that it is known"
    container = finding.env.containers[line.container]
    text = finding.facts.vault.read_lossy(line.container, line.file)
    if text is None:
        raise RemedyRefused(f"{line.file} does not exist: everything in it, the token too, has to come back")
    wanted = f"{line.name}={line.value}"
    lines = [each for each in text.splitlines() if re.match(rf"\s*(export\s+)?{line.name}\s*=", each)]
    if len(lines) > 1:
        found = many(len(lines), "line")
        raise RemedyRefused(f"{line.file} has {found} for {line.name}: which one counts is for a person")
    if any(mask(each) != each for each in lines):
        raise RemedyRefused(f"the line of {line.name} in {line.file} holds a secret: correct it by hand")
    if lines != [wanted]:
        what = f"set {line.name}"
        pairs = tuple((each, wanted) for each in lines)
        yield FileEdit(what, container.instance, line.file, pairs, () if lines else (wanted,))
    if line.unit in container.units:
        argv = ("systemctl", "restart", line.unit)
        yield Command(f"restart {line.unit}, which read it when it started", container.instance, argv, timeout=150.0)
