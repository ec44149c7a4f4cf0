"""Postfix and Dovecot in `email`: submission on 465 and 587, IMAP on 993, nothing without TLS, no relay.

One mailbox, whose login and password are those of gbo/email in Vault. Postfix writes its mail below
/opt/gbo/data/mail, Dovecot reads it there and answers Postfix's questions about passwords. The unit `postfix`
runs the master process itself; Debian's own unit of that name is active without one, and its generator
starts a second Postfix through `postfix@-`, which is why that one is masked.
"""

from __future__ import annotations

import base64
import hashlib
import imaplib
import smtplib
import ssl
from pathlib import Path
from string import Template

from lab.building.component import Component, File
from lab.building.credentials import mailbox
from lab.site import Lab, Node

DATA = Path(__file__).parent / "data" / "email"
CONF = "/opt/gbo/conf/email"
MAIL = "/opt/gbo/data/mail"
UID = 5000
"""User and group `vmail`, who owns all mail."""

_PREPARE = f"""\
set -eu
systemctl mask --quiet --now postfix@-.service
getent group vmail >/dev/null || groupadd --gid {UID} vmail
getent passwd vmail >/dev/null || useradd --uid {UID} --gid {UID} --home-dir {MAIL} --no-create-home \\
    --shell /usr/sbin/nologin vmail
install -d -o vmail -g vmail -m 0750 {MAIL}
"""


def _files(lab: Lab) -> list[File]:
    email = lab.env.email
    host = email.mailboxes["imaps"].server_name or f"mail.{lab.env.domains.base}"
    names = [host, "email", "localhost"]
    chain, key = lab.pki.issue("email", names, [lab.addresses["email"], "127.0.0.1"])
    values = {
        "host": host,
        "domain": lab.env.domains.base,
        "uid": str(UID),
        "imaps": str(email.mailboxes["imaps"].port),
        "smtps": str(email.submissions["smtps"].port),
        "submission": str(email.submissions["submission"].port),
    }
    login = mailbox(lab)
    folder = login.partition("@")[0]
    users = f"{login}:{_hashed(lab.secret('email/password'), lab.secret('email/salt', bytes=6))}\n"
    return [
        File("/etc/systemd/system/postfix.service", (DATA / "postfix.service").read_bytes()),
        File("/etc/systemd/system/dovecot.service", (DATA / "dovecot.service").read_bytes()),
        File("/etc/postfix/main.cf", _filled("main.cf", values)),
        File("/etc/postfix/master.cf", _filled("master.cf", values)),
        File("/etc/postfix/mailboxes", f"{login} {folder}/\n".encode()),
        File("/etc/dovecot/dovecot.conf", _filled("dovecot.conf", values)),
        File(f"{CONF}/server.crt", chain),
        File(f"{CONF}/server.key", key, 0o600),
        File(f"{CONF}/server.pem", key + chain, 0o600),
        File(f"{CONF}/users", users.encode(), 0o640, "root:dovecot"),
    ]


def _prepare(_: Lab, node: Node) -> None:
    node.run("sh", "-c", _PREPARE)


def _ready(lab: Lab, node: Node) -> str | None:
    context = ssl.create_default_context(cadata=lab.pki.ca_pem.decode())
    email = lab.env.email
    login, password = mailbox(lab), lab.secret("email/password")
    try:
        with smtplib.SMTP_SSL(node.address, email.submissions["smtps"].port, timeout=5, context=context) as smtps:
            smtps.login(login, password)
        with smtplib.SMTP(node.address, email.submissions["submission"].port, timeout=5) as submission:
            submission.starttls(context=context)
            submission.login(login, password)
        with imaplib.IMAP4_SSL(node.address, email.mailboxes["imaps"].port, ssl_context=context, timeout=5) as imaps:
            imaps.login(login, password)
    except (OSError, smtplib.SMTPException, imaplib.IMAP4.error) as error:
        return f"{type(error).__name__}: {error}"
    return None


def _filled(name: str, values: dict[str, str]) -> bytes:
    return Template((DATA / name).read_text()).substitute(values).encode()


def _hashed(password: str, salt: str) -> str:
    """The password as Dovecot keeps it: the same text for the same password and salt."""
    digest = hashlib.sha512(password.encode() + salt.encode()).digest()
    return "{SSHA512}" + base64.b64encode(digest + salt.encode()).decode()


COMPONENT = Component(
    room="email",
    title="Postfix and Dovecot",
    kind="real",
    instance="email",
    units=("dovecot", "postfix"),
    files=_files,
    prepare=_prepare,
    ready=_ready,
)
