"""Which versions a run examined: each service's own word, for a run that shows it and for no other."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

from lab.site import Lab
from tests.lab.suite import ask

KNOWN = {
    "host: Incus": r"6\.\d",
    "tables: PostgreSQL": r"15\.\d+",
    "vault: Vault": r"\d+\.\d+\.\d+",
    "proxy: Caddy": r"2\.\d+\.\d+",
    "dns: CoreDNS": r"1\.\d+\.\d+",
    "meet: LiveKit": r"1\.\d+\.\d+",
    "alm: Forgejo": r"1\.\d+\.\d+",
    "system: Valkey": r"\d+\.\d+\.\d+",
    "system: BotServer": r".+-lab",
    "llm: llama.cpp": r"b\d+",
}


def test_every_service_says_its_own(lab: Lab, tmp_path: Path) -> None:
    files = {name: tmp_path / name for name in ("json", "csv", "oscal", "audit")}
    ran = ask(tmp_path, "-m", "smoke", *(f"--report={name}:{file}" for name, file in files.items()))
    found = {each.id: each for each in ran.record.versions}
    assert {name: found[name].version for name in KNOWN if not re.match(KNOWN[name], found[name].version or "")} == {}
    assert found["tables: PostgreSQL"].version == server_version(lab)
    stand_in = found["directory: Zitadel"]
    assert (stand_in.version, "`zitadel --version` says Python" in stand_in.text) == (None, True)
    assert {each["service"] for each in json.loads(files["json"].read_text())["versions"]} >= {"Vault", "Caddy"}
    rows = {row["container"]: row["version"] for row in csv.DictReader(files["csv"].read_text().splitlines())}
    assert rows["vault"] == f"Vault {found['vault: Vault'].version}"
    result = json.loads(files["oscal"].read_text())["assessment-results"]["results"][0]
    parts = {each["title"]: each.get("props") for each in result["local-definitions"]["components"]}
    assert parts["proxy"][0]["value"] == found["proxy: Caddy"].version
    assert "What was examined" in files["audit"].read_text()


def server_version(lab: Lab) -> str:
    """As PostgreSQL itself has it."""
    query = ["runuser", "-u", "postgres", "--", "psql", "-Atc", "SHOW server_version"]
    return lab.node("tables").run(*query).text.strip()


def test_a_run_that_shows_none_asks_for_none(lab: Lab, tmp_path: Path) -> None:
    del lab
    assert ask(tmp_path, "-m", "smoke", f"--report=junit:{tmp_path / 'x'}").record.versions == ()


def test_of_what_was_not_examined_nothing_is_asked(lab: Lab, tmp_path: Path) -> None:
    del lab
    ran = ask(tmp_path, "-k", "vault.seal.open", f"--report=json:{tmp_path / 'x'}")
    assert {each.container for each in ran.record.versions} == {"vault"}
