"""Caddy's configuration."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.expectations.proxy import Site
from fixtures.expectations.relations import proxied_sites, proxies
from fixtures.facts.proxy import ProxyFacts
from fixtures.parsers.caddy_headers import ASKED, CLIENT, SCHEME
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check("proxy.config.valid", each=proxies, severity="high", needs=(needs.serving,))
def test_valid(expected: Container, proxy: ProxyFacts) -> None:
    """Caddy accepts the configuration on disk, with the environment and as the user it runs as.

    Why: a broken file goes unnoticed while the old configuration serves; the next restart is an outage of every site.
    Fix: put the line right that is named (`caddy adapt --adapter caddyfile`), then reload; restart nothing before.
    Source: guide, adding an HTTPS subdomain "Caddy config"; ground truth A6, 7 (`caddy validate` as root breaks it).
    Instead: adding an HTTPS subdomain "reverse_proxy": the block in one line, with semicolons, is none that Caddy loads
    ("File to import not found: tls_config;"); each of its parts has a line of its own.
    """
    found, file = proxy.on_disk(expected), proxy.env.proxy.config_file
    declared = {"accepted": True, "unset variables": (), "unusable files": ()}
    state = {
        "accepted": found.accepted,
        "unset variables": proxy.unset(expected),
        "unusable files": proxy.unusable(expected),
    }
    assert_matches(expected, declared, state, says="" if found.accepted else f"{file}: {found.said}")


@check("proxy.config.loaded", each=proxies, severity="medium", needs=(needs.on("proxy.config.valid"),))
def test_loaded(expected: Container, proxy: ProxyFacts) -> None:
    """Caddy runs the configuration that lies on disk.

    Why: a change that was never loaded works by accident later, at the next restart; one by the API is lost then.
    Fix: compare what is named; `systemctl reload proxy` loads the file.
    Source: guide, adding an HTTPS subdomain "restart proxy"; Caddy, "API".
    """
    says = f"{proxy.env.proxy.config_file} is not what Caddy runs"
    assert_matches(expected, {"differs at": ()}, {"differs at": proxy.differing(expected)}, says=says)


@check(
    "proxy.config.headers",
    each=proxied_sites,
    severity="medium",
    needs=(needs.port, needs.proxied),
)
def test_headers(expected: Site, proxy: ProxyFacts) -> None:
    """What stands behind the proxy is told the name, the client and the scheme that it was asked with.

    Why: without them logins lead to the wrong name, and a client writes its own address into every log.
    Fix: `header_up X-Real-IP {remote_host}` and, to an https:// upstream, `header_up Host {host}`; reload.
    Source: guide, adding an HTTPS subdomain "header_up"; ground truth 7.
    Instead: adding an HTTPS subdomain "header_up": `{remote}` is an address with a port; `{remote_host}` has none.
    """
    found = proxy.headers(expected)
    declared = {"Host": {ASKED}, "X-Real-IP": {CLIENT}, "X-Forwarded-Proto": {SCHEME}}
    state = {
        "Host": {each.host for each in found},
        "X-Real-IP": {each.real_ip for each in found},
        "X-Forwarded-Proto": {each.forwarded_proto for each in found},
    }
    assert_matches(expected.url, declared, state)
