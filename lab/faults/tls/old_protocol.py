"""Dovecot was opened for an old mail client: it takes TLS 1.0 and the ciphers of that time."""

from lab.faults.edited import edited
from lab.faults.tls._mail import RESTART

ROWS = ("D5",)
RED = ("tls.protocol.modern[email:993:imaps]",)
inject, heal = edited(
    "email",
    "/etc/dovecot/dovecot.conf",
    "s/^ssl_min_protocol = .*/ssl_min_protocol = TLSv1\\nssl_cipher_list = ALL:@SECLEVEL=0/",
    RESTART,
)
