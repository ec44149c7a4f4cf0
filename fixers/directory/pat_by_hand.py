"""Say how the directory's token is made anew where nothing here can make it."""

from __future__ import annotations

import shlex

from fixers.directory.new_pat import HEALS, ROW, credential, ends
from fixers.finding import Finding
from fixers.plan import Counsel
from fixers.remedy import advice
from fixtures.expectations.directory import TokenFile

PASTE = (
    "umask 077; stty -echo; IFS= read -r token; stty echo; printf '%s\\n' \"$token\" > {path}.new; "
    "chown {owner} {path}.new; mv {path}.new {path}"
)


@advice(
    "directory.pat_by_hand",
    heals=HEALS,
    row=ROW,
    symptom="the token in the file is refused, and no second one is declared that could make a new one",
    when=lambda finding: ends(finding) and credential(finding) is None,
)
def tell(finding: Finding) -> Counsel:
    """The new one is pasted where it is not shown, so that it stands in no history and on no command line."""
    token: TokenFile = finding.expected
    server = finding.env.directory.servers[token.server]
    inside = f"incus exec {shlex.quote(finding.env.containers[token.container].instance)} --"
    path = shlex.quote(token.path)
    put = PASTE.format(path=path, owner=token.owner)
    return Counsel(
        (
            f"{token.path}: {finding.text}",
            "no second token is declared (directory.tokens.*.renewal), and one that is refused cannot renew itself",
            f"make it at {server.issuer_url}/ui/console: users, service users, its own, personal access tokens",
        ),
        (
            f"{inside} sh -c 'mkdir -p -m 0700 /var/backups/gbo && cp -p -- {path} /var/backups/gbo/'",
            f"{inside.replace('exec', 'exec -t', 1)} sh -c {shlex.quote(put)}    # paste it; it is not shown",
        ),
    )
