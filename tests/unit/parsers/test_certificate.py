"""Certificates that OpenSSL takes in a handshake and a stricter reader refuses: the answer is unknown, and no crash."""

from __future__ import annotations

import datetime as dt

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from fixtures.errors import FactUnavailable
from fixtures.parsers.certificate import described, names_in
from fixtures.parsers.vault_answers import certificates

VERSION_3, VERSION_2 = bytes.fromhex("a003020102"), bytes.fromhex("a003020101")
FIRST, SECOND = x509.ObjectIdentifier("1.2.3.4"), x509.ObjectIdentifier("1.2.3.5")
PARTY = bytes.fromhex("300ba509a107") + b"\x0c\x05xyzab"
"""A subjectAltName that is an ediPartyName."""


def made(*extensions: x509.ExtensionType) -> bytes:
    """A certificate with these, in DER."""
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "x")]), dt.datetime.now(dt.UTC)
    key = ec.generate_private_key(ec.SECP256R1())
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(7).not_valid_before(now).not_valid_after(now + dt.timedelta(days=1))
    for extension in extensions:
        builder = builder.add_extension(extension, critical=False)
    return builder.sign(key, hashes.SHA256()).public_bytes(Encoding.DER)


ODD = {
    # libdatachannel#1404, pyca/cryptography#8555: "version 1" written as the number 1, which is version 2
    "version 2": made().replace(VERSION_3, VERSION_2, 1),
    # pyca/cryptography#11833: the same extension twice
    "an extension twice": made(
        x509.UnrecognizedExtension(FIRST, b"\x05\x00"), x509.UnrecognizedExtension(SECOND, b"\x05\x00")
    ).replace(bytes.fromhex("06032a0305"), bytes.fromhex("06032a0304")),
    # pyca/cryptography#1859: a name of a kind that nobody implements
    "a name of a party": made(
        x509.UnrecognizedExtension(x509.SubjectAlternativeName.oid, PARTY),
    ),
}


@pytest.mark.parametrize("der", ODD.values(), ids=ODD)
def test_one_that_cannot_be_read_is_unknown(der: bytes) -> None:
    with pytest.raises(FactUnavailable, match="x: could not ask its certificate: cannot be read"):
        described([der], [der], "x", trusted=True, said="")


@pytest.mark.parametrize("der", ODD.values(), ids=ODD)
def test_in_a_file_it_has_no_names(der: bytes) -> None:
    assert names_in(pem(der)) == ()


def test_one_of_version_2_is_none_of_an_authority() -> None:
    assert certificates(pem(ODD["version 2"])) == frozenset()


def pem(der: bytes) -> str:
    """The same in PEM, without reading it."""
    import ssl

    return ssl.DER_cert_to_PEM_cert(der)
