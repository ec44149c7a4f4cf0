"""Somebody committed the way he logs in to Vault."""

from lab.faults.safety._commit import committed

ROWS = ("V5",)
RED = ("safety.repository.no_secrets[lab]",)
inject, heal = committed("deploy/notes.txt", b"VAULT_TOKEN=" + b"hvs." + b"CAESIJ9k2mQ7" * 7 + b"\n")
