"""Postfix takes passwords on the submission port before TLS."""

from lab.faults.edited import edited

ROWS = ("E6",)
RED = ("email.submission.offers[email:587]",)
inject, heal = edited(
    "email",
    "/etc/postfix/master.cf",
    "s/smtpd_tls_security_level=encrypt/smtpd_tls_security_level=may -o smtpd_tls_auth_only=no/",
    "systemctl reload postfix",
)
