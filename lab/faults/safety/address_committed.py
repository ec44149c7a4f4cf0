"""Somebody committed a page that says where Vault is."""

from lab.faults.safety._commit import committed

ROWS = ("V5",)
RED = ("safety.documents.no_addresses[lab]",)
inject, heal = committed("docs/vault.md", b"# Vault\n\nIt listens at https://10.0.2.14:8200.\n")
