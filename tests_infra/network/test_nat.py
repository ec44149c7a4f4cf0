"""Published ports on the host: rules in the kernel and in the file, and devices of Incus."""

from __future__ import annotations

from fixtures.expectations import External, Forward, Identity
from fixtures.facts.network import NetworkFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "network.external.present",
    each=lambda env: env.network.externals,
    severity="critical",
    smoke=True,
)
def test_present(expected: External, network: NetworkFacts) -> None:
    """The declared external interface exists on the host.

    Why: rules are bound to it; where its name is wrong, every published port is called wrong as well.
    Fix: `ip -br address` lists them; declare the one that packets from outside come in by.
    Source: guide, NAT port forwarding "use external interface (-i iface)".
    """
    there = network.interfaces()
    says = f"the host has no interface {expected.interface}; it has {', '.join(there)}"
    assert_matches(expected, {"exists": True}, {"exists": expected.interface in there}, says=says)


@check(
    "network.nat.live",
    each=lambda env: env.dnats,
    severity="critical",
    smoke=True,
    needs=(needs.outside,),
)
def test_live(expected: Forward, network: NetworkFacts) -> None:
    """The kernel sends the published port to its container, bound to the external interface or its address.

    Why: without the rule nobody outside gets in; unbound it also takes what containers send to the Internet.
    Fix: add the missing rule (`iptables -t nat -A`, never a restore), after a human has confirmed.
    Source: guide, NAT port forwarding, its "DNAT"; iptables' two sets of tables and nft's own rules are read.
    Instead: NAT port forwarding "/etc/iptables.rules": Debian loads that file at no start; what the kernel has is
    asked.
    """
    found = network.live(expected)
    declared = {"interface": "external", "target": expected.target, "conditions": (), "exceptions": ()}
    assert_matches(expected, declared, found, f"rule: {found.rule}")


@check(
    "network.rules.loadable",
    each=lambda env: (env.identity,) if env.dnats else (),
    severity="high",
)
def test_loadable(expected: Identity, network: NetworkFacts) -> None:
    """The rules file is one that `iptables-restore` loads.

    Why: it takes a table as a whole or not at all: one line that it refuses, and after the next start of the host
    nothing is published, though every rule stands in the file.
    Fix: correct the line that is named; `iptables-restore --test` of the file proves it and changes nothing.
    Source: guide, NAT port forwarding "/etc/iptables.rules"; iptables-restore(8).
    """
    says = f"{network.env.network.rules_file} is not loaded"
    assert_matches(expected, {"refused": ()}, {"refused": network.refused()}, says=says)


@check(
    "network.nat.saved",
    each=lambda env: env.dnats,
    severity="high",
    needs=(needs.outside, needs.loadable),
)
def test_saved(expected: Forward, network: NetworkFacts) -> None:
    """The rules file sends the published port to its container, bound to the external interface or its address.

    Why: after the next start of the host the kernel has what the file says, not what it has today.
    Fix: correct the file; `iptables-save -t nat` shows what the kernel has. A human confirms first.
    Source: guide, NAT port forwarding "/etc/iptables.rules".
    """
    found = network.saved(expected)
    declared = {"interface": "external", "target": expected.target, "conditions": (), "exceptions": ()}
    remark = f"rule: {found.rule}" if found else ""
    assert_matches(expected, declared, found, remark, says="" if found else "there is no rules file")


@check("network.device.present", each=lambda env: env.devices, severity="critical", smoke=True, needs=(needs.instance,))
def test_device(expected: Forward, network: NetworkFacts) -> None:
    """A proxy device of the container publishes the port.

    Why: without it nobody outside gets in.
    Fix: `incus config device add NAME DEVICE proxy listen=PROTOCOL:0.0.0.0:EXTERNAL
        connect=PROTOCOL:127.0.0.1:INTERNAL`.
    Source: Incus documentation, devices of type proxy.
    """
    found = network.device(expected)
    none = f"no proxy device of {expected.container} publishes {expected.external}/{expected.protocol}"
    remark = f"device {found.device}" if found else ""
    declared = {"address": "external", "target": expected.target}
    assert_matches(expected, declared, found, remark, says="" if found else none)


@check(
    "network.nat.undeclared",
    each=lambda env: env.network.externals,
    severity="high",
    needs=(needs.on("network.external.present"),),
)
def test_undeclared(expected: External, network: NetworkFacts) -> None:
    """No rule of the host leads a port from outside somewhere that nobody declared.

    Why: what was opened for a test stays open: databases and Vault to the whole world, and nobody looks at them.
    Fix: declare it below [network.forwards], or delete the rule, after a human has confirmed.
    Source: guide, NAT port forwarding "DNAT", "external interface"; critical safety rules "NEVER modify iptables".
    """
    assert_matches(expected, {"undeclared": ()}, {"undeclared": network.undeclared(expected)}, "rules in the kernel")
