"""Env files mean what systemd itself makes of them: its own parser (the library of PID 1) is asked about each."""

from __future__ import annotations

import ctypes
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fixtures.parsers import envfile
from tests.unit.facts.envfiles import TEXTS

GOLDEN = Path(__file__).parent / "golden" / "dotenvy.json"
EXAMPLES = (
    'export VAULT_ADDR=https://10.0.9.12:8200\nVAULT_TOKEN="hvs.AAAA"   # renew monthly\n',
    "VAULT_ADDR=https://10.0.9.12:8200 # vault container\n",
    "VAULT_ADDR=https://10.0.9.12:8200\\\n\nVAULT_TOKEN=hvs.\\\nAAAA\n",
    "A='x' y\nA=\"a\" 'b'\n; PORT=1\nPORT =5858\nB=x \\\n",
)


class Systemd:
    """`load_env_file` and `strv_env_clean` of libsystemd-shared: what EnvironmentFile= is read with."""

    def __init__(self) -> None:
        found = sorted(Path("/usr/lib").glob("*/systemd/libsystemd-shared-*.so"))
        found += sorted(Path("/usr/lib/systemd").glob("libsystemd-shared-*.so"))
        assert found, "systemd itself is asked here: install the package systemd"
        self.library = ctypes.CDLL(str(found[-1]))
        self.library.strv_env_clean_with_callback.restype = ctypes.POINTER(ctypes.c_char_p)
        self.library.strv_env_clean_with_callback.argtypes = [ctypes.POINTER(ctypes.c_char_p), *[ctypes.c_void_p] * 2]

    def read(self, file: Path) -> dict[str, str]:
        """The variables; memory of the library is left to the process."""
        found = ctypes.POINTER(ctypes.c_char_p)()
        status = self.library.load_env_file(None, str(file).encode(), ctypes.byref(found))
        assert status >= 0, status
        return dict(self._pairs(self.library.strv_env_clean_with_callback(found, None, None)))

    @staticmethod
    def _pairs(found: ctypes._Pointer[ctypes.c_char_p]) -> Iterator[tuple[str, str]]:
        number = 0
        while found and (each := found[number]) is not None:
            name, _, value = each.decode().partition("=")
            yield name, value
            number += 1


@pytest.fixture(scope="module")
def systemd() -> Systemd:
    return Systemd()


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("env") / "env"


@settings(max_examples=4 * settings().max_examples, deadline=None)
@given(TEXTS | st.text(alphabet="A=B'\"\\ \t#;\n\r$`x", max_size=40))
@example(EXAMPLES[0])
@example(EXAMPLES[1])
@example(EXAMPLES[2])
@example(EXAMPLES[3])
def test_systemd_reads_the_same(systemd: Systemd, file: Path, text: str) -> None:
    file.write_bytes(text.encode())
    assert dict(envfile.parse(text)) == systemd.read(file)


def test_dotenvy_read_the_same() -> None:
    """Texts of the same generator, and what dotenvy 0.15.7 itself made of each (asked once; kept as golden)."""
    cases = json.loads(GOLDEN.read_text())
    assert len(cases) >= 200
    wrong = [text for text, meant in cases if dict(envfile.parse(text, "dotenv")) != meant]
    assert wrong == []
