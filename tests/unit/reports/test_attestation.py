"""A record that is signed: by our key and nobody else's, of this record and no other, read by others' tools."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from fixtures.errors import UserMistake
from reports.__main__ import main
from reports.formats import FORMATS, render
from reports.keys import keyid, public_key
from reports.record import read
from tests.unit.reports.varied import every_verdict, green, troubled
from tests.unit.reports.written import end, write

NAMESPACE = "gbo-record"


@pytest.fixture
def key(tmp_path: Path) -> Ed25519PrivateKey:
    """A new key, in files as openssl writes them."""
    made = Ed25519PrivateKey.generate()
    pem = made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (tmp_path / "key").touch(0o600)
    (tmp_path / "key").write_bytes(pem)
    (tmp_path / "key.pub").write_bytes(made.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return made


def attested(folder: Path) -> Path:
    record = write(folder / "r.jsonl", every_verdict())
    assert main(["attest", str(record), f"--key={folder}/key"]) == 0
    return record


def test_others_tools_prove_and_read_it(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    from securesystemslib.dsse import Envelope  # with its signers 0.1 s, which every worker would pay
    from securesystemslib.exceptions import VerificationError
    from securesystemslib.signer import SSlibKey  # type: ignore[attr-defined]  # its public name

    attested(tmp_path)
    given = json.loads((tmp_path / "r.intoto.json").read_text())
    envelope = Envelope.from_dict(json.loads(json.dumps(given)))
    ours = SSlibKey.from_crypto(key.public_key(), keyid=keyid(key.public_key()))
    assert list(envelope.verify([ours], 1)) == [ours.keyid]
    stranger = SSlibKey.from_crypto(Ed25519PrivateKey.generate().public_key(), keyid=ours.keyid)
    with pytest.raises(VerificationError):
        envelope.verify([stranger], 1)
    assert envelope.payload_type == "application/vnd.in-toto+json"
    said = json.loads(envelope.payload)
    assert (said["_type"], said["predicateType"]) == (
        "https://in-toto.io/Statement/v1",
        "https://in-toto.io/attestation/test-result/v0.1",
    )
    predicate = said["predicate"]
    assert (predicate["result"], predicate["failedTests"][0]) == ("FAILED", "vault.seal.open[vault]")
    assert [len(predicate[name]) for name in ("passedTests", "warnedTests", "failedTests")] == [2, 2, 3]
    assert {each["name"]: each.get("digest") for each in predicate["configuration"]} == {
        "suite": {"gitCommit": "0" * 40},
        "environments/base.toml": {"sha256": "0" * 64},
    }


def test_what_is_signed_and_rendered_is_what_was_proven(
    tmp_path: Path, key: Ed25519PrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that is written anew between two readings would be proven as one record and signed as another."""
    read_so_far: list[Path] = []
    really = Path.read_bytes

    def counted(path: Path) -> bytes:
        read_so_far.append(path)
        return really(path)

    monkeypatch.setattr(Path, "read_bytes", counted)
    record = attested(tmp_path)
    assert read_so_far.count(record) == 1
    (tmp_path / "r.csv").write_text(render("csv", read(record)))
    read_so_far.clear()
    assert main(["verify", str(record), f"--key={tmp_path}/key.pub", f"--rendered=csv:{tmp_path}/r.csv"]) == 0
    assert read_so_far.count(record) == 1
    read_so_far.clear()
    assert main(["merge", str(record), f"--record={tmp_path}/merged.jsonl"]) in (0, 1)
    assert read_so_far.count(record) == 1


def test_it_is_proven_by_the_key_and_only_by_it(
    tmp_path: Path, key: Ed25519PrivateKey, capsys: pytest.CaptureFixture[str]
) -> None:
    record = attested(tmp_path)
    capsys.readouterr()
    assert main(["verify", str(record)]) == 0
    assert "r.intoto.json: NOT PROVEN: name the public key by --key" in capsys.readouterr().out
    assert main(["verify", str(record), f"--key={tmp_path}/key.pub"]) == 0
    assert f"r.intoto.json: FAILED, signed by the key {keyid(key.public_key())}" in capsys.readouterr().out
    other = Ed25519PrivateKey.generate().public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    (tmp_path / "other.pub").write_bytes(other)
    assert main(["verify", str(record), f"--key={tmp_path}/other.pub"]) == 1
    assert "no signature in it is of the key" in capsys.readouterr().out


def resaid(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """The statement with something changed, under the old signature."""
    file = folder / "r.intoto.json"
    envelope = json.loads(file.read_text())
    said = json.loads(base64.b64decode(envelope["payload"]))
    change(said)
    envelope["payload"] = base64.b64encode(json.dumps(said, sort_keys=True).encode()).decode()
    file.write_text(json.dumps(envelope))


FORGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "the result": (lambda it: resaid(it, lambda said: said["predicate"].update(result="PASSED")), "no signature"),
    "the record, written anew": (lambda it: write(it / "r.jsonl", green()), "it is not of"),
    "the record, in one word": (
        lambda it: (it / "r.jsonl").write_bytes(
            (it / "r.jsonl").read_bytes().replace(b"not as declared", b"now as declared")
        ),
        "the chain of hashes breaks",
    ),
    "no envelope": (lambda it: (it / "r.intoto.json").write_text("{}"), "is no DSSE envelope"),
    "no attestation": (lambda it: (it / "r.intoto.json").unlink(), "cannot be read"),
    "no signature": (
        lambda it: (it / "r.intoto.json").write_text(
            json.dumps({**json.loads((it / "r.intoto.json").read_text()), "signatures": []})
        ),
        "no signature in it",
    ),
    "signed as something else": (
        lambda it: (it / "r.intoto.json").write_text(
            (it / "r.intoto.json").read_text().replace("application/vnd.in-toto+json", "text/plain")
        ),
        "no signature in it",
    ),
}


@pytest.mark.parametrize("name", FORGED)
def test_forged(tmp_path: Path, key: Ed25519PrivateKey, capsys: pytest.CaptureFixture[str], name: str) -> None:
    record = attested(tmp_path)
    forge, reason = FORGED[name]
    forge(tmp_path)
    capsys.readouterr()
    assert main(["verify", str(record), f"--key={tmp_path}/key.pub"]) == 1
    assert reason in capsys.readouterr().out


def test_what_is_not_whole_is_not_signed(tmp_path: Path, key: Ed25519PrivateKey) -> None:
    record = write(tmp_path / "r.jsonl", green()[:-1])
    assert main(["attest", str(record), f"--key={tmp_path}/key"]) == 1
    assert not (tmp_path / "r.intoto.json").exists()


@pytest.mark.parametrize(
    ("content", "result"),
    [
        (green(), "PASSED"),
        (troubled(), "FAILED"),
        (
            [
                *[each for each in every_verdict()[:-1] if getattr(each, "verdict", "waived") in ("passed", "waived")],
                end({}, exit=0),
            ],
            "WARNED",
        ),
    ],
)
def test_results(
    tmp_path: Path, key: Ed25519PrivateKey, content: Any, result: str, capsys: pytest.CaptureFixture[str]
) -> None:
    record = write(tmp_path / "r.jsonl", content)
    assert main(["attest", str(record), f"--key={tmp_path}/key", f"--out={tmp_path}/a.json"]) == 0
    words = ["verify", str(record), f"--key={tmp_path}/key.pub", f"--attestation={tmp_path}/a.json"]
    assert main(words) == 0
    assert f"a.json: {result}, signed by" in capsys.readouterr().out


KEYS: dict[str, tuple[Callable[[Path], object], str]] = {
    "none": (lambda it: it.unlink(), "cannot be read: No such file"),
    "open to others": (lambda it: it.chmod(0o644), "can be read by others; chmod 600"),
    "no key": (lambda it: it.write_text("x"), "is no private key that can be read"),
}


@pytest.mark.parametrize("name", KEYS)
def test_a_key_that_cannot_be_used_is_a_mistake(
    tmp_path: Path, key: Ed25519PrivateKey, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    record = write(tmp_path / "r.jsonl", green())
    spoil, reason = KEYS[name]
    spoil(tmp_path / "key")
    assert main(["attest", str(record), f"--key={tmp_path}/key"]) == 4
    assert reason in capsys.readouterr().err


def test_a_page_is_of_this_record(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    record, other = write(tmp_path / "r.jsonl", every_verdict()), write(tmp_path / "o.jsonl", troubled())
    for name in FORMATS:
        (tmp_path / name).write_bytes(render(name, read(record)).encode())
    pages = [f"--rendered={name}:{tmp_path}/{name}" for name in FORMATS]
    assert main(["verify", str(record), *pages]) == 0
    assert capsys.readouterr().out.count(": rendered from this record") == len(FORMATS)
    for page in pages:
        assert main(["verify", str(other), page]) == 1
    (tmp_path / "csv").write_bytes((tmp_path / "csv").read_bytes().replace(b"failed", b"passed", 1))
    capsys.readouterr()
    assert main(["verify", str(record), f"--rendered=csv:{tmp_path}/csv"]) == 1
    assert "csv: not what" in (said := capsys.readouterr().out)
    assert ": line " in said


@pytest.mark.process
def test_keys_of_the_programs_that_people_have(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """ssh-keygen and openssl make them; a passphrase and another kind are refused in words."""
    record = write(tmp_path / "r.jsonl", green())
    ssh = ["ssh-keygen", "-q", "-C", "ops", "-f"]
    subprocess.run([*ssh, tmp_path / "ssh", "-t", "ed25519", "-N", ""], check=True)
    subprocess.run(["openssl", "genpkey", "-algorithm", "ed25519", "-out", tmp_path / "pem"], check=True)
    subprocess.run(["openssl", "pkey", "-in", tmp_path / "pem", "-pubout", "-out", tmp_path / "pem.pub"], check=True)
    for name in ("ssh", "pem"):
        (tmp_path / name).chmod(0o600)
        assert main(["attest", str(record), f"--key={tmp_path}/{name}"]) == 0
        assert main(["verify", str(record), f"--key={tmp_path}/{name}.pub"]) == 0
    subprocess.run([*ssh, tmp_path / "locked", "-t", "ed25519", "-N", "a passphrase"], check=True)
    subprocess.run([*ssh, tmp_path / "rsa", "-t", "rsa", "-N", ""], check=True)
    for name, reason in (("locked", "passphrase"), ("rsa", "is no Ed25519 key")):
        assert main(["attest", str(record), f"--key={tmp_path}/{name}"]) == 4
        assert reason in capsys.readouterr().err


@pytest.mark.process
def test_a_person_signs_off_by_the_words_of_the_readme(tmp_path: Path) -> None:
    readme = (Path(__file__).resolve().parents[3] / "README.md").read_text("utf-8")
    sign, proof = (
        next(each.strip() for each in readme.splitlines() if f"ssh-keygen -Y {word} " in each)
        for word in ("sign", "verify")
    )
    record = write(tmp_path / "RECORD", green())
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", tmp_path / "KEY"], check=True)
    public = (tmp_path / "KEY.pub").read_text()
    (tmp_path / "SIGNERS").write_text(f'alice@example.org namespaces="{NAMESPACE}" {public}')

    def run(words: str) -> int:
        return subprocess.run(["bash", "-c", words], cwd=tmp_path, check=False, capture_output=True).returncode

    assert shutil.which("ssh-keygen")
    assert run(sign) == 0
    assert run(proof) == 0
    assert run(proof.replace("alice@", "bob@")) != 0
    assert run(proof.replace(NAMESPACE, "file")) != 0
    record.write_bytes(record.read_bytes().replace(b"alice", b"bobby"))
    assert run(proof) != 0


@pytest.mark.parametrize(
    "text",
    ["ssh-foo AAAA x", "ssh-dss AAAAB3NzaC1kc3MAAACBAJ x", "sk-ssh-ed25519@openssh.com AAAA x", "", "-----BEGIN X"],
)
def test_a_public_key_of_any_other_kind_is_refused_in_words(tmp_path: Path, text: str) -> None:
    (tmp_path / "key.pub").write_text(text)
    with pytest.raises(UserMistake, match=r"is no public key that can be read; it is the \.pub beside a key"):
        public_key(tmp_path / "key.pub")
