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
    Source: guide, DNS management "Workflow".
    """
    values = tuple(sorted(declared(expected.type, value).text for value in expected.values))
    found = dns.record(expected)
    assert_matches(expected, {"rcode": "NOERROR", "values": values}, found, found.said)
