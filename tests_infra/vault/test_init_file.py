from __future__ import annotations

from fixtures.expectations.vault import VaultServer
from fixtures.facts.vault import VaultFacts
from fixtures.verdict import needs
from fixtures.verdict.check import assert_matches, check
from fixtures.verdict.matching import no_wider_than


@check(
    "vault.init_file.protected",
    each=lambda env: env.vault.servers.values(),
    severity="critical",
    needs=(needs.instance,),
)
def test_init_file(expected: VaultServer, vault: VaultFacts) -> None:
    """The file with the unseal keys is its owner's alone, and lies in no git work tree; or it is not there at all.

    Why: it holds keys enough to unseal and root's token: who reads it owns every secret of the platform.
    Fix: `chmod 600`, `chown root`; move it out of the work tree, or better keep it off the machine.
    Source: guide, critical safety rules "NEVER commit init.json"; Vault troubleshooting "init.json".
    """
    found = vault.init_file(expected)
    declared = {"mode": no_wider_than("600"), "owner": expected.init_owner, "work_trees": ()}
    assert_matches(expected, declared if found else {}, found, expected.init_file)
