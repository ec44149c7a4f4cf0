"""Postfix counts the whole world to its own networks, and passes on mail for everybody in them."""

from lab.faults.edited import edited

ROWS = ("E6",)
RED = ("email.relay.closed[email:465]", "email.relay.closed[email:587]")
inject, heal = edited(
    "email",
    "/etc/postfix/main.cf",
    "s/^mynetworks = .*/mynetworks = 0.0.0.0\\/0/;"
    "s/permit_sasl_authenticated, reject/permit_mynetworks, permit_sasl_authenticated, reject/;"
    "s/^default_transport = .*/default_transport = discard:/",
    "systemctl reload postfix",
)
