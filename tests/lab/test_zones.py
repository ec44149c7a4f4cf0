"""Our reading of a zone file against that of the real CoreDNS: the same records, and the same files refused."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from fixtures.parsers.zone import parse
from tests.lab.coredns import Sets, served, serving

EXAMPLES = 400
ORIGIN = "made.test"

LABEL = st.one_of(
    st.text("abcXYZ019-_", min_size=1, max_size=8),
    st.sampled_from(["chat", "*", "_dmarc", "a\\.b", "\\065bc", "mail._domainkey", "x\\ y", "a\\(b\\)", "caf\u00e9"]),
)
NAME = st.one_of(
    LABEL,
    st.just("@"),
    LABEL.map(lambda label: f"{label}.{ORIGIN}."),
    st.tuples(LABEL, LABEL).map(".".join),
)
HOST = st.one_of(NAME, st.sampled_from(["other.example.", "Mail.Other.Example.", "."]))
NUMBER = st.integers(0, 65535).map(str)
STRING = st.one_of(
    st.text("abc =;:()v1", max_size=20).map(lambda text: f'"{text}"'),
    st.text("abc=:-", min_size=1, max_size=10),
    st.sampled_from(['""', '"say \\"x\\""', '"v=DKIM1\\; k=rsa"', "a\\;b", '"\\065\\200"', '"über"', '"a""b"']),
    st.sampled_from(["p" * 255, "q" * 256, "r" * 700]).map(lambda text: f'"{text}"'),
)
RDATA: dict[str, st.SearchStrategy[list[str]]] = {
    "A": st.ip_addresses(v=4).map(lambda address: [str(address)]),
    "AAAA": st.ip_addresses(v=6).flatmap(
        lambda address: st.sampled_from([[str(address)], [address.exploded.upper()], [str(address).upper()]])
    ),
    "CNAME": HOST.map(lambda host: [host]),
    "PTR": HOST.map(lambda host: [host]),
    "NS": HOST.map(lambda host: [host]),
    "MX": st.tuples(NUMBER, HOST).map(list),
    "SRV": st.tuples(NUMBER, NUMBER, NUMBER, HOST).map(list),
    "TXT": st.lists(STRING, min_size=1, max_size=3),
    "CAA": st.sampled_from(
        [["0", "issue", '"letsencrypt.org"'], ["128", "iodef", '"mailto:x@y.z"'], ["0", "issue", "ca.test"]]
    ),
    "SSHFP": st.just(["4", "2", "ab" * 32]),
    "TLSA": st.just(["3", "1", "1", "cd" * 32]),
    "TYPE65280": st.just(["\\#", "2", "abcd"]),
}
TTL = st.sampled_from(["60", "1h", "1H30m", "2w", "0"])
BLANK = st.sampled_from([" ", "\t", "   "])
COMMENT = st.sampled_from(["", "", " ; a comment", ';"odd ( comment', "\t; ümlaut"])
BROKEN = [
    "chat IN A 10.0.9.999",
    "chat IN A 010.0.9.1",
    "chat IN A 10.0.9.1 10.0.9.2",
    "chat IN AAAA 10.0.9.1",
    'chat IN TXT "without an end',
    "chat IN MX mail",
    "chat IN MX 70000 mail",
    "chat IN WHAT 1",
    "chat IN",
    "chat",
    "chat ( IN A 10.0.9.1",
    "chat ) IN A 10.0.9.1",
    "this is no zone",
    "$TTL",
    "$TTL never",
    "$ORIGIN",
    "$INCLUDE",
    "$INCLUDE nowhere.inc",
    "a..b IN A 10.0.9.1",
    "x" * 64 + " IN A 10.0.9.1",
    "chat IN CNAME a..b",
    "other.example. IN SOA ns host 1 1 1 1 1",
    "@ IN SOA ns host 202611241230 1 1 1 1",
    "@ IN SOA ns host 1h 1 1 1 1",
    'chat IN CAA 0 issue "a" "b"',
    "chat IN TYPE1 \\# 3 0a0009",
]
FINE = [
    "$INCLUDE more.inc",
    "$INCLUDE more.inc below",
    "$INCLUDE more.inc ; why",
    "$GENERATE 1-3 host-$ A 10.0.9.$",
    "$GENERATE 1-5/2 g$ 60 IN CNAME host-$",
    "@ IN CNAME other.example.",
    "chat IN TYPE1 \\# 4 0a000901",
    "chat CLASS1 A 10.0.9.1",
    "$ttl 5m",
    "$origin below",
    "$ORIGIN made.test.",
    "\\$dollar IN A 10.0.9.1",
    "",
    "   ",
    "  ; nothing",
]


@st.composite
def records(draw: Any) -> str:
    type = draw(st.sampled_from(sorted(RDATA)))
    owner = draw(st.one_of(NAME, st.just("")))
    middle = draw(
        st.one_of(
            st.just([]), st.just(["IN"]), TTL.map(lambda ttl: [ttl]), st.tuples(TTL, st.just("in")).map(list),
            st.tuples(st.just("IN"), TTL).map(list),
        )
    )  # fmt: skip
    written = draw(st.sampled_from([type, type.lower()])) if not type.startswith("TYPE") else type
    values = draw(RDATA[type])
    blank, comment = draw(BLANK), draw(COMMENT)
    if draw(st.integers(0, 4)) == 0:
        gap = f"{comment}\n   "
        rest = f"({gap}" + gap.join(values) + f"{gap})"
    else:
        rest = blank.join(values)
    line: str = blank.join([owner, *middle, written, rest]) + draw(COMMENT)
    return line


@st.composite
def zones(draw: Any) -> bytes:
    serial = draw(st.integers(1, 2**32 - 1))
    soa = draw(
        st.sampled_from(
            [
                f"@ IN SOA ns1 hostmaster {serial} 7200 3600 1209600 3600",
                f"@ 1h IN SOA ns1.made.test. host.made.test. ( {serial} ; serial\n 2h 1h 2w 1h )",
                f"made.test. SOA ns1 host ({serial} \n7200\t\n3600;retry\n 1209600 ; expire\n3600)",
                f"@ IN SOA ns1 Host\\.Master {serial} 1 1 1 1",
            ]
        )
    )
    head = draw(st.sampled_from([["$TTL 300"], ["$TTL 1h ; all"], ["$ORIGIN MADE.test.", "$TTL 60"], []]))
    lines = [
        draw(st.one_of(records(), records(), records(), st.sampled_from(FINE))) for _ in range(draw(st.integers(0, 8)))
    ]
    if draw(st.integers(0, 3)) == 0:
        lines.insert(draw(st.integers(0, len(lines))), draw(st.sampled_from(BROKEN)))
    text = "\n".join([*head, soa, *lines, ""])
    if draw(st.integers(0, 9)) == 0:
        text = text.replace("\n", "\r\n")
    if draw(st.booleans()):
        text = text.replace("café", "cafe")  # in a name, Go replaces what is not UTF-8
    encoded = text.encode("utf-8" if "café" in text else "latin-1")
    return (b"\xef\xbb\xbf" if draw(st.integers(0, 30)) == 0 else b"") + encoded


def test_a_zone_means_what_it_means_to_coredns(tmp_path: Path) -> None:
    named = {f"z{number}": zone for number, zone in enumerate(_made())}
    named = {name: _renamed(zone, name.encode()) for name, zone in named.items()}
    (tmp_path / "more.inc").write_text("more IN A 10.0.9.7\n     IN TXT here\n$ORIGIN deep\n@ 5 A 10.0.9.8\n")
    wrong, taken = [], 0
    with serving(tmp_path, named) as port:
        for name, content in named.items():
            ours, theirs = _ours(tmp_path, name, content), served(port, name)
            taken += theirs is not None
            if ours != theirs:
                wrong.append(f"{content.decode('latin-1')}\nours   {ours}\ntheirs {theirs}")
    shortest = "\n----\n".join(sorted(wrong, key=len)[:6])
    assert not wrong, f"{len(wrong)} of {len(named)}; the log is {tmp_path / 'log'}\n{shortest}"
    assert len(named) >= 200
    assert len(named) / 3 < taken < len(named), "both kinds were there"


def _made() -> list[bytes]:
    """The examples, to be served all at once."""
    made: list[bytes] = []

    @settings(
        max_examples=EXAMPLES, phases=[Phase.generate], database=None, deadline=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(zones())
    def collect(zone: bytes) -> None:
        made.append(zone)

    collect()
    return made


def _renamed(zone: bytes, name: bytes) -> bytes:
    """The same zone under another name: CoreDNS serves one file a name."""
    return zone.replace(b"made.test", name).replace(b"MADE.test", name.upper())


def _ours(folder: Path, name: str, content: bytes) -> Sets | None:
    """What we read; None where CoreDNS is to refuse the file."""
    zone = parse(content, name, str(folder / f"{name}.zone"), _included)
    if zone.unread or zone.serial is None:
        return None
    return {key: {each.text for each in found} for key, found in zone.sets.items()}


def _included(path: str) -> bytes | None:
    return Path(path).read_bytes() if Path(path).exists() else None
