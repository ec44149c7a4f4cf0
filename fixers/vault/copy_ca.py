"""Give a client of Vault the certificate of Vault's own authority."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixers.steps.kept import FOLDER, digest

PUT = """
set -eu
mkdir -p -- "$(dirname -- "$1")"
mkdir -p -m 0700 -- "$(dirname -- "$3")"
test ! -e "$1" || cp -p -- "$1" "$3"
printf %s "$2" > "$1.gbo-new"
chmod 0644 "$1.gbo-new"
mv -f -- "$1.gbo-new" "$1"
"""
BACK = 'if test -e "$2"; then cp -p -- "$2" "$1"; fi'


@remedy(
    "vault.copy_ca",
    heals="vault.ca.matches",
    row="Vault troubleshooting: TLS errors, copy from vault container if missing; common errors: cert verify failed",
    symptom="a client's CA file is missing, or is of another authority than the one that signed Vault's certificate",
    risk="safe",
    right="read the CA file in the vault container, write it in the client's",
    settle=10.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """A certificate is public: it may be shown. One that does not verify the server is not spread any further."""
    client, facts = finding.expected, finding.facts
    server = finding.env.vault.servers[client.server]
    pem = facts.tls.ca_pem()
    shown = facts.tls.shown(server.container, server.port, server.server_name or server.container, pem)
    if not shown.trusted:
        raise RemedyRefused(f"the vault container's own file does not verify {server.id} either: {shown.said}")
    before = facts.vault.read_bytes(client.container, client.ca_file)
    kept = f"{FOLDER}/{client.ca_file.rpartition('/')[2]}.{digest(before or b'')[:12]}"
    yield Command(
        f"write Vault's authority to {client.ca_file}",
        finding.env.containers[client.container].instance,
        ("sh", "-c", PUT, "sh", client.ca_file, pem, kept),
        back=("rm", "-f", "--", client.ca_file) if before is None else ("sh", "-c", BACK, "sh", client.ca_file, kept),
    )
