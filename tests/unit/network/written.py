"""Rules as hypothesis makes them, written for iptables in one of its spellings, or for nft."""

from __future__ import annotations

from dataclasses import dataclass, replace

from hypothesis import strategies as st

from tests.unit.network.kernel import OTHER, OWN

STRANGERS = ("203.0.113.9", "192.0.2.9")
CHAINS = ("PREROUTING", "A", "B")
_BELOW = {"PREROUTING": ("A", "B"), "A": ("B",), "B": ()}


@dataclass(frozen=True)
class Written:
    """One rule; each field as an option with its value, `!` in front where it is negated."""

    interface: str
    protocol: str
    ports: str
    destination: str
    source: str
    more: str
    target: str
    spelling: int

    def iptables(self, chain: str) -> str:
        """As a line for iptables-restore."""
        words = [f"{('-A', '--append')[self.spelling % 2]} {chain}"]
        words += [_option(("-i", "--in-interface"), self.interface, self.spelling)]
        words += [_option(("-p", "--protocol", "--proto"), self.protocol, self.spelling)]
        words += [_option(("-d", "--destination", "--dst"), self.destination, self.spelling)]
        words += [_option(("-s", "--source", "--src"), self.source, self.spelling)]
        words += [_ports(self.ports, self.spelling), {"new": "-m conntrack --ctstate NEW,RELATED"}.get(self.more, "")]
        words += [
            {"established": "-m state --state ESTABLISHED", "local": "-m addrtype --dst-type LOCAL"}.get(self.more, "")
        ]
        kind, _, to = self.target.partition(" ")
        if kind == "DNAT":
            words.append(f"-j DNAT {('--to-destination', '--to', '--to-dest')[self.spelling % 3]} {to}")
        elif kind:
            words.append(f"{'-g' if kind == 'goto' else '-j'} {to or kind}")
        return " ".join(filter(None, words))

    def nft(self) -> str:
        """As a statement of nft."""
        words = []
        if self.interface:
            words.append(_match("iifname", self.interface.replace("+", "*")))
        if self.protocol and not self.ports:
            words.append(_match("meta l4proto", self.protocol))
        if self.ports:
            listed = self.ports.removeprefix("!").replace(":", "-")
            ports = f"{{ {listed.replace(',', ', ')} }}" if "," in listed else listed
            words.append(f"{self.protocol} dport {'!= ' if self.ports.startswith('!') else ''}{ports}")
        words += [_match("ip daddr", self.destination)] if self.destination else []
        words += [_match("ip saddr", self.source)] if self.source else []
        words += [{"new": "ct state { new, related }", "established": "ct state established"}.get(self.more, "")]
        words += ["fib daddr type local"] if self.more == "local" else []
        kind, _, to = self.target.partition(" ")
        verdicts = {"": "counter", "LOG": "log", "ACCEPT": "accept", "RETURN": "return", "REDIRECT": "redirect"}
        verdicts |= {"DROP": "drop", "REJECT": "reject"}
        words.append(f"dnat to {to}" if kind == "DNAT" else f"{kind} {to}" if to else verdicts[kind])
        return " ".join(filter(None, words))


def _option(spellings: tuple[str, ...], value: str, spelling: int) -> str:
    written = spellings[spelling % len(spellings)]
    return f"{'! ' if value.startswith('!') else ''}{written} {value.removeprefix('!')}" if value else ""


def _ports(value: str, spelling: int) -> str:
    bare = value.removeprefix("!")
    several = "," in bare
    written = ("--dports", "--destination-ports") if several else ("--dport", "--destination-port")
    named = bare.replace("7", "echo") if not several and bare == "7" and spelling % 2 else bare
    option = _option(written, f"{'!' if value.startswith('!') else ''}{named}", spelling)
    return f"-m multiport {option}" if several else option


def _match(field: str, value: str) -> str:
    return f"{field} {'!= ' if value.startswith('!') else ''}{value.removeprefix('!')}"


@st.composite
def rules(draw: st.DrawFn, chain: str, *, moved: bool = True) -> Written:
    """A rule of that chain; `moved`: DNAT may move a whole range of ports, which nft cannot write."""
    protocol = draw(st.sampled_from(("", "tcp", "tcp", "udp")))
    address = f"10.0.2.{draw(st.integers(2, 200))}"
    spreads = (":90", ":3-5", "") + ((":10-20/1",) if moved else ())
    to = address + (draw(st.sampled_from(spreads)) if protocol else "")
    calls = [f"{verb} {each}" for each in _BELOW[chain] for verb in ("jump", "goto")]
    return Written(
        interface=draw(st.sampled_from(("", "", "ext0", "ext1", "!ext0", "ext+"))),
        protocol=protocol,
        ports=draw(st.sampled_from(("", "3", "7", "!3", "2:5", "1,4,7", "!2,3", "0:6"))) if protocol else "",
        destination=draw(st.sampled_from(("", "", "", OWN, f"!{OWN}", OTHER, "198.51.100.0/26", "192.0.2.7"))),
        source=draw(st.sampled_from(("", "", "", "203.0.113.0/24", "!203.0.113.0/24", "192.0.2.9", "10.0.0.0/8"))),
        more=draw(st.sampled_from(("", "", "", "new", "established", "local"))),
        target=draw(
            st.sampled_from((f"DNAT {to}", f"DNAT {to}", "ACCEPT", "RETURN", "LOG", "", "REDIRECT", *calls, *calls))
        ),
        spelling=draw(st.integers(0, 5)),
    )


@st.composite
def tables(draw: st.DrawFn, *, moved: bool = True) -> dict[str, list[Written]]:
    """Rules for each chain."""
    return {
        chain: draw(st.lists(rules(chain, moved=moved), max_size=6 if chain == "PREROUTING" else 3)) for chain in CHAINS
    }


def for_iptables(table: dict[str, list[Written]]) -> str:
    """The table as a file for iptables-restore."""
    lines = [":PREROUTING ACCEPT [0:0]", ":A - [0:0]", ":B - [0:0]"]
    lines += [each.iptables(chain) for chain, written in table.items() for each in written]
    return "\n".join(["*nat", *lines, "COMMIT", ""])


def for_nft(table: dict[str, list[Written]], name: str = "own", family: str = "ip", priority: int = -100) -> str:
    """The table as a file for nft; called chains come first."""
    head = f"type nat hook prerouting priority {priority}\n"
    chains = []
    for chain in reversed(CHAINS):
        body = "\n".join(each.nft() for each in table[chain])
        if family == "inet":
            body = body.replace("dnat to", "dnat ip to")
        chains.append(f"chain {chain} {{\n{head if chain == 'PREROUTING' else ''}{body}\n}}\n")
    return f"table {family} {name} {{\n{''.join(chains)}}}\n"


PASSED_ON = ("FORWARD", "A", "B")
BEHIND = "10.0.2.2"
"""Where everything is translated to, before the rules of these chains are asked."""
LAST = "-d 10.0.2.250 -j ACCEPT"
"""By which the kernel's answer comes back; before all other rules."""


@st.composite
def filters(draw: st.DrawFn) -> dict[str, list[Written]]:
    """Rules that let packets on or end them, for each chain."""
    table = {}
    for chain in PASSED_ON:
        like = {"FORWARD": "PREROUTING"}.get(chain, chain)
        made = draw(st.lists(rules(like, moved=False), max_size=5 if chain == "FORWARD" else 3))
        table[chain] = [draw(_passing(each)) for each in made]
    return table


@st.composite
def _passing(draw: st.DrawFn, rule: Written) -> Written:
    kind = rule.target.partition(" ")[0]
    ends = st.sampled_from(("DROP", "DROP", "REJECT", "ACCEPT"))
    return replace(
        rule,
        destination=draw(st.sampled_from(("", "", "", BEHIND, f"!{BEHIND}", "10.0.2.0/24", OWN))),
        more="" if rule.more == "local" else rule.more,  # of what is translated it is not known
        target=draw(ends) if kind in ("DNAT", "REDIRECT") else rule.target,
    )


def translated_for_iptables(table: dict[str, list[Written]], policy: str) -> str:
    """A file for iptables-restore that leads all to one place, and then has the rules."""
    to = [f"-A PREROUTING -p {protocol} --dport 1:8 -j DNAT --to-destination {BEHIND}" for protocol in ("tcp", "udp")]
    lines = [f":FORWARD {policy} [0:0]", ":A - [0:0]", ":B - [0:0]", f"-A FORWARD {LAST}"]
    lines += [each.iptables(chain) for chain, written in table.items() for each in written]
    return "\n".join(["*nat", ":PREROUTING ACCEPT [0:0]", *to, "COMMIT", "*filter", *lines, "COMMIT", ""])


def filters_for_nft(table: dict[str, list[Written]], policy: str) -> str:
    """The same rules as a table of nft's own."""
    head = f"type filter hook forward priority 10; policy {policy.lower()};\nip daddr 10.0.2.250 accept\n"
    chains = []
    for chain in reversed(PASSED_ON):
        body = "\n".join(each.nft() for each in table[chain])
        chains.append(f"chain {chain} {{\n{head if chain == 'FORWARD' else ''}{body}\n}}\n")
    return f"table inet own {{\n{''.join(chains)}}}\n"
