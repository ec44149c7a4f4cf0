"""`python -m reports verify RECORD`: whole and as written, signed by a key, and what a page was rendered from."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from pathlib import Path

from fixtures.errors import UserMistake
from fixtures.texts import many
from reports.attestation import attestation_of, check
from reports.formats import FORMATS, render
from reports.keys import keyid, public_key
from reports.record import NotWhole
from reports.verbs.base import Answer, Verb, found, takes_record
from reports.whole import Whole, verify


def _arguments(parser: ArgumentParser) -> None:
    takes_record(parser)
    parser.add_argument("--key", metavar="FILE", help="public key: the record must be signed by it")
    parser.add_argument("--attestation", metavar="FILE", help="(default: beside the record, .intoto.json)")
    parser.add_argument(
        "--rendered",
        metavar="FORMAT:FILE",
        action="append",
        default=[],
        help="the file must be what the record gives in that format, to the byte",
    )


def _run(asked: Namespace) -> Answer:
    file = found(asked.record)
    pages = [_page(wanted) for wanted in asked.rendered]
    whole = verify(file)
    lines, head = whole.record.lines, whole.record.head
    said = [f"{file}: {many(len(lines), 'line')}, whole and as written; the last one is {head}"]
    said += _signed(whole, asked)
    for name, page in pages:
        _same(whole, name, page)
        said.append(f"{page}: rendered from this record")
    return "".join(f"{line}\n" for line in said), 0


def _signed(whole: Whole, asked: Namespace) -> Iterator[str]:
    envelope = Path(asked.attestation) if asked.attestation else attestation_of(whole.path)
    if asked.key:
        key = public_key(Path(asked.key))
        result = check(whole, envelope, key)["predicate"]["result"]
        yield f"{envelope}: {result}, signed by the key {keyid(key)}"
    elif asked.attestation or envelope.exists():
        yield f"{envelope}: NOT PROVEN: name the public key by --key"


def _page(wanted: str) -> tuple[str, Path]:
    name, _, file = wanted.partition(":")
    if name not in FORMATS or not file:
        raise UserMistake(f"--rendered={wanted} is not FORMAT:FILE; formats are {', '.join(FORMATS)}")
    return name, Path(file)


def _same(whole: Whole, name: str, page: Path) -> None:
    try:
        there = page.read_bytes()
    except OSError as error:
        raise UserMistake(f"{page} cannot be read: {error.strerror}") from error
    made = render(name, whole.record).encode()
    if there == made:
        return
    pairs = zip(there.splitlines(), made.splitlines(), strict=False)
    number = next((number for number, (one, other) in enumerate(pairs, 1) if one != other), None)
    where = f"line {number}" if number else "its length"
    raise NotWhole(
        f"{page}: not what {whole.path} gives: {where} differs; changed, of another record, or of another suite"
    )


VERB = Verb("prove a record: whole, as written, signed, rendered from (exit 1 where it is not)", _arguments, _run)
