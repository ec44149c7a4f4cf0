from __future__ import annotations

from fixtures.expectations.model import Subject
from fixtures.expectations.tls import TlsEndpoint
from fixtures.facts.tls import TlsFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import Such


def _smoke(expected: Subject) -> bool:
    return isinstance(expected, TlsEndpoint) and expected.smoke


@check(
    "tls.certificate.valid",
    each=lambda env: env.tls.endpoints.values(),
    severity="critical",
    smoke=_smoke,
    needs=(
        needs.port,
        needs.offered,
        needs.authority,
    ),
)
def test_certificate(expected: TlsEndpoint, tls: TlsFacts) -> None:
    """The certificate chains to the declared trust, covers the name, and no certificate of its chain is out of date.

    Why: every client refuses it otherwise, and says no more than "cert verify failed".
    Fix: expired behind the proxy: let Caddy renew; of another authority: issue it anew from the vault container's;
    by one in between that is not shown ("unable to get local issuer certificate"): show the whole chain, leaf first; no
    TLS at all: switch it on (PostgreSQL: `ssl = on`, and reload).
    Source: guide, common errors "cert verify failed"; adding an HTTPS subdomain "Caddy auto-obtains".
    Instead: Vault operations "Health check": `-k` takes an expired certificate and a foreign one.
    """
    found = tls.certificate(expected)
    none = f"{expected.id}: expected a certificate for {expected.server_name}, found {found.said}"
    declared = {"shown": True, "trusted": True, "covers_name": True, "out_of_date": ()}
    asked = "" if found.covers_name else f"; asked for {expected.server_name}"
    assert_matches(expected, declared, found, found.summary + asked, says="" if found.shown else none)


@check(
    "tls.certificate.lifetime",
    each=lambda env: env.tls.endpoints.values(),
    severity="medium",
    needs=(needs.on("tls.certificate.valid"),),
)
def test_lifetime(expected: TlsEndpoint, tls: TlsFacts) -> None:
    """The certificate is not near its end, nor an authority above it, measured by its own lifetime.

    Why: Caddy renews with a third of the lifetime left; less means that renewing fails, long before users see it.
    Fix: read the proxy's log for the renewal's error; then let it renew.
    Source: guide, adding an HTTPS subdomain "Caddy auto-obtains"; ground truth 7.
    """
    found = tls.certificate(expected)
    left, floor = found.share_left, tls.env.tls.floor_share
    says = f"{expected.id}: {found.nearest_end}, {floor:.0%} declared ({found.summary})"
    assert_matches(expected, {"left": Such(f"over {floor:.0%}", lambda left: left > floor)}, {"left": left}, says=says)
