"""The mailbox has another password than Vault says."""

from lab.components.email import CONF
from lab.faults.edited import edited

ROWS = ("E4",)
RED = ("email.imap.answers[imaps]",)
inject, heal = edited("email", f"{CONF}/users", "s/\\{SSHA512\\}.*/{PLAIN}changed-by-a-fault/", "doveadm reload")
