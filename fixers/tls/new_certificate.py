"""Say how a certificate is made anew that nothing here renews."""

from __future__ import annotations

import shlex

from fixers.containers.restart_unit import unit_behind
from fixers.finding import Finding
from fixers.plan import Counsel
from fixers.proxy.renew import HEALS, cause
from fixers.remedy import advice
from fixtures.expectations.tls import PUBLIC, TlsEndpoint


@advice(
    "tls.new_certificate",
    heals=HEALS,
    row="common errors: cert verify failed; adding an HTTPS subdomain",
    symptom="a certificate that nothing here renews: another's, of another name or authority, or none",
    when=lambda finding: finding.facts.tls.certificate(finding.expected).offered and bool(cause(finding)),
)
def tell(finding: Finding) -> Counsel:
    """Its key is made where it stays; who signs it is the site's own: no key of an authority is declared."""
    endpoint: TlsEndpoint = finding.expected
    env, found = finding.env, finding.facts.tls.certificate(endpoint)
    container = env.containers[endpoint.container]
    unit = unit_behind(endpoint, env).name
    inside = f"incus exec {shlex.quote(container.instance)} --"
    starttls = (
        "" if endpoint.starttls == "none" else f" -starttls {endpoint.starttls.replace('postgresql', 'postgres')}"
    )
    ask = f"openssl s_client -connect localhost:{endpoint.port} -servername {endpoint.server_name}{starttls} </dev/null"
    request = (
        f"openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN={endpoint.server_name} "
        f"-addext subjectAltName=DNS:{endpoint.server_name} -keyout new.key -out new.csr"
    )
    if endpoint.trust == PUBLIC:
        signer = "a public authority"
    else:
        authority = env.tls.authorities[endpoint.trust]
        signer = f"the authority of {authority.file} in {authority.container}"
    return Counsel(
        tuple(dict.fromkeys((cause(finding), found.summary))),
        (
            f"{inside} sh -c {shlex.quote(ask + ' | openssl x509 -noout -subject -issuer -dates -ext subjectAltName')}",
            f"{inside} journalctl -u {unit} --since -1h --grep 'certificate|tls|acme'    # what a renewal said last",
            f"{inside} sh -c {shlex.quote('cd /root && umask 077 && ' + request)}    # have new.csr signed by {signer}",
            f"{inside} systemctl restart {unit}    # once the new one is in the place of the old, and that is kept",
        ),
    )
