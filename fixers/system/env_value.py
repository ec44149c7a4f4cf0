"""Put a value of an env file right, and restart who reads it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, FileEdit, Step
from fixtures.expectations.vault import VaultClient
from fixtures.masking import mask
from fixtures.texts import many

NAME = "VAULT_ADDR"


@remedy(
    "system.env_value",
    heals="vault.address.matches",
    row="Vault security architecture: VAULT_ADDR from .env; common errors: Dev paths in logs, botui cant reach server",
    symptom="a value that is no secret is missing in the env file, or is another than the declared one",
    risk="restart",
    right="write the env file, systemctl in the container",
    settle=45.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """BotServer reads the file once, when it starts: a right file and an old process are still wrong.

    Only the one line is shown and kept in the journal; the others, the token among them, are proven by a hash.
    """
    client: VaultClient = finding.expected
    container = finding.env.containers[client.container]
    text = finding.facts.vault.read_lossy(client.container, client.env_file)
    if text is None:
        raise RemedyRefused(f"{client.env_file} does not exist: everything in it, the token too, has to come back")
    wanted = f"{NAME}={finding.url(finding.env.vault.servers[client.server])}"
    lines = [line for line in text.splitlines() if re.match(rf"\s*(export\s+)?{NAME}\s*=", line)]
    if len(lines) > 1:
        found = many(len(lines), "line")
        raise RemedyRefused(f"{client.env_file} has {found} for {NAME}: which one counts is for a person")
    if any(mask(line) != line for line in lines):
        raise RemedyRefused(f"the line of {NAME} in {client.env_file} holds a secret: correct it by hand")
    if lines != [wanted]:
        what = f"set {NAME}"
        pairs = tuple((line, wanted) for line in lines)
        yield FileEdit(what, container.instance, client.env_file, pairs, () if lines else (wanted,))
    unit = client.name if client.name in container.units else finding.env.system.botserver_unit
    if unit in container.units:
        argv = ("systemctl", "restart", unit)
        yield Command(f"restart {unit}, which read it when it started", container.instance, argv, timeout=150.0)
