"""Ed25519 keys from files, as openssl and ssh-keygen write them."""

from __future__ import annotations

import hashlib
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from fixtures.errors import UserMistake

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

MAKE = "make one: openssl genpkey -algorithm ed25519 -out KEY, or ssh-keygen -t ed25519 -N '' -f KEY"

PUBLIC = "it is the .pub beside a key of ssh-keygen, or what `openssl pkey -in KEY -pubout` prints"


def private_key(file: Path) -> Ed25519PrivateKey:
    """The key with which a record is signed.

    Raises:
        UserMistake: it cannot be read, others can read it, it has a passphrase, or it is of another kind.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

    content = _content(file)
    if stat.S_IMODE(file.stat().st_mode) & 0o077:
        raise UserMistake(f"--key: {file} can be read by others; chmod 600 {file}")
    load = load_ssh_private_key if b"OPENSSH" in content else load_pem_private_key
    try:
        key = load(content, None)
    except TypeError:
        raise UserMistake(f"--key: {file} has a passphrase, which is not asked for; {MAKE}") from None
    except (ValueError, UnsupportedAlgorithm):  # of ssh keys also the one for a passphrase
        raise UserMistake(f"--key: {file} is no private key that can be read without a passphrase; {MAKE}") from None
    if not isinstance(key, Ed25519PrivateKey):
        raise UserMistake(f"--key: {file} is no Ed25519 key; {MAKE}")
    return key


def public_key(file: Path) -> Ed25519PublicKey:
    """The key by which a signature is proven.

    Raises:
        UserMistake: it cannot be read, or is of another kind.
    """
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
    from cryptography.hazmat.primitives.serialization import load_pem_public_key, load_ssh_public_key

    content = _content(file)
    load = load_pem_public_key if b"-----BEGIN" in content else load_ssh_public_key
    try:
        key = load(content)
    except (ValueError, UnsupportedAlgorithm):
        raise UserMistake(f"--key: {file} is no public key that can be read; {PUBLIC}") from None
    if not isinstance(key, Ed25519PublicKey):
        raise UserMistake(f"--key: {file} is no Ed25519 key; {PUBLIC}")
    return key


def keyid(key: Ed25519PublicKey) -> str:
    """SHA-256 of the key as DER has it, in hexadecimal digits."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).hexdigest()


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise UserMistake(f"--key: {file} cannot be read: {error.strerror}; {MAKE}") from error
