"""The lint of the structure, on a small house in which everything is wrong once."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from tests import structure

WRONG = {
    "fixtures/facts/dns.py": "def asked():\n    from fixtures.verdict.judge import Judge\n",
    "fixtures/verdict/judge.py": "from fixtures.verdict import outcome\n",
    "fixtures/verdict/outcome.py": "def later():\n    import fixtures.verdict.judge\n",
    "fixtures/expectations/tables.py": "if TYPE_CHECKING:\n    from fixtures.expectations.vault import Vault\n",
    "fixtures/expectations/vault.py": "from fixtures.expectations.tables import Tables\n",
    "fixtures/parsers/long.py": "x = 1\n" * 201,
    "fixtures/verdict/needs.py": "",
    "reports/html.py": "from lab import site\n",
    "fixers/loop.py": "from fixtures.plugins.run import start\n",
    "lab/network/outside.py": "from lab.components import dns\n",
    "lab/components/dns.py": "",
}
RIGHT = {
    "fixtures/facts/dns.py": "if TYPE_CHECKING:\n    from fixtures.facts.cache import Facts\n",
    "fixtures/facts/cache.py": "from fixtures.facts.dns import DnsFacts\nfrom fixtures.clients import http\n",
    "fixtures/clients/http.py": "from fixtures.questions import asking\n",
    "fixtures/questions.py": "from fixtures.memory import Remembered\n",
    "fixtures/memory.py": "LIMIT = 5\n" * 200,
    "lab/verbs/up.py": "from fixtures.environment import load\nfrom lab.components import dns\n",
}


def _told(root: Path, files: Mapping[str, str]) -> list[str]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)
    return sorted(structure.problems(root))


def test_everything_that_is_wrong_is_told(tmp_path: Path) -> None:
    assert _told(tmp_path, WRONG) == [
        "fixers.loop imports fixtures.plugins.run: a plugin is pytest's alone",
        "fixtures.facts.dns imports fixtures.verdict.judge, but fixtures.verdict stands no lower than fixtures.facts",
        "fixtures/parsers/long.py has 201 lines: past 200, does it hold two ideas? "
        "split it, or say why not in tests/structure.py",
        "fixtures/verdict/needs.py has 0 lines, and tests/structure.py says why it is longer than 200: take it out",
        "lab.network.outside imports lab.components.dns, but lab.components stands no lower than lab.network",
        "modules import each other in a circle, for types: fixtures.expectations.tables -> fixtures.expectations.vault"
        " -> fixtures.expectations.tables",
        "modules import each other in a circle: fixtures.verdict.judge -> fixtures.verdict.outcome"
        " -> fixtures.verdict.judge",
        "reports.html imports lab; reports may import fixtures, reports",
    ]


def test_what_is_right_or_known_is_not(tmp_path: Path) -> None:
    assert _told(tmp_path, RIGHT) == []
