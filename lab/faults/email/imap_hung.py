"""Dovecot hangs: its port takes connections and no TLS handshake comes about."""

from lab.faults.unit import hung, silent

ROWS = ("P3",)
RED = silent("email:993")
inject, heal = hung("email", "dovecot")
