from __future__ import annotations

from fixtures.expectations.dns import NameServerPort
from fixtures.facts.dns import DnsFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "dns.server.answers",
    each=lambda env: env.dns.ports,
    severity="critical",
    smoke=True,
    needs=(needs.name_server_port,),
)
def test_server(expected: NameServerPort, dns: DnsFacts) -> None:
    """The name server answers for every zone it is declared to have.

    Why: without an authoritative SOA the whole zone is gone for the world as soon as caches expire.
    Fix: look for "Parsing zone" in CoreDNS' log; restart the unit.
    Source: guide, DNS management "Verify"; container architecture; ground truth 1.
    """
    found = {zone: dns.answer(expected.server, zone, "SOA", expected.protocol) for zone in expected.server.zones}
    wrong = [f"{zone}: {answer.said}" for zone, answer in found.items() if not answer.owned]
    says = f"{expected.id}: expected an authoritative SOA, found {'; '.join(wrong)}"
    declared, owned = dict.fromkeys(found, True), {zone: answer.owned for zone, answer in found.items()}
    assert_matches(expected, declared, owned, says=says)
