from __future__ import annotations

import pytest

from lab.standins.botserver.files import kind_of, settings_of
from lab.standins.botserver.knowledge import DIMENSIONS, collection_of, embedding


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("default.gbdialog/start.bas", "bas"),
        ("default.gbot/config.csv", "config"),
        ("default.gbkb/welcome.txt", "kb"),
        ("default.gbkb/laws/a.PDF", "kb"),
        ("default.gbkb/picture.png", "other"),
        ("default.gbot/other.csv", "other"),
        ("default.gbdialog/notes.md", "other"),
    ],
)
def test_kind(key: str, kind: str) -> None:
    assert kind_of(key) == kind


def test_settings_pass_over_what_drivemonitor_passes_over() -> None:
    content = "key,value\n# note\n\nllm-provider, groq \ntheme,#cc0000\ntext,a,b\nno comma\n,empty\nempty,\n"
    assert settings_of(content) == {"llm-provider": "groq", "theme": "#cc0000", "text": "a,b", "empty": ""}


def test_collection() -> None:
    assert collection_of("default", "default.gbai/default.gbkb/welcome.txt") == "default_kb"
    assert collection_of("default", "default.gbai/default.gbkb/laws/x/a.txt") == "default_laws"


def test_embedding_is_a_unit_vector_and_finds_equal_words() -> None:
    first, same, other = embedding("The lab stands"), embedding("stands the LAB"), embedding("nothing alike here")
    assert len(first) == DIMENSIONS
    assert sum(value * value for value in first) == pytest.approx(1)
    assert first == same != other
    assert sum(embedding("")) == 1
