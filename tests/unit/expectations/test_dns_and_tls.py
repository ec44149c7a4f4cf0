"""What a site may say of its name servers and certificates: it loads, and every check of it can be asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from fixtures.environment import load
from fixtures.errors import ExpectationError
from fixtures.expectations import Environment
from fixtures.verdict.register import every, resolve
from tests.unit.expectations.site import build

SITE = """
[tls.authorities.acme-staging]
container = "proxy"
file = "/opt/gbo/conf/acme-staging-root.pem"
[tls.endpoints]
chat.trust = "acme-staging"
login.trust = "public"
[dns.servers.ns2]
address = "198.18.0.53"
port = 53
role = "secondary"
zones = ["${domains.base}", "signed.test"]
[dns.servers.hidden]
container = "dns"
port = 53
zones = ["signed.test"]
[dns.zones.signed]
container = "dns"
name = "signed.test"
file = "/opt/gbo/data/signed.test.zone"
serial_format = "unix"
server = "hidden"
[dns.records]
spf = { container = "dns", name = "${domains.base}", type = "TXT", values = ["v=spf1 mx -all"] }
caa = { container = "dns", name = "${domains.base}", type = "CAA", values = ["0 issue letsencrypt.org"] }
"""


def _site(root: Path, local: str = SITE) -> Environment:
    return load("lab", root=build(root, local.encode()), variables={}).environment


def test_every_check_of_it_can_be_asked(tmp_path: Path) -> None:
    env = _site(tmp_path)
    for check in every():
        for subject in check.subjects(env):
            for needed in check.needed(env, subject):
                resolve(env, needed)


def test_each_endpoint_stands_on_its_own_authority(tmp_path: Path) -> None:
    env = _site(tmp_path)
    check, _ = resolve(env, "tls.certificate.valid[proxy:443:chat]")
    needs = {name: check.needed(env, env.tls.endpoints[name]) for name in ("chat", "login", "alm")}
    assert "tls.authority.valid[acme-staging]" in needs["chat"]
    assert not [each for each in needs["login"] if each.startswith("tls.authority")]
    assert "tls.authority.valid[internal]" in needs["alm"]


def test_a_zone_is_compared_with_the_server_that_reads_its_file(tmp_path: Path) -> None:
    found = {each.id: each.primary.name for each in _site(tmp_path).dns.replicas}
    assert found == {"lab.test/dns2": "dns", "lab.test/ns2": "dns", "signed.test/ns2": "hidden"}


def test_of_a_server_outside_nothing_is_asked_before(tmp_path: Path) -> None:
    env = _site(tmp_path)
    check, port = resolve(env, "dns.server.answers[ns2/udp]")
    assert check.needed(env, port) == ()
    assert port.container == "outside"


@pytest.mark.parametrize(
    ("local", "said"),
    [
        ('tls.endpoints.chat.trust = "acme"', 'no such authority is declared; there are: internal, public'),
        ('dns.records.chat.server = "ns9"', "no such name server is declared; "),
        ('dns.zones.base.server = "ns9"', "no such name server is declared; "),
        ('dns.records.chat.values = ["10.0.9.999"]', 'has the text "10.0.9.999"; expected values of type A'),
        ('dns.records.chat.type = "MX"', "expected values of type MX"),
        ('dns.servers.dns.address = "198.18.0.53"', "has both `container` and `address`"),
        ('[dns.servers.ns2]\nport = 53\nzones = []', "has no `container`; one of ours has a container"),
        ('dns.zones.base.serial_format = "epoch"', 'expected one of "YYYYMMDDNN", "unix", "number"'),
    ],
)  # fmt: skip
def test_mistakes_are_told(tmp_path: Path, local: str, said: str) -> None:
    with pytest.raises(ExpectationError) as caught:
        _site(tmp_path, local)
    assert said in str(caught.value)
