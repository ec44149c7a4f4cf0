"""Postfix hangs: its ports take connections and no greeting comes, in clear or inside TLS."""

from lab.faults.unit import hung, silent

ROWS = ("P3",)
RED = silent("email:465", "email:587")
inject, heal = hung("email", "postfix")
