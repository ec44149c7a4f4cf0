"""The lab's network on this machine: `outside` as the Internet, the link to it, and the forwards into the lab.

Only things of ours are touched: the link `ext0`, the namespace, its resolver file, rules with our comment.
"""

from __future__ import annotations

import json
import shutil
from ipaddress import IPv4Address, IPv4Interface
from pathlib import Path

from fixtures.errors import UserMistake
from fixtures.expectations import Forward
from lab.command import run
from lab.errors import LabError
from lab.machine import settings
from lab.network import visitor as visitors
from lab.site import Lab

COMMENT = "gbo-lab"
PEER = "out0"
_NAMESPACES = Path("/run/netns")
_RESOLVERS = Path("/etc/netns")


def gateway(lab: Lab) -> IPv4Interface:
    """The bridge's address with its prefix: the first of the subnet."""
    subnet = lab.env.identity.subnet
    return IPv4Interface(f"{subnet[1]}/{subnet.prefixlen}")


def external(lab: Lab) -> IPv4Interface:
    """Our address on the link to the outside, with its prefix."""
    address = lab.env.network.external_address
    if address is None:
        raise LabError("environments/lab.toml gives no network.external_address")
    return IPv4Interface(f"{address}/24")


def visitor(lab: Lab) -> IPv4Address:
    """The address of `outside`: the one after ours."""
    return external(lab).ip + 1


def namespace(lab: Lab) -> str:
    """The name of the namespace that stands for the Internet."""
    if lab.env.vantage.namespace is None:
        raise LabError("environments/lab.toml gives no vantage.namespace")
    return lab.env.vantage.namespace


def rule(lab: Lab, forward: Forward) -> str:
    """The forward as iptables-save writes it."""
    address = lab.env.containers[forward.container].address
    return (
        f"-A PREROUTING -i {lab.env.network.external_interface} -p {forward.protocol} "
        f"-m {forward.protocol} --dport {forward.external} -m comment --comment {COMMENT} "
        f"-j DNAT --to-destination {address}:{forward.port}"
    )


def rules_text(lab: Lab) -> str:
    """What the rules file holds: every declared forward, in the format of iptables-save."""
    rules = "".join(f"{rule(lab, forward)}\n" for forward in lab.env.dnats)
    chains = "".join(f":{name} ACCEPT [0:0]\n" for name in ("PREROUTING", "INPUT", "OUTPUT", "POSTROUTING"))
    return f"*nat\n{chains}{rules}COMMIT\n"


def live_rules() -> list[str]:
    """Our rules in the kernel, as iptables-save writes them."""
    saved = run(["iptables-save", "-t", "nat"], subject="network").text.splitlines()
    return [line for line in saved if f"--comment {COMMENT} " in line]


def standing(lab: Lab) -> bool:
    """Whether the link, the namespace and every forward are there, in the kernel and in the rules file."""
    rules_file = Path(lab.env.network.rules_file)
    return (
        _link_stands(lab)
        and visitors.standing(lab, namespace(lab), visitor(lab))
        and settings.standing()
        and set(live_rules()) == {rule(lab, forward) for forward in lab.env.dnats}
        and rules_file.is_file()
        and rules_file.read_text() == rules_text(lab)
    )


def connect(lab: Lab) -> None:
    """Make what is missing of it. Raises `UserMistake` when a name is taken by something that is not ours."""
    if not _link_stands(lab):
        _make_link(lab)
    visitors.start(lab, namespace(lab), visitor(lab))
    settings.apply(lab.state)
    rules_file = Path(lab.env.network.rules_file)
    rules_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    rules_file.write_text(rules_text(lab))
    live, declared = live_rules(), [rule(lab, forward) for forward in lab.env.dnats]
    changes = [old.replace("-A ", "-D ", 1) for old in live if old not in declared]
    changes += [line for line in declared if line not in live]
    _apply(changes)


def disconnect(lab: Lab) -> None:
    """Remove all of it; what is not there is fine."""
    name, interface = namespace(lab), lab.env.network.external_interface
    if shutil.which("iptables-save"):
        _apply([line.replace("-A ", "-D ", 1) for line in live_rules()])
    visitors.stop(lab)
    if lab.state.read("host/network") is not None:
        run(["ip", "link", "delete", interface], check=False)
        _remove_namespace(name)
        shutil.rmtree(_RESOLVERS / name, ignore_errors=True)
        for folder in (_NAMESPACES, _RESOLVERS):
            if folder.is_dir() and not any(folder.iterdir()):
                run(["umount", str(folder)], check=False)
                folder.rmdir()
        lab.state.forget("host/network")
    Path(lab.env.network.rules_file).unlink(missing_ok=True)


def withdraw(lab: Lab) -> None:
    """Undo the network and the bridge, for the machine's own network's sake."""
    disconnect(lab)
    if not lab.incus.instances():
        lab.incus.delete_network()
    settings.restore(lab.state)


def _apply(changes: list[str]) -> None:
    if changes:
        text = "\n".join(["*nat", *changes, "COMMIT", ""])
        run(["iptables-restore", "--noflush"], input=text.encode(), subject="network")


def _link_stands(lab: Lab) -> bool:
    name, interface = namespace(lab), lab.env.network.external_interface
    ours = run(["ip", "-j", "-4", "address", "show", "dev", interface], check=False)
    theirs = run(["ip", "-n", name, "-j", "-4", "address", "show", "dev", PEER], check=False)
    return _has(ours.text, external(lab).ip) and _has(theirs.text, visitor(lab))


def _has(answer: str, address: IPv4Address) -> bool:
    found = json.loads(answer) if answer.strip() else []
    locals_ = {each["local"] for link in found for each in link.get("addr_info", []) if "UP" in link["flags"]}
    return str(address) in locals_


def _make_link(lab: Lab) -> None:
    name, interface = namespace(lab), lab.env.network.external_interface
    if lab.state.read("host/network") is None:
        for path, what in ((Path("/sys/class/net", interface), "interface"), (_NAMESPACES / name, "namespace")):
            if path.exists():
                raise UserMistake(f"this machine has its own {what} {path.name}, which the lab would need")
    lab.state.write("host/network", f"{interface} {name}")
    run(["ip", "link", "delete", interface], check=False)
    _remove_namespace(name)
    prefix = external(lab).network.prefixlen
    run(["ip", "netns", "add", name], subject="network")
    run(["ip", "link", "add", interface, "type", "veth", "peer", "name", PEER, "netns", name], subject="network")
    for command in (
        f"address add {external(lab)} dev {interface}",
        f"link set {interface} up",
        f"-n {name} address add {visitor(lab)}/{prefix} dev {PEER}",
        f"-n {name} link set lo up",
        f"-n {name} link set {PEER} up",
    ):
        run(["ip", *command.split()], subject="network")
    resolver = _RESOLVERS / name / "resolv.conf"
    resolver.parent.mkdir(parents=True, exist_ok=True)
    resolver.write_text(f"nameserver {external(lab).ip}\noptions timeout:2 attempts:2\n")


def _remove_namespace(name: str) -> None:
    path = _NAMESPACES / name
    if path.exists():
        run(["ip", "netns", "delete", name], check=False)
        path.unlink(missing_ok=True)
