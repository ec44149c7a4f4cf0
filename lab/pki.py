"""The lab's internal authority and the certificates it issues, kept in the state so that they stay the same."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Sequence
from ipaddress import ip_address

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from lab.state import State

_SKEW = dt.timedelta(hours=1)
_SIGNS = x509.KeyUsage(
    digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False, key_encipherment=False,
    data_encipherment=False, key_agreement=False, encipher_only=False, decipher_only=False,
)  # fmt: skip
_lock = threading.Lock()


class Pki:
    """One authority; `issue` gives the same certificate for the same question until two thirds of its life."""

    def __init__(self, state: State) -> None:
        self._state = state

    @property
    def ca_pem(self) -> bytes:
        """The authority's certificate."""
        return self._authority()[0]

    def issue(
        self, name: str, names: Sequence[str], addresses: Sequence[str], *, days: float = 365
    ) -> tuple[bytes, bytes]:
        """A certificate chain (leaf first) and its key, both PEM, for host names and addresses.

        `days` is its lifetime; zero or less gives one that ran out (never kept).
        """
        question = json.dumps([sorted(names), sorted(addresses), days])
        kept = self._state.read(f"pki/{name}.json") if days > 0 else None
        if kept is not None:
            made = json.loads(kept)
            if made["question"] == question and dt.datetime.now(dt.UTC).timestamp() < made["renew"]:
                return made["chain"].encode(), made["key"].encode()
        chain, key, renew = self._sign(names, addresses, days, self._authority())
        if days > 0:
            record = {"question": question, "renew": renew, "chain": chain.decode(), "key": key.decode()}
            self._state.write(f"pki/{name}.json", json.dumps(record))
        return chain, key

    def sign(self, by: tuple[bytes, bytes], names: Sequence[str], *, days: float) -> tuple[bytes, bytes]:
        """A chain and its key, both PEM, by an authority below this one (its certificate and key); never kept."""
        chain, key, _ = self._sign(names, (), days, by)
        return chain, key

    def intermediate(self, name: str, *, days: float = 3600) -> tuple[bytes, bytes]:
        """A certificate of an authority below this one and its key, both PEM, for a program that issues itself.

        `days` is its lifetime; one of less than a day is never kept.
        """
        place = f"pki/authority-{name}.json"
        kept = self._state.read(place) if days >= 1 else None
        if kept is None:
            ca_pem, ca_key_pem = self._authority()
            ca = x509.load_pem_x509_certificate(ca_pem)
            ca_key = serialization.load_pem_private_key(ca_key_pem, None)
            assert isinstance(ca_key, ec.EllipticCurvePrivateKey)
            key = ec.generate_private_key(ec.SECP256R1())
            now = dt.datetime.now(dt.UTC)
            certificate = (
                x509.CertificateBuilder()
                .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Lab {name} authority")]))
                .issuer_name(ca.subject)
                .public_key(key.public_key())
                .serial_number(x509.random_serial_number())
                .not_valid_before(now - _SKEW)
                .not_valid_after(now + dt.timedelta(days=days))
                .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
                .add_extension(_SIGNS, critical=True)
                .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
                .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
                .sign(ca_key, hashes.SHA256())
            )
            pem = certificate.public_bytes(serialization.Encoding.PEM).decode()
            kept = json.dumps({"certificate": pem, "key": _key_pem(key).decode()})
            if days >= 1:
                self._state.write(place, kept)
        made = json.loads(kept)
        return made["certificate"].encode(), made["key"].encode()

    def _sign(
        self, names: Sequence[str], addresses: Sequence[str], days: float, by: tuple[bytes, bytes]
    ) -> tuple[bytes, bytes, float]:
        ca_pem, ca_key_pem = by
        ca = x509.load_pem_x509_certificate(ca_pem)
        ca_key = serialization.load_pem_private_key(ca_key_pem, None)
        assert isinstance(ca_key, ec.EllipticCurvePrivateKey)
        key = ec.generate_private_key(ec.SECP256R1())
        now = dt.datetime.now(dt.UTC)
        begin, end = now - _SKEW, now + dt.timedelta(days=days)
        if days <= 0:
            begin = end - dt.timedelta(days=1)
        subject = (list(names) or list(addresses))[0]
        alternatives: list[x509.GeneralName] = [x509.DNSName(each) for each in names]
        alternatives += [x509.IPAddress(ip_address(each)) for each in addresses]
        leaf = (
            x509.CertificateBuilder()
            .subject_name(x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)]))
            .issuer_name(ca.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(ca_key.public_key()), critical=False)
            .sign(ca_key, hashes.SHA256())
        )
        renew = begin + (end - begin) * 2 / 3
        return leaf.public_bytes(serialization.Encoding.PEM) + ca_pem, _key_pem(key), renew.timestamp()

    def _authority(self) -> tuple[bytes, bytes]:
        with _lock:
            kept = self._state.read("pki/ca.json")
            if kept is None:
                kept = json.dumps(_new_authority())
                self._state.write("pki/ca.json", kept)
        made = json.loads(kept)
        return made["certificate"].encode(), made["key"].encode()


def _new_authority() -> dict[str, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Lab internal authority")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _SKEW)
        .not_valid_after(now + dt.timedelta(days=3650))
        .add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        .add_extension(_SIGNS, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return {
        "certificate": certificate.public_bytes(serialization.Encoding.PEM).decode(),
        "key": _key_pem(key).decode(),
    }


def _key_pem(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
