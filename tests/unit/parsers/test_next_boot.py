"""What managers of networks say that they would do, as real ones say it (ifupdown 0.8.41, systemd 252, nmcli 1.42)."""

from __future__ import annotations

from ipaddress import IPv4Interface

import pytest

from fixtures.parsers.next_boot import NextBoot, network_file, parse_ifup, parse_networkd, parse_nmcli

PARTS = "run-parts --exit-on-error /etc/network/if-pre-up.d\n"
OURS = IPv4Interface("10.0.2.11/24")
STATIC = (
    f"\n{PARTS}ip link set dev lo up\n\n{PARTS}"
    "ip addr add 10.0.2.11/255.255.255.0 broadcast 10.0.2.255 \t  dev eth0 label eth0\n"
    "ip link set dev eth0   up\n ip route add default via 10.0.2.1 # the host  dev eth0 onlink \n"
)
NO_MASK = f"{PARTS}ip addr add 10.0.2.11/255.0.0.0 broadcast 10.255.255.255 \t  dev eth0 label eth0\n"
DHCP = f"{PARTS}/sbin/dhclient -4 -v -i -pf /run/dhclient.eth0.pid -lf /var/lib/dhcp/dhclient.eth0.leases eth0\n"
NO_CLIENT = f"{PARTS}\necho 'No DHCP client software found!' >&2; false\n"
NETWORKD = """● 2: eth0
                     Link File: n/a
                  Network File: /run/systemd/network/10-netplan-eth0.network
                         State: routable (configured)
"""
ALONE = NETWORKD.replace("/run/systemd/network/10-netplan-eth0.network", "n/a")


@pytest.mark.parametrize(
    ("text", "addresses", "dhcp", "lacks"),
    [
        (STATIC, (OURS,), False, ""),
        (NO_MASK, (IPv4Interface("10.0.2.11/8"),), False, ""),
        (DHCP, (), True, ""),
        (DHCP + STATIC, (OURS,), True, ""),
        (NO_CLIENT, (), False, "no DHCP client is installed"),
        (f"{PARTS}ip link set dev lo up\n", (), False, ""),
        ("ip -6 addr add fd00::2/64 dev eth0\nip addr add fd00::3/64 dev eth0\n", (), False, ""),
    ],
)
def test_ifupdown(text: str, addresses: tuple[IPv4Interface, ...], dhcp: bool, lacks: str) -> None:
    assert parse_ifup(text, enabled=True) == NextBoot("ifupdown", addresses, dhcp, lacks)


def test_what_no_boot_starts_brings_nothing() -> None:
    for found in (
        parse_ifup(STATIC, enabled=False),
        parse_networkd("[Network]\nAddress=10.0.2.11/24\n", enabled=False),
        parse_nmcli("no\nmanual\n10.0.2.11/24\n", enabled=True),
        parse_nmcli("yes\nmanual\n10.0.2.11/24\n", enabled=False),
    ):
        assert found.addresses == ()
        assert found.lacks in str(found) != ""
        assert found.lacks


@pytest.mark.parametrize(
    ("text", "addresses", "dhcp"),
    [
        ("[Match]\nName=eth0\n[Network]\nDHCP=true\n", (), True),
        ("[Network]\nDHCP=ipv6\nAddress=10.0.2.11/24\n# Address=10.0.2.12/24\n", (OURS,), False),
        (
            "[Network]\nDHCP=yes\n[Network]\nDHCP=no\nAddress = fd00::2/64\n[Address]\nAddress=10.0.2.11/24",
            (OURS,),
            False,
        ),
        ("[Network]\nAddress=10.0.2.11/24\n# of a drop-in\n[Network]\nAddress=\nDHCP=yes\n", (), True),
        ("", (), False),
    ],
)
def test_networkd(text: str, addresses: tuple[IPv4Interface, ...], dhcp: bool) -> None:
    assert parse_networkd(text, enabled=True) == NextBoot("systemd-networkd", addresses, dhcp)


def test_the_file_that_won() -> None:
    assert network_file(NETWORKD) == "/run/systemd/network/10-netplan-eth0.network"
    assert network_file(ALONE) == network_file("") == ""


@pytest.mark.parametrize(
    ("text", "addresses", "dhcp"),
    [
        ("yes\nauto\n\n", (), True),
        ("yes\nmanual\n10.0.2.11/24, 10.9.0.5/16\n", (OURS, IPv4Interface("10.9.0.5/16")), False),
        ("yes\ndisabled\n", (), False),
    ],
)
def test_network_manager(text: str, addresses: tuple[IPv4Interface, ...], dhcp: bool) -> None:
    assert parse_nmcli(text, enabled=True) == NextBoot("NetworkManager", addresses, dhcp)
