"""Whether `iptables-restore` loads a file: each case was given to version 1.8.9 in a network namespace of its own."""

from __future__ import annotations

import pytest

from fixtures.parsers.iptables_file import refused

RULE = "-A PREROUTING -i eth0 -p tcp --dport 80 -j DNAT --to-destination 10.0.9.19:80\n"
GOOD = f"*nat\n:PREROUTING ACCEPT [0:0]\n{RULE}COMMIT\n"


@pytest.mark.parametrize(
    ("text", "reasons"),
    [
        ("", ()),
        (GOOD, ()),
        (f"# by hand\n*nat\n{RULE}COMMIT\n", ()),
        (f"*nat\n:MINE - [0:0]\n-A MINE -j RETURN\n{RULE}COMMIT\n*filter\n-A FORWARD -j ACCEPT\nCOMMIT\n", ()),
        (f"*nat\n-N MINE\n[3:180] -A MINE -j RETURN\n{RULE}COMMIT\n", ()),
        (f"*nat\n{RULE}", ("line 1: the table nat has no COMMIT",)),
        (f"*nat\n{RULE}*filter\nCOMMIT\n", ("line 1: the table nat has no COMMIT",)),
        (f"*nat\n-A LOST -j RETURN\n{RULE}COMMIT\n", ("line 2: there is no chain LOST in the table nat",)),
        ("*filter\n-A PREROUTING -j ACCEPT\nCOMMIT\n", ("line 2: there is no chain PREROUTING in the table filter",)),
        (GOOD.replace("\n", "\r\n"), ("line 1: it ends with a carriage return, as an editor of Windows writes it",)),
        (RULE, ("line 1: it stands in no table",)),
    ],
)
def test_what_is_refused(text: str, reasons: tuple[str, ...]) -> None:
    assert refused(text) == reasons
