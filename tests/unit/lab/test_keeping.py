"""State and cache: whole or not at all, secret, the same at every question."""

import stat
from pathlib import Path

import pytest

from lab.cache import Cache, key
from lab.pki import Pki
from lab.state import State


def test_state_is_only_for_root(tmp_path: Path) -> None:
    state = State(tmp_path / "state")
    state.write("secrets/tables/password", "x")
    assert stat.S_IMODE((tmp_path / "state").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "state/secrets/tables/password").stat().st_mode) == 0o600
    assert state.read("secrets/tables/password") == "x"
    assert state.read("secrets/nothing") is None


@pytest.mark.parametrize("name", ["/etc/passwd", "../x", "a/../../b"])
def test_state_stays_in_its_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="relative path"):
        State(tmp_path).read(name)


def test_secret_is_made_once(tmp_path: Path) -> None:
    first = State(tmp_path).secret("cache/password", 24)
    assert State(tmp_path).secret("cache/password", 24) == first
    assert len(first) == 32


def test_interrupted_making_leaves_nothing(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    final = cache.path("image", "abc")

    def interrupted() -> None:
        with cache.making(final) as partial:
            partial.mkdir()
            (partial / "half").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert not final.exists()
    assert list((tmp_path / "partial").iterdir()) == []


def test_finished_making_is_there_whole(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    with cache.making(cache.path("image", "abc")) as partial:
        partial.mkdir()
        (partial / "whole").write_text("whole")
    assert (tmp_path / "image/abc/whole").read_text() == "whole"


def test_key_follows_the_recipe() -> None:
    assert key("a", ["b"]) == key("a", ["b"])
    assert key("a", ["b"]) != key("a", ["c"])


def test_certificates_stay_and_chain(tmp_path: Path) -> None:
    from cryptography import x509

    pki = Pki(State(tmp_path))
    chain, secret = pki.issue("vault", ["vault"], ["10.0.9.12"])
    assert Pki(State(tmp_path)).issue("vault", ["vault"], ["10.0.9.12"]) == (chain, secret)
    leaf, authority = x509.load_pem_x509_certificates(chain)
    leaf.verify_directly_issued_by(authority)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["vault"]
    assert pki.issue("vault", ["vault", "other"], ["10.0.9.12"])[0] != chain


def test_expired_certificate_is_never_kept(tmp_path: Path) -> None:
    import datetime as dt

    from cryptography import x509

    pki = Pki(State(tmp_path))
    good = pki.issue("proxy", ["proxy"], [])
    expired = x509.load_pem_x509_certificates(pki.issue("proxy", ["proxy"], [], days=-1)[0])[0]
    assert expired.not_valid_after_utc < dt.datetime.now(dt.UTC)
    assert pki.issue("proxy", ["proxy"], []) == good
