"""A record signed by who ran it: an in-toto statement of a test result in a DSSE envelope, by an Ed25519 key.

The chain of hashes shows that a record was not changed in part; the signature, that it was not written anew by another.
Source: in-toto Statement v1; predicate test-result v0.1; DSSE v1.0.2.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reports.keys import keyid
from reports.record import NotWhole, Record
from reports.whole import Whole

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

STATEMENT = "https://in-toto.io/Statement/v1"
PREDICATE = "https://in-toto.io/attestation/test-result/v0.1"
PAYLOAD = "application/vnd.in-toto+json"
GREEN, WARNED = ("passed", "fixed"), ("waived", "flaky")
Json = dict[str, Any]


def attestation_of(record: Path) -> Path:
    """Where the attestation of a record lies: beside it."""
    return record.with_name(f"{record.name.removesuffix('.jsonl')}.intoto.json")


def attest(whole: Whole, key: Ed25519PrivateKey) -> str:
    """The envelope, as JSON."""
    payload = json.dumps(statement(whole), sort_keys=True).encode()
    signature = {"keyid": keyid(key.public_key()), "sig": _encoded(key.sign(_signed(PAYLOAD, payload)))}
    envelope = {"payload": _encoded(payload), "payloadType": PAYLOAD, "signatures": [signature]}
    return json.dumps(envelope, indent=2) + "\n"


def statement(whole: Whole) -> Json:
    """What is said of a record: its digest and chain, the result, and by what it was measured."""
    record = whole.record
    annotations = {"lines": len(record.lines), "last": record.head}
    return {
        "_type": STATEMENT,
        "subject": [{"name": record.run.run, "digest": {"sha256": whole.digest}, "annotations": annotations}],
        "predicateType": PREDICATE,
        "predicate": {"configuration": _configuration(record), **_result(record)},
    }


def check(whole: Whole, envelope: Path, key: Ed25519PublicKey) -> Json:
    """The statement of an envelope, proven to be of this record and by this key.

    Raises:
        NotWhole: it is not; says what does not fit.
    """
    from cryptography.exceptions import InvalidSignature

    try:
        given = json.loads(envelope.read_bytes())
        payload, kind = base64.b64decode(given["payload"], validate=True), given["payloadType"]
        signatures = [base64.b64decode(each["sig"], validate=True) for each in given["signatures"]]
    except OSError as error:
        raise NotWhole(f"{envelope} cannot be read: {error.strerror}") from error
    except (ValueError, KeyError, TypeError) as error:
        raise NotWhole(f"{envelope} is no DSSE envelope") from error
    for signature in signatures:
        try:
            key.verify(signature, _signed(str(kind), payload))
        except InvalidSignature:
            continue
        break
    else:
        raise NotWhole(f"{envelope}: no signature in it is of the key {keyid(key)[:16]}")
    if kind != PAYLOAD or (found := json.loads(payload)) != statement(whole):
        raise NotWhole(f"{envelope}: its signature holds, and it is not of {whole.path} as that is here")
    return dict(found)


def _result(record: Record) -> Json:
    """Every test by name; what went wrong around them is failed as well."""
    outcomes = record.checks
    failed = [line.id for line in outcomes if not line.verdict.green]
    failed += [f"{each.test or 'pytest itself'} ({each.phase})" for each in record.errors]
    warned = [line.id for line in outcomes if line.verdict in WARNED]
    green = record.complete and record.end is not None and record.end.exit == 0
    return {
        "result": ("WARNED" if warned else "PASSED") if green else "FAILED",
        "passedTests": [line.id for line in outcomes if line.verdict in GREEN],
        "warnedTests": warned,
        "failedTests": failed,
    }


def _configuration(record: Record) -> list[Json]:
    """The files of expectations and the suite, as resource descriptors."""
    run = record.run
    files = [{"name": name, "digest": {"sha256": digest}} for name, digest in run.against.layers.items()]
    annotations = {"version": run.suite.version, "dirty": run.suite.dirty, "command": list(run.suite.command)}
    suite: Json = {"name": "suite", "annotations": annotations}
    if run.suite.commit:
        suite["digest"] = {"gitCommit": run.suite.commit}
    return [suite, *files]


def _signed(kind: str, payload: bytes) -> bytes:
    """What is signed of a payload: DSSE's pre-authentication encoding."""
    name = kind.encode()
    return b"DSSEv1 %d %b %d %b" % (len(name), name, len(payload), payload)


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
