"""Vault's audit device was taken out of its configuration."""

from lab.faults.edited import edited

ROWS = ("V1a",)
RED = ("vault.audit.enabled[vault]",)
inject, heal = edited("vault", "/opt/gbo/conf/vault/vault.hcl", "/^audit/,/^}/d", "systemctl reload vault; sleep 1")
