"""What `load` accepts can be asked: every check finds its things and their prerequisites, or the key is named."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fixtures.environment.files import read_layer
from fixtures.environment.schema import Slot
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from fixtures.mistakes.paths import show
from fixtures.verdict.askable import load_askable
from fixtures.verdict.register import every, resolve
from tests.unit.expectations.site import LOCAL, build


def _tables(slot: Slot, table: object, path: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Every table of the real files whose model has a `name`."""
    if not isinstance(table, dict):
        return
    for key, child in table.items():
        below = slot.below(key)
        if below is None:
            continue
        if slot.model is None and below.model is not None and "name" in below.model.model_fields:
            yield (*path, key)
        yield from _tables(below, child, (*path, key))


def _every_table() -> list[tuple[str, ...]]:
    root = Path(__file__).resolve().parents[3] / "environments"
    found: dict[tuple[str, ...], None] = {}
    for file in ("base.toml", "lab.toml"):
        found |= dict.fromkeys(_tables(Slot(Environment), read_layer(root / file, file).table, ()))
    return [path for path in found if show(path) != "containers.email.units.stalwart-mail"]  # the lab removes it


def _local(root: Path, text: str) -> Path:
    return build(root, text.encode())


def _prove(root: Path) -> Environment:
    env = load_askable("lab", root=root, variables={}).environment
    for check in every():
        for subject in check.subjects(env):
            for needed in check.needed(env, subject):
                resolve(env, needed)
    return env


@pytest.mark.parametrize("path", _every_table(), ids=show)
def test_a_table_may_have_another_name_than_its_key(tmp_path: Path, path: tuple[str, ...]) -> None:
    local = f'[{show(path)}]\nname = "other"\n'
    if path[:2] == ("dns", "zones"):  # who serves a zone names it as it is called
        local += '[dns.servers.dns]\nzones = ["other"]\n[dns.servers.dns2]\nzones = ["other"]\n'
    _prove(_local(tmp_path, local))


ACCEPTED_BEFORE = {
    "a unit by another name": '[containers.drive.units.minio]\nname = "drive"\n',
    "a database by another name": '[tables.databases.PROD-ALM]\nname = "STAGE-ALM"\n',
    "Vault over HTTP": """
[vault.servers.vault]
tls = false
[containers.vault.listeners."8200"]
speaks = "http"
[tls.endpoints.vault]
remove = true
""",
    "two llama servers in one container": """
[containers.llm.listeners."8082"]
process = "llama-server"
held_by = "llama"
[llm.servers.embedding]
container = "llm"
port = 8082
ready_path = "/health"
""",
    "Zitadel by another key": """
[directory.servers.directory]
remove = true
[directory.servers.zitadel]
container = "directory"
port = 9000
host = "login.lab.test"
[directory.tokens.admin-pat]
server = "zitadel"
""",
    "more public names": '[domains]\nwebmail = "mail.${domains.base}"\n"nocodb-2" = "db.lab.test"\n',
}


@pytest.mark.parametrize("case", ACCEPTED_BEFORE)
def test_what_a_site_may_say_runs(tmp_path: Path, case: str) -> None:
    _prove(_local(tmp_path, ACCEPTED_BEFORE[case]))


def _refused(tmp_path: Path, local: str) -> str:
    with pytest.raises(ExpectationError) as caught:
        load_askable("lab", root=_local(tmp_path, local), variables={})
    return str(caught.value)


def test_a_rule_of_a_check(tmp_path: Path) -> None:
    env = _prove(
        _local(
            tmp_path,
            """
[checks."vault.ca.matches"]
applies = false
why = "Vault is asked over HTTP here"
[checks."vault.ca.matches[system:botserver]"]
severity = "low"
why = "but this one is asked"
""",
        )
    )
    first, other = env.rule("vault.ca.matches", "x:y"), env.rule("vault.ca.matches", "system:botserver")
    assert first is not None
    assert other is not None
    assert (first.applies, other.applies, other.severity) == (False, True, "low")
    assert env.rule("vault.seal.open", "vault") is None


@pytest.mark.parametrize(
    ("local", "said"),
    [
        ('[checks."vault.ca.match"]\napplies = false\nwhy = "because it is so"\n',
         '1: checks."vault.ca.match": names no check: there is no vault.ca.match; did you mean vault.ca.matches'),
        ('[checks."vault.seal.open[volt]"]\napplies = false\nwhy = "because it is so"\n',
         'names nothing that vault.seal.open is asked of; did you mean vault?'),
        ('[checks."vault.seal.open"]\nwhy = "because it is so"\n', "says nothing of the check; add `applies = false`"),
        ('[checks."vault.seal.open"]\napplies = false\nwhy = "short"\n', "at least 10 characters long"),
        ('[checks."vault.seal.open"]\napplies = false\n', "lacks `why`"),
        ('[checks."vault.seal.open"]\nseverity = "lowest"\nwhy = "because it is so"\n', 'one of "critical"'),
        ('[checks.seal]\nseverity = "low"\nwhy = "because it is so"\n', "is no id; write a check, or a check of one"),
        ('[[exemptions]]\ncheck = "vault.seal.opn"\nsubject = "vault"\nwhy = "for the time being"\nowner = "x"\n'
         "until = 2999-01-01\n", "names no check: there is no vault.seal.opn; did you mean vault.seal.open or"),
        ('[domains]\nwebmail = "https://mail.lab.test"\n', "expected a lower-case host name such as"),
        ("[domains]\nwebmail = 5\n", "domains.webmail: is the number 5; expected text"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_with_its_line(tmp_path: Path, local: str, said: str) -> None:
    told = _refused(tmp_path, local)
    assert f"{LOCAL}:" in told
    assert said in told
