"""Servers on this machine, with certificates made for the test, and a room that is led to them."""

from __future__ import annotations

import datetime as dt
import ipaddress
import socket
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from fixtures.access.base import Access
from fixtures.access.local import LocalAccess as Here
from fixtures.expectations import AccessPath

HOUR = dt.timedelta(hours=1)
GONE = 3.0
"""Seconds in which a server is to see that its client has gone."""


@dataclass(frozen=True)
class Issued:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: ec.EllipticCurvePrivateKey

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()

    def write(self, folder: Path, *chain: Issued) -> tuple[Path, Path]:
        (folder / "chain.pem").write_text("".join(each.pem for each in (self, *chain)))
        private = self.key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        (folder / "key.pem").write_bytes(private)
        return folder / "chain.pem", folder / "key.pem"


def issue(
    name: str,
    by: Issued | None = None,
    names: tuple[str, ...] = (),
    begins: dt.timedelta = -HOUR,
    ends: dt.timedelta = HOUR,
) -> Issued:
    """A certificate: an authority without `names`, self-signed without `by`; times from now."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.certificate.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now + begins)
        .not_valid_after(now + ends)
        .add_extension(x509.BasicConstraints(ca=not names, path_length=None), critical=True)
    )
    if names:
        builder = builder.add_extension(x509.SubjectAlternativeName([_general(each) for each in names]), critical=False)
    return Issued(builder.sign(by.key if by else key, hashes.SHA256()), key)


def _general(name: str) -> x509.GeneralName:
    """`10.0.9.1` is an address, `DNS:10.0.9.1` a name that looks like one."""
    if name[0].isdigit() or ":" in name.removeprefix("DNS:"):
        return x509.IPAddress(ipaddress.ip_address(name))
    return x509.DNSName(name.removeprefix("DNS:"))


@contextmanager
def serving(talk: Callable[[socket.socket], None]) -> Iterator[int]:
    """A port of this machine on which every connection is handed to `talk`, which has to end when its client has gone.

    One that does not would burn a core, or wait, beside every later test.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(10)

        def accept() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    connection.settimeout(10)
                    try:
                        talk(connection)
                    except OSError:
                        continue

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join(GONE)
            assert not thread.is_alive(), f"the server still talks {GONE} s after its client has gone"


def silent(plain: socket.socket) -> None:
    """Says nothing until its client goes."""
    while plain.recv(4096):
        pass


def speaking_tls(
    chain: tuple[Path, Path], before: Callable[[socket.socket], None] = lambda _plain: None
) -> Callable[..., None]:
    """TLS with a certificate, after what is said `before`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*chain)

    def talk(plain: socket.socket) -> None:
        before(plain)
        with context.wrap_socket(plain, server_side=True) as secure:
            secure.recv(1)

    return talk


class LocalAccess(Here):
    """Leads every port of every container to this machine, and answers nothing else."""

    def __init__(self) -> None:
        super().__init__(AccessPath())

    def address(self, _container: object, port: int) -> tuple[str, int]:
        return "127.0.0.1", port


def access() -> Access:
    return LocalAccess()


def nothing() -> Any:
    """What a room must not touch."""
    return None
