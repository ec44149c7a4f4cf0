"""Dovecot is stopped."""

from lab.faults.unit import red, stopped

ROWS = ("E6",)
RED = red("email", "dovecot")
inject, heal = stopped("email", "dovecot")
