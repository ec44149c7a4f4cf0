"""Give an instance its declared address, and see to it that it comes back with the next start."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import IPv4Address, IPv4Interface

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, FileEdit, IncusConfig, Step
from fixtures.facts.addressing import INTERFACES, Addressing

ANEW = 'ifdown --force "$1" 2>/dev/null || :; ip -4 address flush dev "$1" scope global; ifup "$1"'
"""Shell: an interface as its stanza says; what it had besides, by hand or by a lease, goes."""


@remedy(
    "containers.static_ipv4",
    heals=("containers.instance.address", "containers.network.persistent"),
    row="alert playbook: No IPv4; common errors: No IPv4, DNS lookup failed",
    symptom="an instance has no IPv4 address, or another than the declared one, or will have none after its next boot",
    risk="restart",
    right="incus config device, and /etc/network/interfaces in the container",
    settle=20.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """The guide restarts the instance; bringing its interface up anew does the same and stops no service.

    `incus config device set` fails on a card that comes from a profile, and takes an address only where Incus gives
    leases on the bridge. Where another program than ifupdown manages the card, its file is not read: refused.
    """
    expected, instance = finding.expected, finding.expected.instance
    how = finding.facts.containers.addressing(expected)
    address = _address(expected.address, how)
    if how.managers != ("ifupdown",):
        names = ", ".join(how.managers) or "no program that is known here"
        raise RemedyRefused(f"{how.card} of {instance} is managed by {names}: set {address.ip} there")
    if how.leases and how.reserved != str(address.ip):
        what = f"keep {address.ip} for {instance}"
        yield IncusConfig(what, instance, "ipv4.address", str(address.ip), device=how.device)
    edit = _stanza(how, address, instance)
    if edit is not None:
        yield edit
    argv = ("sh", "-c", ANEW, "sh", how.card)
    yield Command(f"bring {how.card} up as it says", instance, argv)


def _address(declared: IPv4Address | None, how: Addressing) -> IPv4Interface:
    """The address with the prefix of its bridge."""
    wanted = declared or (IPv4Address(how.reserved) if how.reserved else None)
    if wanted is None:
        raise RemedyRefused("no address is declared for it: declare one, then it can be given")
    if how.bridge is None or wanted not in how.bridge.network:
        raise RemedyRefused(f"{wanted} is in no network that Incus manages: its prefix and gateway are not known")
    return IPv4Interface(f"{wanted}/{how.bridge.network.prefixlen}")


def _stanza(how: Addressing, address: IPv4Interface, instance: str) -> FileEdit | None:
    """The edit of the interfaces file; None where it says what is declared."""
    assert how.bridge is not None, "the address was derived from it"
    body = (f"    address {address}", f"    gateway {how.bridge.ip}")
    head = f"iface {how.card} inet static"
    start = rf"^iface[ \t]+{re.escape(how.card)}[ \t]+inet[ \t]+(\w+).*$"
    if re.search(start, how.others, re.MULTILINE):
        raise RemedyRefused(f"{how.card} of {instance} has its stanza below {INTERFACES}.d: correct it there")
    found = re.search(start, how.interfaces, re.MULTILINE)
    what = f"make {address.ip} static"
    if found is None:
        return FileEdit(what, instance, INTERFACES, append=("", f"auto {how.card}", head, *body))
    if found[1] != "static":
        return FileEdit(what, instance, INTERFACES, ((found[0], "\n".join((head, *body))),))
    stated = re.search(r"^[ \t]*address[ \t]+(\S+).*$", how.interfaces[found.end() :], re.MULTILINE)
    if stated is None:
        raise RemedyRefused(f"the stanza of {how.card} in {instance} has no address line: correct it by hand")
    if IPv4Interface(stated[1]).ip == address.ip:
        return None
    return FileEdit(what, instance, INTERFACES, ((stated[0], body[0]),))
