"""What a boot would bring, asked of the real managers of networks: ifupdown, systemd-networkd, NetworkManager."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest

from benchmarks.light import SUBNET, Light
from benchmarks.overlay import light
from fixtures.access.kinds import access_by
from fixtures.environment import ROOT, load
from fixtures.expectations import Environment
from fixtures.facts.cache import Facts
from fixtures.facts.next_boot import ComingUp
from lab.site import Lab, Node

NAME = "light-01"
INSTALL = """
set -eu
export DEBIAN_FRONTEND=noninteractive
apt-get -qq update
apt-get -qq install --yes --no-install-recommends udev network-manager isc-dhcp-client >/dev/null
systemctl restart systemd-udevd
udevadm trigger --action=add --subsystem-match=net
udevadm settle --timeout=10
"""
IFUPDOWN = """
cp -n /etc/network/interfaces /root/interfaces
cp /root/interfaces /etc/network/interfaces
systemctl enable --quiet networking
systemctl disable --quiet --now systemd-networkd.service systemd-networkd.socket NetworkManager 2>/dev/null
rm -rf /etc/systemd/network/* /etc/NetworkManager/system-connections/*
true
"""
ALONE = "printf 'auto lo\\niface lo inet loopback\\n' > /etc/network/interfaces\nsystemctl disable --quiet networking\n"
NETWORKD = (
    ALONE
    + """
systemctl unmask --quiet systemd-networkd.service systemd-networkd.socket
printf '[Match]\\nName=eth0\\n[Network]\\n%s\\n' "$1" > /etc/systemd/network/eth0.network
systemctl enable --quiet systemd-networkd
systemctl restart systemd-networkd
for i in $(seq 50); do networkctl status eth0 | grep -q 'Network File: /' && break; sleep 0.2; done
"""
)
DROP_IN = """
mkdir -p /etc/systemd/network/eth0.network.d
printf '[Network]\\nAddress=\\nDHCP=yes\\n' > /etc/systemd/network/eth0.network.d/dhcp.conf
networkctl reload
"""
MANAGER = (
    ALONE
    + """
systemctl enable --quiet NetworkManager
systemctl restart NetworkManager
nmcli device set eth0 managed yes
nmcli connection add type ethernet ifname eth0 con-name own "$@" >/dev/null
nmcli connection up own >/dev/null
"""
)
STATIC = ("ipv4.method", "manual", "ipv4.addresses", "{}/24", "ipv4.gateway", str(SUBNET[1]))


class Machine:
    """The container, and what a run says of its next boot."""

    def __init__(self, node: Node, env: Environment) -> None:
        self.node, self.env = node, env
        self.does(INSTALL)

    def does(self, script: str, *words: str) -> None:
        self.node.run("sh", "-c", script, "sh", *words, timeout=120)

    def would(self) -> ComingUp:
        facts = Facts(self.env, access_by(self.env.access))
        try:
            return facts.containers.coming_up(self.env.containers[NAME])
        finally:
            facts.close()


@pytest.fixture(scope="module")
def machine(lab: Lab, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machine]:
    folder = tmp_path_factory.mktemp("bench") / "environments"
    folder.mkdir()
    shutil.copy(ROOT / "environments/base.toml", folder)
    with Light(lab) as made:
        (folder / "bench.toml").write_text(light(made.grow(1)), "utf-8")
        env = load("bench", root=folder.parent, variables={}).environment
        yield Machine(made.node(NAME), env)


@pytest.fixture
def address(machine: Machine) -> str:
    """The declared one; the container is as it was made."""
    machine.does(IFUPDOWN)
    return str(machine.env.containers[NAME].address)


def test_ifupdown(machine: Machine, address: str) -> None:
    assert machine.would() == ComingUp("static", True, f"ifupdown would bring {address}/24")
    machine.does("systemctl disable --quiet networking")
    assert machine.would().said == "ifupdown would bring none; networking.service is not enabled"


def test_a_manager_that_leaves_the_card_alone_does_not_count(machine: Machine, address: str) -> None:
    machine.does("systemctl enable --quiet NetworkManager; systemctl restart NetworkManager; sleep 1")
    assert machine.would().said == f"ifupdown would bring {address}/24"


def test_networkd(machine: Machine, address: str) -> None:
    machine.does(NETWORKD, f"Address={address}/24")
    assert machine.would() == ComingUp("static", True, f"systemd-networkd would bring {address}/24")
    machine.does(NETWORKD, f"Address={address}/16")
    assert machine.would() == ComingUp("static", False, f"systemd-networkd would bring {address}/16")
    machine.does(DROP_IN)
    found = machine.would()
    assert (found.comes in ("reserved", "leased"), found.said) == (True, "systemd-networkd would bring one by DHCP")
    machine.does("systemctl disable --quiet systemd-networkd")
    assert machine.would() == ComingUp(
        "not at all", True, "systemd-networkd would bring none; it runs, and is not enabled"
    )


def test_network_manager(machine: Machine, address: str) -> None:
    machine.does(MANAGER, *(each.format(address) for each in STATIC))
    assert machine.would() == ComingUp("static", True, f"NetworkManager would bring {address}/24")
    machine.does("nmcli connection modify own connection.autoconnect no")
    assert machine.would().said == "NetworkManager would bring none; its connection does not come up by itself"
    machine.does(
        "nmcli connection modify own connection.autoconnect yes ipv4.method auto ipv4.addresses '' ipv4.gateway ''"
    )
    assert machine.would().said == "NetworkManager would bring one by DHCP"
    machine.does("systemctl disable --quiet NetworkManager")
    assert machine.would().said == "NetworkManager would bring none; it runs, and is not enabled"
