from __future__ import annotations

from fixtures.expectations.relations import opened_by, placed_secrets
from fixtures.expectations.vault import VaultSecret
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check


@check(
    "vault.secret.present",
    each=lambda env: [secret for secret in env.vault.secrets.values() if secret.required],
    severity="high",
    needs=(needs.readable,),
)
def test_secret(expected: VaultSecret, vault: VaultFacts) -> None:
    """The Vault path holds every declared key, as text that is not empty and has no white space around it.

    Why: BotServer falls back to built-in defaults for a path it cannot read, and a number makes it unreadable; the line
    end that `key=@file` takes along is a part of a password, and every login with it is refused.
    Fix: undelete what was deleted (`vault kv undelete`), `vault kv patch` keys that are missing, values in quotes.
    Source: guide, global Vault paths "tenant infrastructure"; Vault troubleshooting "Secrets missing"; ground truth 10.
    """
    found = vault.secret(expected.path)
    unusable = found.unusable(expected.keys)
    nothing = f"there is nothing at {expected.path}: {found.absent}"
    says = nothing if found.absent else f"{expected.path}: {', '.join(unusable)}"
    assert_matches(expected, {"absent": "", "unusable": ()}, {"absent": found.absent, "unusable": unusable}, says=says)


@check(
    "vault.secret.not_default",
    each=lambda env: [secret for secret in env.vault.secrets.values() if secret.required],
    severity="high",
    needs=(needs.on("vault.secret.present"),),
)
def test_not_default(expected: VaultSecret, vault: VaultFacts) -> None:
    """No value of the path is one that everybody knows, a placeholder, or the name of its own user.

    Why: built-in defaults and samples are tried first by whoever gets at a port.
    Fix: give the service a random value and write it to the path (`vault kv patch`); both, then restart.
    Source: guide, global Vault paths; ground truth 10 (built-in defaults).
    """
    found = vault.secret(expected.path)
    assert_matches(expected, {"well_known": ()}, found, says=f"{expected.path}: {', '.join(found.well_known)}")


@check(
    "vault.secret.leads",
    each=placed_secrets,
    severity="high",
    needs=(needs.on("vault.secret.present"), needs.reader_of_secret),
)
def test_leads(expected: VaultSecret, vault: VaultFacts) -> None:
    """The host, port and url of the path lead to the service that it opens.

    Why: BotServer reads them once, at startup: what was moved, or copied from another platform, shows at the next one.
    Fix: `vault kv patch` the address; where something stands before the service that is no declared site, as a pooler,
    declare `places = false` of the secret.
    Source: guide, global Vault paths "gbo/tables", "gbo/drive"; Vault security architecture "single source of truth".
    """
    services = " or ".join(f"{each.id}, port {each.port}" for each in opened_by(vault.env, expected.path))
    assert_matches(expected, {"astray": ()}, vault.places(expected), f"it is for {services}")
