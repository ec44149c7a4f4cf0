"""Our verdict on a chain against OpenSSL's own, on chains that nobody chose."""

from __future__ import annotations

import re
import socket
import ssl
import subprocess
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fixtures.facts.tls import TlsFacts
from fixtures.parsers.certificate import Certificate
from tests.unit.environments import environment
from tests.unit.facts.local import HOUR, Issued, access, issue, nothing, serving, speaking_tls

pytestmark = pytest.mark.process

EXAMPLES = 250
DATES = st.sampled_from([(-HOUR, HOUR), (-HOUR, HOUR), (-2 * HOUR, -HOUR), (HOUR, 2 * HOUR)])
Dates = tuple[timedelta, timedelta]
NAMES = [
    "chat.lab.test", "CHAT.lab.test", "*.lab.test", "*.test", "*", "lab.test", "*.chat.lab.test",
    "xn--caf-dma.lab.test", "10.0.9.1", "DNS:10.0.9.1", "*.0.9.1", "2001:db8::1",
]  # fmt: skip
WANTED = ["chat.lab.test", "a.chat.lab.test", "lab.test", "vault", "xn--caf-dma.lab.test", "10.0.9.1", "2001:db8::1"]
EXPIRED, NOT_YET = 10, 9

tls = TlsFacts(environment(), access(), nothing())


def ours(folder: Path, chain: list[Issued], trusted: Issued, wanted: str) -> Certificate:
    with serving(speaking_tls(chain[0].write(folder, *chain[1:]))) as port:
        return tls.shown("proxy", port, wanted, trusted.pem)


def accepted(folder: Path, trusted: Issued, wanted: str) -> bool:
    """Whether an ordinary client takes the chain that lies in `folder` for `wanted`."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=trusted.pem)
    with (
        serving(speaking_tls((folder / "chain.pem", folder / "key.pem"))) as port,
        socket.create_connection(("127.0.0.1", port), 5) as plain,
    ):
        try:
            context.wrap_socket(plain, server_hostname=wanted).close()
        except ssl.SSLCertVerificationError:
            return False
    return True


def openssl(folder: Path, chain: list[Issued], trusted: Issued) -> set[tuple[int, int]]:
    """Every (code, depth) that `openssl verify` finds; it knows nothing of names here."""
    (folder / "leaf").write_text(chain[0].pem)
    (folder / "sent").write_text("".join(each.pem for each in chain[1:]) or trusted.pem)
    (folder / "root").write_text(trusted.pem)
    done = subprocess.run(
        ["openssl", "verify", "-no-CApath", "-no-CAstore", "-CAfile", "root", "-untrusted", "sent", "leaf"],
        cwd=folder, capture_output=True, text=True, check=False,
    )  # fmt: skip
    found = re.findall(r"^error (\d+) at (\d+) depth", done.stdout + done.stderr, re.MULTILINE)
    assert (done.returncode == 0) == (not found), done.stdout + done.stderr
    return {(int(code), int(depth)) for code, depth in found}


@settings(max_examples=EXAMPLES, deadline=None, database=None, derandomize=True)
@given(st.data())
def test_a_chain_is_judged_as_openssl_judges_it(data: Any) -> None:
    root = issue("root", None, (), *data.draw(DATES, "root"))
    other = issue("other")
    between = issue("between", root, (), *data.draw(DATES, "between")) if data.draw(st.booleans(), "between?") else None
    names = tuple(data.draw(st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True), "names"))
    leaf = issue("leaf", between or root, names, *data.draw(DATES, "leaf"))
    sent = [leaf, *([between] if between and data.draw(st.booleans(), "sent?") else [])]
    trusted = data.draw(st.sampled_from([root, root, root, other]), "trusted")
    wanted = data.draw(st.sampled_from(WANTED), "wanted")
    with TemporaryDirectory() as folder:
        found = ours(Path(folder), sent, trusted, wanted)
        fine = found.trusted and bool(found.covers_name) and not found.out_of_date
        assert fine == accepted(Path(folder), trusted, wanted), found
        errors = openssl(Path(folder), sent, trusted)
    dates = {(code, depth) for code, depth in errors if code in (EXPIRED, NOT_YET)}
    assert found.trusted == (errors == dates), (found, errors)
    if found.trusted and not any(code == NOT_YET for code, _ in dates):  # there openssl ends, and names no other
        titles = ["the certificate itself", *(["its authority CN=between"] if len(sent) > 1 else []), "the trusted"]
        assert [any(late.startswith(title) for late in found.out_of_date) for title in titles] == [
            (EXPIRED, depth) in dates for depth in range(len(titles))
        ], (found, errors)
