"""Have Caddy look after its certificates."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.proxy.reload import unit_of
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixtures.expectations.relations import proxies
from fixtures.expectations.tls import TlsEndpoint
from fixtures.parsers.certificate import EARLY, TRUSTED

HEALS = ("tls.certificate.valid", "tls.certificate.lifetime")


def cause(finding: Finding) -> str:
    """Why Caddy would not renew it; empty where it would.

    Raises:
        Unanswered: what is shown could not be asked.
    """
    endpoint: TlsEndpoint = finding.expected
    found = finding.facts.tls.certificate(endpoint)
    if not found.shown:
        return f"no certificate is shown ({found.said}): behind a proxy, no site of that name is configured"
    if not found.trusted:
        return f"it is of another authority than the declared one ({endpoint.trust}): {found.said}"
    if not found.covers_name:
        return f"it is for {', '.join(found.names)}, not for {endpoint.server_name}"
    if any(each.startswith(TRUSTED) for each in (*found.out_of_date, found.ends_first)):
        return f"{found.ends_first} ends, and with it all that it signed: a new authority has to be given out"
    if early := [each for each in found.out_of_date if EARLY in each]:
        return f"{early[0]}: it was made ahead, or a clock is wrong"
    container = finding.env.containers[endpoint.container]
    if container not in proxies(finding.env):
        return f"nothing that is declared renews what {endpoint.container} shows"
    handed = finding.facts.proxy.handed(container, endpoint.server_name)
    return f"Caddy was handed it in {handed}, and renews no such one" if handed else ""


@remedy(
    "proxy.renew",
    heals=HEALS,
    row="adding an HTTPS subdomain: Caddy auto-obtains Let's Encrypt cert, restart proxy",
    symptom="a certificate that Caddy itself obtained has expired, or is near its end",
    risk="restart",
    right="systemctl in the container",
    settle=90.0,
    when=lambda finding: not cause(finding),
)
def plan(finding: Finding) -> Iterator[Step]:
    """Caddy looks at its certificates when it starts, and then every ten minutes; a reload, forced or not, does not.

    A restart takes what lies on disk: where that is broken, or is not what runs, it would be an outage or a change.
    """
    container = finding.env.containers[finding.expected.container]
    proxy, file = finding.facts.proxy, finding.env.proxy.config_file
    if not proxy.on_disk(container).accepted or proxy.unset(container) or proxy.unusable(container):
        raise RemedyRefused(f"Caddy would not load {file}, so a restart would be an outage: put that right first")
    if proxy.differing(container):
        raise RemedyRefused(
            f"Caddy runs another configuration than {file}, which a restart would bring: see to that first"
        )
    unit = unit_of(container, finding.env)
    what = f"restart {unit.name}, which then renews what is due; what it renewed stays"
    yield Command(what, container.instance, ("systemctl", "restart", unit.name), timeout=120.0)
