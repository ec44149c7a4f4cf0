"""What a zone's records lead to, where that lies in the zone itself."""

from __future__ import annotations

import pytest

from fixtures.facts.zones import zone_file

ZONE = """$ORIGIN lab.test.
$TTL 300
@ IN SOA ns1 host 1 60 60 60 60
@ IN NS ns1
ns1 IN A 192.0.2.53
mail IN A 192.0.2.25
*.apps IN A 192.0.2.80
sub IN NS ns.other.example.
"""


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("@ IN MX 10 mail", ()),
        ("@ IN MX 0 .", ()),
        ("@ IN MX 10 mail.lab.test", ("lab.test/MX leads to mail.lab.test.lab.test, which has no record",)),
        ("www IN CNAME chat", ("www.lab.test/CNAME leads to chat.lab.test, which has no record",)),
        ("www IN CNAME any.apps", ()),
        ("www IN CNAME host.other.example.", ()),
        ("www IN CNAME host.sub", ()),
        ("_acme-challenge IN CNAME _acme.auth", ()),
        ("_sip._tcp IN SRV 0 5 5061 sip", ("_sip._tcp.lab.test/SRV leads to sip.lab.test, which has no record",)),
        ("a IN CNAME a", ("a.lab.test/CNAME leads to a.lab.test, in a circle",)),
        (
            "a IN CNAME b\nb IN CNAME a",
            (
                "a.lab.test/CNAME leads to b.lab.test, in a circle",
                "b.lab.test/CNAME leads to a.lab.test, in a circle",
            ),
        ),
        ("a IN CNAME b\nb IN CNAME mail", ()),
    ],
)
def test_what_leads_nowhere(line: str, found: tuple[str, ...]) -> None:
    zone = zone_file(f"{ZONE}{line}\n".encode(), "lab.test", "zone", lambda _path: None)
    assert (zone.unread, zone.dangling) == ((), found)
