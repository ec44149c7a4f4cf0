"""What published ports give away."""

from __future__ import annotations

from fixtures.clients.stranger import SHUT
from fixtures.expectations import Forward
from fixtures.expectations.relations import credential_forwards
from fixtures.facts.network import NetworkFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.vantage import no_vantage


@check(
    "network.exposure.encrypted",
    each=credential_forwards,
    severity="high",
    needs=(needs.published, needs.submitted),
    applies=no_vantage,
)
def test_encrypted(expected: Forward, network: NetworkFacts) -> None:
    """The published port takes no login without TLS.

    Why: a server that only offers TLS is asked without it by every client that falls back, and everybody reads along.
    Fix: `hostssl` alone for the world in pg_hba.conf, AUTH after STARTTLS; publish plain HTTP through the proxy only.
    Source: guide, NAT port forwarding (port map); ground truth 11 (exposure).
    """
    found = network.without_tls(expected)
    assert_matches(expected, {"without TLS": SHUT}, {"without TLS": found.speaks}, found.said)
