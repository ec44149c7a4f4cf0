"""What must not be committed: secrets by name and form, and what only looks like one; addresses of somebody's."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from fixtures.access.process import run
from fixtures.errors import FactUnavailable
from fixtures.expectations.safety import Repository
from fixtures.facts.repositories import RepositoryFacts
from fixtures.parsers import leaks
from fixtures.parsers.written_addresses import real
from tests.unit.environments import environment

CASES: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden" / "leaks" / "contents.json").read_text("utf-8")
)["files"]
LAB = environment()


def content(case: dict[str, Any]) -> str:
    if "make" in case:
        return run(case["make"].split(), timeout=10).text
    made: str = case["prefix"] + case["unit"] * case["n"]
    return made


@pytest.mark.process
@pytest.mark.parametrize("path", CASES)
def test_a_secret_is_told_from_what_looks_like_one(path: str) -> None:
    text = content(CASES[path])
    found = bool(leaks.kinds(text.splitlines())) or leaks.private_keys(text) > 0
    assert found is CASES[path]["verdict"].startswith("red")


@pytest.mark.parametrize(
    ("path", "secret"),
    [
        (".env", True),
        ("zwei Wörter.env", True),
        ("conf/init.json", True),
        ("a/.env.prod", True),
        (".env.example", False),
        ("x.env.template", False),
        (".environment", False),
        ("my-init.json", False),
    ],
)
def test_a_file_may_be_one_by_its_name(path: str, secret: bool) -> None:
    assert leaks.by_name(path) is secret


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Caddy 2.11.7.1 is needed; kernel 6.18.44-fc; OID 1.3.6.1.4.1.311", 0),
        (
            "Connect to 10.x.x.x, 10.0.2.x or 10.0.0.0/8; loopback 127.0.0.1:2019, bind 0.0.0.0:80, mask 255.255.255.0",
            0,
        ),
        ("Examples 192.0.2.10, 198.51.100.7/32, 203.0.113.5, 2001:db8::1, ::1, fe80::1", 0),
        ("Public resolvers 8.8.8.8, 9.9.9.9, 1.1.1.1", 0),
        ("Vault is on 10.0.2.14, the console on http://172.16.3.4:9000, mail on 192.168.1.20", 3),
        ("The provider's side is 100.64.3.2, we are 11.22.33.44 outside and 2a00:dead:beef::2", 3),
        ("at 12:30:45 the card 00:16:3e:5a:01:02 sent std::vector", 0),  # bbot#1397, ip-regex#5
        ("`use a::b`, `add::Fee`, `dead::beef` and `abc::def::fade` are paths in Rust and C++", 0),  # pyWhat#201
        ("host key 66:d4:09:2b:52:c7:d4:99, world wide name 50:06:01:60:3b:a0:11:22", 0),  # idnits#199
        ("inside fd12:3456:789a::1, outside 2600:3c03::f03c:91ff:fe73:b7f3", 2),
    ],
)
def test_an_address_is_told_from_what_stands_for_one(line: str, found: int) -> None:
    assert len(real(line)) == found


class Local(RepositoryFacts):
    """Asks git on this machine."""

    def run(self, _container: str, *argv: str) -> Any:
        return run(argv, timeout=10)


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    def git(*words: str) -> None:
        who = ("-c", "user.name=x", "-c", "user.email=x@example.test")
        subprocess.run(["git", "-C", tmp_path, *who, *words], check=True, capture_output=True)

    git("init", "-q")
    for path, case in CASES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(content(case) + "\n")
    (tmp_path / ".gitignore").write_text(".env\n")
    (tmp_path / ".env").write_text("PORT=1\n")
    (tmp_path / "zwei Wörter.env").write_text("PORT=1\n")
    (tmp_path / "link.env").symlink_to("../secrets/prod.env")
    (tmp_path / "docs/network.md").write_text("Vault is on 10.0.2.14, and on 10.0.2.14; dns on 10.0.2.15\n")
    (tmp_path / "code.py").write_text("HOST = '10.0.2.14'\n")
    git("add", "-A", "-f")
    git("commit", "-q", "-m", "all")
    (tmp_path / "untracked.env").write_text("PORT=1\n")
    return Repository(container="alm", name="here", path=str(tmp_path))


@pytest.mark.process
def test_what_was_committed_is_looked_at_and_no_value_is_told(repository: Repository) -> None:
    room: Any = Local(LAB, None, None)  # type: ignore[arg-type]  # git alone is asked
    found = room.secrets_in(repository)
    red = {path for path, case in CASES.items() if case["verdict"].startswith("red")}
    assert {each.partition(": ")[0] for each in found} == red | {".env", "zwei Wörter.env"}
    for secret in ("CAESIJ9k2mQ7", "S3cr3tPa55w0rd", "A1b2C3d4"):
        assert secret not in " ".join(found)
    allowed = repository.model_copy(update={"allow": ("^deploy/", r"\.env$"), "name": "allowed"})
    assert {each.partition(": ")[0] for each in room.secrets_in(allowed)} == red - {"deploy/prod.env"}
    assert room.addresses_in(repository) == ("docs/network.md: 2",)


@pytest.mark.process
def test_what_is_no_repository_is_unknown(tmp_path: Path) -> None:
    room: Any = Local(LAB, None, None)  # type: ignore[arg-type]  # as above
    with pytest.raises(FactUnavailable, match="not a git repository"):
        room.secrets_in(Repository(container="alm", name="none", path=str(tmp_path)))
