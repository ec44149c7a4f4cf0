"""Vault hangs: its port takes connections and no TLS handshake comes about."""

from lab.faults.unit import hung, silent

ROWS = ("P3",)
RED = silent("vault:8200")
inject, heal = hung("vault", "vault")
