from __future__ import annotations

from fixtures.expectations.tls import Authority
from fixtures.facts.tls import TlsFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tls.authority.valid",
    each=lambda env: env.tls.authorities.values(),
    severity="critical",
    smoke=True,
    needs=(needs.instance,),
)
def test_authority(expected: Authority, tls: TlsFacts) -> None:
    """The authority's file holds a certificate that is valid today.

    Why: whoever is handed the file as its trust refuses every server of the authority otherwise, whatever they show.
    Fix: restore the file from a backup or another container's copy; expired, make a new authority and issue anew.
    Source: guide, Vault troubleshooting "TLS errors"; common errors "cert verify failed".
    """
    found = tls.authority(expected)
    assert_matches(expected, {"readable": True, "usable": True}, found, found.said)
