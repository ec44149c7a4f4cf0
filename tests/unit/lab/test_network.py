"""Rules and address ranges of the lab."""

from ipaddress import IPv4Network
from pathlib import Path

import pytest

from fixtures.errors import UserMistake
from lab.cache import Cache
from lab.network import outside as network
from lab.network import reachability
from lab.site import Lab
from lab.state import State
from tests.unit.environments import environment

ROUTES = """\
Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
eth0\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
eth0\t000200C0\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
labbr0\t0009000A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
"""


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    return Lab(environment(), Cache(tmp_path / "cache"), State(tmp_path / "state"))


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "route").write_text(ROUTES)
    (tmp_path / "resolv.conf").write_text("nameserver 192.0.2.1\noptions timeout:1\n")
    monkeypatch.setattr(reachability, "_ROUTES", tmp_path / "route")
    monkeypatch.setattr(reachability, "_RESOLVER", tmp_path / "resolv.conf")
    return tmp_path


def test_every_rule_is_bound_and_marked(lab: Lab) -> None:
    lines = [line for line in network.rules_text(lab).splitlines() if line.startswith("-A")]
    assert len(lines) == len(lab.env.dnats)
    assert all(" -i ext0 " in line and " --comment gbo-lab " in line for line in lines)
    assert (
        "-A PREROUTING -i ext0 -p tcp -m tcp --dport 443 -m comment --comment gbo-lab "
        "-j DNAT --to-destination 10.0.9.19:443"
    ) in lines


def test_addresses_follow_the_expectations(lab: Lab) -> None:
    assert str(network.gateway(lab)) == "10.0.9.1/24"
    assert str(network.external(lab)) == "198.18.0.1/24"
    assert str(network.visitor(lab)) == "198.18.0.2"


def test_default_route_is_no_range(machine: Path) -> None:
    assert reachability.used_ranges({"labbr0"}) == [
        (IPv4Network("192.0.2.0/24"), "route on eth0"),
        (IPv4Network("192.0.2.1/32"), f"name server in {machine / 'resolv.conf'}"),
    ]


def test_own_bridge_does_not_overlap(lab: Lab, machine: Path) -> None:
    reachability.refuse_overlap(lab)


def test_foreign_route_is_refused(lab: Lab, machine: Path) -> None:
    (machine / "route").write_text(ROUTES.replace("labbr0", "tun0"))
    with pytest.raises(
        UserMistake, match=r"needs 10\.0\.9\.0/24, but this machine uses 10\.0\.9\.0/24 \(route on tun0"
    ):
        reachability.refuse_overlap(lab)


def test_resolver_in_our_range_is_refused(lab: Lab, machine: Path) -> None:
    (machine / "resolv.conf").write_text("nameserver 198.18.0.53\n")
    with pytest.raises(UserMistake, match=r"198\.18\.0\.53/32 \(name server"):
        reachability.refuse_overlap(lab)


def test_what_stopped_answering_is_named() -> None:
    def silent() -> None:
        raise OSError

    assert reachability.lost({"archive": silent, "name server": lambda: None}, patience=0) == ["archive"]
