from __future__ import annotations

from fixtures.expectations.dns import Record
from fixtures.facts.dns import DnsFacts
from fixtures.parsers.rdata import declared
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "dns.record.matches",
    each=lambda env: env.dns.records.values(),
    severity="high",
    smoke=True,
    needs=(needs.name_server,),
)
def test_record(expected: Record, dns: DnsFacts) -> None:
    """The declared name has the declared values.

    Why: users reach the platform by these names only.
    Fix: edit the zone file, raise its serial, sync the secondaries.
    Source: guide, adding an HTTPS subdomain "DNS record"; environment context "PROD", "STAGE" (names).
    """
    values = tuple(sorted(declared(expected.type, value).text for value in expected.values))
    found = dns.record(expected)
    assert_matches(expected, {"rcode": "NOERROR", "values": values}, found, found.said)


@check(
    "dns.record.public",
    each=lambda env: env.dns.records.values(),
    severity="medium",
    needs=(
        needs.on("dns.record.matches"),
        needs.every_name_server,
    ),
    applies=lambda env: None if env.dns.public_resolver else "no public resolver is declared ([dns] public_resolver)",
)
def test_public(expected: Record, dns: DnsFacts) -> None:
    """A public resolver says the same of the name as our own servers do.

    Why: the world asks by it; a delegation that leads elsewhere, or an old answer, is not seen by asking ourselves.
    Fix: the name servers at the registrar are ours and no others; else wait until what it has cached has ended.
    Source: guide, DNS management "Verify"; RFC 2308. It is asked only when all our servers answer: asking before
    plants the "no" in its cache.
    """
    values = tuple(sorted(declared(expected.type, value).text for value in expected.values))
    found = dns.public(expected)
    says = f"{dns.env.dns.public_resolver} does not say of {expected.id} what our own servers say"
    assert_matches(expected, {"rcode": "NOERROR", "values": values}, found, found.said, says=says)
