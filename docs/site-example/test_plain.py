"""Plain tests of pytest-testinfra, as they are written anywhere."""

from __future__ import annotations

import pytest
from testinfra.host import Host

testinfra_hosts = ["system", "incus://vault"]


def test_sshd_is_absent(host: Host) -> None:
    """No SSH server is installed: containers are entered by Incus alone."""
    assert not host.package("openssh-server").is_installed


@pytest.mark.parametrize("path", ["/etc/passwd", "/etc/group"])
def test_accounts(host: Host, path: str) -> None:
    """The lists of accounts are root's, and nobody else writes them."""
    file = host.file(path)
    assert (file.user, file.mode & 0o022) == ("root", 0)
