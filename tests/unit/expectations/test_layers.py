"""Layers: what wins, what is merged, what variables do, and what each error of these says."""

from __future__ import annotations

import datetime as dt
import tomllib
from pathlib import Path

import pytest

from fixtures.environment import Loaded, available, explain, load
from fixtures.environment.sources import read_layers
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from tests.unit.expectations.site import build

EXEMPTION = """
[[exemptions]]
check = "vault.seal.open"
subject = "vault"
why = "moved to another machine"
owner = "operations"
until = 2030-01-31
"""


def _load(root: Path, local: str = "", **variables: str) -> Environment:
    return _loaded(root, local, **variables).environment


def _loaded(root: Path, local: str = "", **variables: str) -> Loaded:
    return load("lab", root=build(root, local.encode()), variables=variables)


def test_the_local_file_wins_key_by_key(tmp_path: Path) -> None:
    env = _load(tmp_path, '[domains]\nbase = "example.test"\n[containers.vault]\naddress = "10.0.9.99"\n')
    assert env.domains.chat == "chat.example.test"
    assert env.proxy.sites["chat"].host == "chat.example.test"
    assert env.dns.zones["base"].name == "example.test"
    assert str(env.containers["vault"].address) == "10.0.9.99"
    assert env.containers["vault"].units.keys() == {"vault"}


def test_another_port_is_set_in_one_place(tmp_path: Path) -> None:
    env = _load(tmp_path, '[containers.system.listeners."8080"]\nport = 5858\n')
    assert "system:5858" in {listener.id for listener in env.listeners}
    assert env.system.health["internal"].port == 5858
    assert env.proxy.sites["system"].upstream == "system:5858"
    assert env.system.botui_server_url == "http://localhost:5858"
    assert env.system.env_keys["PORT"].value == "5858"


MEET = ("containers.meet", "meet.servers.meet", "network.forwards.livekit")


def test_a_table_is_taken_away(tmp_path: Path) -> None:
    env = _load(tmp_path, "".join(f"[{name}]\nremove = true\n" for name in MEET))
    assert "meet" not in env.containers
    assert env.meet.servers == {}


def test_lists_are_replaced_and_exemptions_merged(tmp_path: Path) -> None:
    root = build(tmp_path)
    lab = root / "environments/lab.toml"
    lab.write_text(lab.read_text() + EXEMPTION)
    local = EXEMPTION.replace("2030-01-31", "2031-12-31") + EXEMPTION.replace("vault.seal.open", "vault.health.active")
    (root / "environments/lab.local.toml").write_text(local + '[llm.servers.llm]\nmodels = ["a", "b"]\n')
    env = load("lab", root=root, variables={}).environment
    assert env.llm.servers["llm"].models == ("a", "b")
    assert [(each.check, each.until) for each in env.exemptions] == [
        ("vault.seal.open", dt.date(2031, 12, 31)),
        ("vault.health.active", dt.date(2030, 1, 31)),
    ]


@pytest.mark.parametrize("name", available())
def test_what_was_read_once_is_laid_as_it_is_written(tmp_path: Path, name: str) -> None:
    root = build(tmp_path)
    (root / f"environments/{name}.local.toml").write_text(EXEMPTION + "[containers.vault]\ndisk_free_gib = 7\n")
    first, second = (load(name, root=root, variables={}).environment for _ in range(2))
    assert first == second
    for layer in read_layers(name, root):
        assert layer.table == tomllib.loads((root / layer.source).read_text())


def test_prod_and_stage_name_no_address() -> None:
    for name, base, third in (("prod", "domain.com", 2), ("stage", "stage.domain.com", 3)):
        env = load(name, variables={}).environment
        assert {container.address for container in env.containers.values()} == {None}
        assert env.network.external_address is None
        assert str(env.identity.subnet) == f"10.0.{third}.0/24"
        assert env.domains.model_dump() == {
            "base": base,
            **{kind: f"{kind}.{base}" for kind in ("chat", "system", "alm", "login")},
        }
        assert env.protected == (name == "prod")


def test_variables_win_and_have_the_type_of_their_key(tmp_path: Path) -> None:
    env = _load(
        tmp_path,
        INFRA_CONTAINERS__VAULT__ADDRESS="10.0.9.77",
        INFRA_CONTAINERS__ALM_CI__OPTIONAL="true",
        INFRA_CONTAINERS__DNS__LISTENERS__53_UDP__PROCESS="named",
        INFRA_CONTAINERS__SYSTEM__LISTENERS__8080__PORT="5858",
        INFRA_VAULT__SECRETS__GBO_LLM__KEYS='["url"]',
        INFRA_ALM__BRANCH="1.0",
        INFRA_TLS__FLOOR_SHARE="0.3",
        INFRA_DNS__PUBLIC_RESOLVER="9.9.9.9",
        OTHER="x",
    )
    assert str(env.containers["vault"].address) == "10.0.9.77"
    assert env.containers["alm-ci"].optional is True
    assert env.containers["dns"].listeners["53/udp"].process == "named"
    assert env.system.health["internal"].port == 5858
    assert env.vault.secrets["gbo/llm"].keys == ("url",)
    assert env.alm.branch == "1.0"
    assert env.tls.floor_share == 0.3


HTTPS = "NETWORK__FORWARDS__HTTPS__EXTERNAL"
NO_NUMBER = (
    'network.forwards.https.external: is the text {}; expected a port from 1 to 65535, or a range such as "50000-60000"'
)
ADDRESS = "CONTAINERS__VAULT__ADDRESS"
TOKEN = "SYSTEM__ENV_KEYS__VAULT_TOKEN__VALUE"


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("CONTAINERS__VALUT__X", "1", "containers: names no key: there is no VALUT; did you mean VAULT?"),
        ("", "1", "names no key: there is no ; there are: ACCESS"),
        ("TITLE__TEXT", "1", "title: names no key: there is no TEXT; there are none"),
        (HTTPS, "https", NO_NUMBER.format('"https"')),
        (HTTPS, "1\nx = 2", NO_NUMBER.format('"1\\nx = 2"')),
        ("PROTECTED", "1", "protected: is the number 1; expected true or false"),
        ("TITLE", "\udcff", "title: is not UTF-8; set it to a text in UTF-8"),
        (ADDRESS, "10.0.2.1", "containers.vault.address: is 10.0.2.1, which no host in 10.0.9.0/24 can have"),
        (TOKEN, f"hvs.{'aB3' * 9}", "system.env_keys.VAULT_TOKEN.value: looks like a Vault token (not shown)"),
    ],
)
def test_a_wrong_variable_is_named(name: str, value: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(ExpectationError) as caught:
        _load(tmp_path, **{f"INFRA_{name}": value})
    assert f"  INFRA_{name}: {expected}" in str(caught.value)
    assert "hvs." not in str(caught.value)


def test_a_variable_that_fits_two_keys_is_refused(tmp_path: Path) -> None:
    two = "".join(f'[vault.secrets."gbo/{name}"]\ncontainer = "vault"\ncontents = "x"\n' for name in ("a-b", "a_b"))
    with pytest.raises(ExpectationError, match="fits several keys; write it in a file: gbo/a-b, gbo/a_b"):
        _load(tmp_path, two, INFRA_VAULT__SECRETS__GBO_A_B__CONTENTS="y")


def test_explain_names_the_layer(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path, "[access]\ntimeout = 5\n", INFRA_ALM__BRANCH="next")
    assert explain(loaded, "access.timeout") == "access.timeout = 5.0  # environments/lab.local.toml:2"
    assert explain(loaded, "alm.branch") == 'alm.branch = "next"  # INFRA_ALM__BRANCH'
    assert explain(loaded, "domains.chat").startswith('domains.chat = "chat.lab.test"  # environments/base.toml:')
    assert " <- domains.base at environments/lab.toml:" in explain(loaded, "domains.chat")
    assert explain(loaded, "system.drivemonitor.fail_limit").endswith("environments/base.toml:" + _line("fail_limit"))
    assert explain(loaded, "containers.vault.units.vault.name").endswith(", by its key")
    assert explain(loaded, "containers.vault.tmp.mode").endswith("# the model's default")


def test_explain_takes_keys_as_people_write_them(tmp_path: Path) -> None:
    loaded = _loaded(tmp_path, EXEMPTION)
    assert explain(loaded, "containers.dns.listeners.53/udp.port").startswith(
        'containers.dns.listeners."53/udp".port = 53'
    )
    assert explain(loaded, "exemptions.vault.seal.open[vault].owner").startswith(
        'exemptions."vault.seal.open[vault]".owner = "operations"  # environments/lab.local.toml:6'
    )
    assert len(explain(loaded, "vault").splitlines()) > 40


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("containers.valt.address", "lab has no key containers.valt.address; in containers did you mean vault?"),
        ("domain", "lab has no key domain; did you mean domains?"),
        ("network.forwards.x", "lab has no key network.forwards.x; in network.forwards there are: dns-tcp"),
        ("", "lab has no key ; there are: access, alm"),
        ("title.x", "lab has no key title.x; did you mean title or site?"),
        ('"', 'lab has no key \\"; '),
        ("a" * 9999, "lab has no key aaa"),
    ],
)
def test_explain_of_an_unknown_key(key: str, expected: str, tmp_path: Path) -> None:
    with pytest.raises(ExpectationError) as caught:
        explain(_loaded(tmp_path), key)
    assert str(caught.value).startswith(expected)
    assert len(str(caught.value)) < 600


def _line(key: str) -> str:
    base = (Path(__file__).parents[3] / "environments/base.toml").read_text().splitlines()
    return str(next(number for number, line in enumerate(base, 1) if line.startswith(key)))
