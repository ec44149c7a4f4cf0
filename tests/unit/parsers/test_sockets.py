from __future__ import annotations

import pytest

from fixtures.parsers.sockets import Holder, masters, parse_parents, parse_ss, widest

MASTER, WORKER, STRANGER = Holder("master", 347), Holder("smtpd", 438), Holder("python3", 9)


def test_a_worker_that_inherited_the_socket_is_not_its_holder() -> None:
    assert masters((WORKER, MASTER, STRANGER), {438: 347, 347: 1, 9: 1}) == (MASTER, STRANGER)


def test_systemd_is_everybodys_ancestor_and_holds_a_socket_only_alone() -> None:
    forgejo, systemd = Holder("forgejo", 901), Holder("systemd", 1)
    assert masters((forgejo, systemd), {901: 1}) == (forgejo,)
    assert masters((systemd,), {}) == (systemd,)


def test_ipv4_in_the_clothes_of_ipv6() -> None:
    found = parse_ss("tcp LISTEN 0 9 [::ffff:10.0.2.11]:1 *:*\ntcp LISTEN 0 9 [::ffff:0.0.0.0]:2 *:*\n")
    assert [(each.plain_address, each.scope) for each in found] == [("10.0.2.11", "container"), ("0.0.0.0", "any")]


def test_a_full_queue_is_told() -> None:
    (found,) = parse_ss('tcp LISTEN 129 128 *:8200 *:* users:(("vault",pid=7,fd=3))')
    assert found.full
    assert str(found) == "*:8200/tcp vault (pid 7), its queue is full (129 of 128), nobody takes connections"


def test_parents_of_processes_with_odd_names() -> None:
    assert parse_parents("7 (a) b) R 1 7 7\n8 ((sd-pam)) S 7 8\n\n") == {7: 1, 8: 7}


def test_a_name_with_a_quote_and_an_interface() -> None:
    (found,) = parse_ss('udp UNCONN 0 0 127.0.0.53%lo:53 0.0.0.0:* users:(("a\\"b c",pid=1,fd=2))')
    assert (found.address, found.scope, found.holders) == ("127.0.0.53", "loopback", (Holder('a\\"b c', 1),))


def test_a_socket_of_the_kernel_has_no_holder() -> None:
    (found,) = parse_ss("udp UNCONN 0 0 [fe80::1]%eth0:546 [::]:*")
    assert (found.address, found.scope, found.holders) == ("fe80::1", "container", ())


def test_the_widest_scope_counts() -> None:
    found = parse_ss("tcp LISTEN 0 9 127.0.0.1:1 0.0.0.0:*\ntcp LISTEN 0 9 *:1 *:*\n")
    assert widest(found) == "any"


def test_only_ipv6_is_not_everybody() -> None:
    (found,) = parse_ss("tcp LISTEN 0 9 [::]:1 [::]:*")
    assert found.scope == "IPv6 only"


def test_what_is_not_understood_is_no_answer() -> None:
    with pytest.raises(ValueError, match="not a line of ss"):
        parse_ss("Netlink is not supported")


@pytest.mark.parametrize("line", ["Last login: Mon Nov 25 from somewhere else", "tcp LISTEN 0 9 host:1 *:*"])
def test_a_banner_is_no_socket(line: str) -> None:
    with pytest.raises(ValueError, match=r"not a line of ss|does not appear"):
        parse_ss(line)
