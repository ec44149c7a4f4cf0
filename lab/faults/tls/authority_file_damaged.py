"""The authority's certificate file was damaged by an edit: no program finds a certificate in it."""

from lab.expected import environment
from lab.faults.edited import edited

ROWS = ("V4",)
RED = ("tls.authority.valid[internal]",)
AUTHORITY = environment().tls.authorities["internal"]
inject, heal = edited(AUTHORITY.container, AUTHORITY.file, "s/BEGIN CERTIFICATE/BEGIN CERTIFICAT/", ":")
