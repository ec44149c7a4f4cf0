"""Which manager of networks is asked: the one that has the card."""

from __future__ import annotations

import pytest

from fixtures.errors import FactUnavailable
from fixtures.facts.next_boot import _by_manager, _states
from fixtures.parsers.sections import Section, Sections

STATIC = "ip addr add 10.0.2.11/255.255.255.0 broadcast 10.0.2.255 \t  dev eth0 label eth0\n"
FILE = "  Network File: /etc/systemd/network/eth0.network\n"
UNREAD = 'ifup: couldn\'t read interfaces file "/etc/network/interfaces"'
ALONE = "  Network File: n/a\n"


def told(networkd: str, manager: str, networking: str) -> str:
    units = {"systemd-networkd": networkd, "NetworkManager": manager, "networking": networking}
    words = [(name, *state.split()) for name, state in units.items()]
    return "".join(f"Id={n}.service ActiveState={a} UnitFileState={e} \n" for n, a, e in words)


def asked(states: str, sections: dict[str, str], status: int = 0) -> str:
    found = {"networkd": "", "file": "", "connection": "", "ifup": STATIC, **sections}
    answers = {name: Section(status if name == "ifup" else 0, text, "") for name, text in found.items()}
    if not found["connection"]:
        answers["connection"] = Section(1, "", "")
    return str(_by_manager("tables", Sections("tables", "", answers), _states(states)))


OFF, ON, IDLE = "inactive disabled", "active enabled", "inactive enabled"


@pytest.mark.parametrize(
    ("states", "sections", "said"),
    [
        (told(OFF, OFF, ON), {}, "ifupdown would bring 10.0.2.11/24"),
        (told(OFF, OFF, "active disabled"), {}, "ifupdown would bring none; networking.service is not enabled"),
        (
            told(ON, OFF, ON),
            {"networkd": FILE, "file": "[Network]\nDHCP=yes\n"},
            "systemd-networkd would bring one by DHCP",
        ),
        (told(ON, OFF, ON), {"networkd": ALONE}, "ifupdown would bring 10.0.2.11/24"),
        (told(OFF, ON, OFF), {"connection": "yes\nmanual\n10.0.2.11/24\n"}, "NetworkManager would bring 10.0.2.11/24"),
        (told(OFF, IDLE, ON), {"connection": "yes\nauto\n\n"}, "ifupdown would bring 10.0.2.11/24"),
    ],
)
def test_who_has_the_card(states: str, sections: dict[str, str], said: str) -> None:
    assert asked(states, sections) == said


def test_a_file_that_ifup_cannot_read_brings_nothing() -> None:
    said = asked(told(OFF, OFF, ON), {"ifup": f"{UNREAD}\n"}, 1)
    assert said == f"ifupdown would bring none; {UNREAD}"


def test_one_that_tells_no_step_is_no_answer() -> None:
    """ifupdown2's `--no-act` prints nothing without an error, or ends with one of its own (ifupdown2#307)."""
    with pytest.raises(FactUnavailable, match="ifupdown2 does not say"):
        asked(told(OFF, OFF, ON), {"ifup": "ifupdown2 does not say what it would run\n"}, 126)


def test_no_manager_is_no_answer() -> None:
    with pytest.raises(FactUnavailable, match="no manager of networks is known"):
        asked(told(OFF, OFF, OFF), {}, 127)
    with pytest.raises(ValueError, match="says nothing of NetworkManager"):
        _states("Id=systemd-networkd.service ActiveState=active UnitFileState=enabled ")
