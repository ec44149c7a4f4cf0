"""Vault is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("V1a",)
RED = red("vault", "vault")
inject, heal = stopped("vault", "vault")
