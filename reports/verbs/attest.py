"""`python -m reports attest RECORD --key FILE`: sign a record that is whole."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from fixtures.errors import UserMistake
from reports.attestation import attest, attestation_of
from reports.keys import keyid, private_key
from reports.verbs.base import Answer, Verb, found, takes_record
from reports.whole import verify


def _arguments(parser: ArgumentParser) -> None:
    takes_record(parser)
    parser.add_argument("--key", metavar="FILE", required=True, help="private Ed25519 key, of openssl or ssh-keygen")
    parser.add_argument("--out", metavar="FILE", help="the attestation (default: beside the record, .intoto.json)")


def _run(asked: Namespace) -> Answer:
    file, key = found(asked.record), private_key(Path(asked.key))
    out = Path(asked.out) if asked.out else attestation_of(file)
    envelope = attest(verify(file), key)
    try:
        out.write_text(envelope, "utf-8")
    except OSError as error:
        raise UserMistake(f"{out} cannot be written: {error.strerror}") from error
    return f"{out}: {file} signed with key {keyid(key.public_key())}\n", 0


VERB = Verb("sign a record: in-toto test result, DSSE, Ed25519 (exit 1 where it is not whole)", _arguments, _run)
