"""Have the directory make a new token in the place of one that has ended, or is about to."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import AccessToken, Step
from fixtures.expectations.directory import TokenFile

HEALS = ("directory.pat.valid", "directory.pat.lifetime")
ROW = "common errors: Token.Invalid, regenerate in Zitadel console; directory management: Get admin PAT"


def ends(finding: Finding) -> bool:
    """Whether a new token would help: the one before is refused, missing or near its end."""
    return finding.check == "directory.pat.lifetime" or finding.found.get("status") in ("401", "none")


def credential(finding: Finding) -> str | None:
    """The file of a token with which a new one can be made; None where there is none."""
    token: TokenFile = finding.expected
    if token.renewal is None and finding.check == "directory.pat.lifetime":
        return token.path
    return token.renewal


@remedy(
    "directory.new_pat",
    heals=HEALS,
    row=ROW,
    symptom="the token in the file is refused, is missing, or ends before the floor",
    risk="secrets",
    right="a token that may make one for that user (directory.tokens.*.renewal), and the file as root in the container",
    settle=10.0,
    when=lambda finding: ends(finding) and credential(finding) is not None,
)
def plan(finding: Finding) -> Iterator[Step]:
    """A token that was refused cannot renew itself: a second one can, of another user, which the site keeps for that.

    It is made and written inside the container, and leaves it nowhere. The former one is not removed: who holds it as
    well is not known.
    """
    token: TokenFile = finding.expected
    env, directory = finding.env, finding.facts.directory
    server, file = env.directory.servers[token.server], credential(finding) or ""
    if server.tls and server.container != token.container:
        raise RemedyRefused(f"{server.id} is asked over TLS from {token.container}: make the token in the console")
    holder = directory.holder(token, file)
    if holder.user is None:
        raise RemedyRefused(f"the token in {file} does not tell whose token is to be made: {holder.said}")
    here = server.container == token.container
    yield AccessToken(
        f"make a token for {holder.said}, good for {token.lifetime_days} days",
        env.containers[token.container].instance,
        f"directory.servers.{token.server}",
        f"{'https' if server.tls else 'http'}://localhost:{server.port}" if here else finding.url(server),
        server.host,
        holder.user,
        token.lifetime_days,
        file,
        token.path,
        token.owner,
        token.mode,
    )
