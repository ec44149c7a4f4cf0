"""Put the configuration back that Caddy still runs, in the place of one that it would not load."""

from __future__ import annotations

from collections.abc import Iterator

from fixers.errors import RemedyRefused
from fixers.finding import Finding
from fixers.remedy import remedy
from fixers.steps import Command, Step
from fixers.steps.kept import FOLDER, digest

PUT = """
set -eu
mkdir -p -m 0700 -- "$(dirname -- "$3")"
cp -p -- "$1" "$3"
cp -p -- "$1" "$1.gbo-new"
cat -- "$2" > "$1.gbo-new"
mv -f -- "$1.gbo-new" "$1"
"""
BACK = 'if test -e "$2"; then cp -p -- "$2" "$1"; fi'


@remedy(
    "proxy.rollback_config",
    heals="proxy.config.valid",
    row="adding an HTTPS subdomain: add Caddy config; E6",
    symptom="the configuration on disk is broken, Caddy serves on with the one before, and a backup of that is there",
    risk="safe",
    right="write the configuration in the container",
    settle=5.0,
)
def plan(finding: Finding) -> Iterator[Step]:
    """Only a backup that is, adapted, what runs: then nothing that is served changes. The broken one is kept."""
    expected, proxy = finding.expected, finding.facts.proxy
    file = finding.env.proxy.config_file
    broken = proxy.read_bytes(expected.id, file)
    if broken is None:
        raise RemedyRefused(f"{file} does not exist: bring it back from a backup of the site's own")
    backup = proxy.restorable(expected)
    if backup is None:
        raise RemedyRefused(f"no backup of {file} is what Caddy runs: correct the line that is named; restart nothing")
    kept = f"{FOLDER}/{file.rpartition('/')[2]}.broken.{digest(broken)[:12]}"
    yield Command(
        f"put {backup} in the place of {file}, and keep that as {kept}",
        expected.instance,
        ("sh", "-c", PUT, "sh", file, backup, kept),
        back=("sh", "-c", BACK, "sh", file, kept),
    )
