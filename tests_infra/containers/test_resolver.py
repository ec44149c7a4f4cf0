"""Looking names up, as the container's own programs do it."""

from __future__ import annotations

from fixtures.expectations import Container
from fixtures.facts.containers import ContainersFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check

WAIT = 0.7
"""Seconds: glibc waits for a lost answer for 1 s or more."""


@check(
    "containers.resolver.answers",
    each=lambda env: env.containers.values() if env.dns.lookup else (),
    severity="high",
    needs=(needs.resolver,),
)
def test_answers(expected: Container, containers: ContainersFacts) -> None:
    """The container looks the declared name up, as an ordinary user, at once, and finds what is declared.

    Why: with a dead name server every connection by name waits or fails, and each service blames the other one; with
    one that lies, or an old line in /etc/hosts, they talk to somebody else.
    Fix: write a living server into /etc/resolv.conf (mode 644), or where the program that owns that file reads it from.
    Source: guide, alert playbook "Email No Internet"; common errors "DNS lookup failed"; asked of glibc itself, as
    programs do. The address of the proxy that serves the name is as right as the published one.
    """
    found = containers.looked_up(expected)
    declared = {"did": "answered", "in_time": True, "elsewhere": ()}
    state = vars(found) | {"in_time": found.in_time, "elsewhere": containers.elsewhere(expected)}
    assert_matches(expected, declared, state, f"{found}; {containers.asks(expected)}")


@check(
    "containers.resolver.ipv6_quiet",
    each=lambda env: env.containers.values() if env.dns.lookup else (),
    severity="medium",
    needs=(needs.on("containers.resolver.answers"),),
)
def test_ipv6_quiet(expected: Container, containers: ContainersFacts) -> None:
    """A lookup of both families takes no longer than one of IPv4.

    Why: where a resolver drops questions for AAAA, every connection by name waits for seconds before it begins.
    Fix: `options no-aaaa` in resolv.conf, or RES_OPTIONS=no-aaaa in the unit; better a resolver that answers.
    Source: guide, common errors "IPv6 DNS timeouts"; ground truth A5, 12; glibc, parallel lookups.
    Instead: common errors "IPv6 DNS timeouts": `RES_OPTIONS=inet4` is no option of glibc, and IPV6=no no setting of
    anything; AAAA is asked all the same. `no-aaaa` is one.
    """
    both, alone = containers.looked_up_as_programs_do(expected), containers.looked_up(expected)
    judged = {"answered": both.did, "waits for IPv6": both.seconds - alone.seconds >= WAIT}
    declared = {"answered": "answered", "waits for IPv6": False}
    assert_matches(expected, declared, judged, f"both families: {both}, IPv4: {alone}; {containers.asks(expected)}")
