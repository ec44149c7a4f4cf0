"""The lab's zone: its text, and the question for its serial."""

from __future__ import annotations

import datetime as dt

from lab.errors import LabError
from lab.site import Lab

SERIAL = "dns/serial"

ZONE = """\
$ORIGIN {zone}.
$TTL 300
@       IN SOA  ns1.{zone}. hostmaster.{zone}. (
                {serial} ; serial, YYYYMMDDNN
                60         ; refresh
                10         ; retry
                604800     ; expire
                60 )       ; negative answers
@       IN NS   ns1
@       IN NS   ns2
@       IN A    {outside}
@       IN MX   10 mail
@       IN TXT  "v=spf1 mx -all"
ns1     IN A    {primary}
ns2     IN A    {secondary}
mail    IN A    {outside}
"""


def text(lab: Lab) -> str:
    """The zone file: name servers, mail, and every declared record."""
    zone = lab.env.domains.base
    serial = lab.kept(SERIAL)
    if serial is None:
        serial = f"{dt.datetime.now(dt.UTC):%Y%m%d}01"
        lab.keep(SERIAL, serial)
    outside = lab.env.network.external_address
    if outside is None:
        raise LabError("environments/lab.toml: [network] external_address is missing, the zone needs it")
    primary, secondary = lab.node("dns").address, lab.node("dns2").address
    lines = [ZONE.format(zone=zone, serial=serial, outside=outside, primary=outside, secondary=secondary)]
    lines[0] += f"; the servers inside: {primary}, {secondary}\n"
    for record in lab.env.dns.records.values():
        label = record.name.removesuffix(f".{zone}")
        if label == record.name:
            raise LabError(f"environments/lab.toml: the record {record.id} lies outside the zone {zone}")
        lines += [f"{label:<7} IN {record.type:<4} {value}\n" for value in record.values]
    return "".join(lines)


def served(address: str, port: int, zone: str) -> int:
    """The serial that a server gives with authority. Raises OSError, also without authority."""
    import dns.exception
    import dns.flags
    import dns.message
    import dns.query
    import dns.rcode
    import dns.rdatatype

    try:
        answer = dns.query.udp(dns.message.make_query(zone, "SOA"), address, timeout=0.5, port=port)
    except dns.exception.DNSException as error:
        raise OSError(f"{address}: {error}") from error
    soa = answer.get_rrset(answer.answer, dns.name.from_text(zone), answer.question[0].rdclass, dns.rdatatype.SOA)
    if soa is None or not answer.flags & dns.flags.AA:
        raise OSError(f"{address} has no authority for {zone}: {dns.rcode.to_text(answer.rcode())}")
    return int(soa[0].serial)
