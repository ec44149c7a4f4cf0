from __future__ import annotations

from fixtures.expectations.tls import TlsEndpoint
from fixtures.facts.tls import TlsFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "tls.protocol.modern",
    each=lambda env: env.tls.endpoints.values(),
    severity="medium",
    needs=(needs.on("tls.certificate.valid"),),
)
def test_protocol(expected: TlsEndpoint, tls: TlsFacts) -> None:
    """The endpoint takes no version of TLS that is older than 1.2.

    Why: what is encrypted with 1.0 and 1.1 can be weakened on the way, and audits refuse it.
    Fix: Postfix `smtpd_tls_protocols = >=TLSv1.2`, Dovecot `ssl_min_protocol = TLSv1.2`; Caddy's default is right.
    Source: guide, port map; RFC 8996.
    """
    found = tls.oldest(expected)
    assert_matches(expected, {"older than 1.2": None}, {"older than 1.2": found.version}, found.said)
