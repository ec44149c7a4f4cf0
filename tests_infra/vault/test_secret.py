from __future__ import annotations

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
    """The Vault path holds every declared key, as text that is not empty.

    Why: BotServer falls back to built-in defaults for a path it cannot read, and a number makes it unreadable.
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
