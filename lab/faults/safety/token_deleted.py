"""Somebody committed the way he logs in to Vault, saw it, and deleted the file."""

from lab.faults.safety._commit import deleted

ROWS = ("V5",)
RED = ("safety.history.no_secrets[lab]",)
inject, heal = deleted("deploy/login.txt", b"VAULT_TOKEN=" + b"hvs." + b"CAESIJ9k2mQ7" * 7 + b"\n")
