"""What the Source line of a check names in the guide: `guide, SECTION "TITLE", "TITLE"; SECTION; another document`.

A quoted title names statements: those whose title it has in it, or that have it in theirs. A section without a title
names the statements of those things of it that the check is asked about.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from fixtures.errors import UserMistake
from reports.guide.statements import Statement

GUIDE = "guide, "
ALIASES = {"port map": "NAT port forwarding"}
"""Other names of sections."""
_QUOTED = re.compile(r'"([^"]*)"')


class UnknownStatement(UserMistake):
    """A Source line names what the guide does not have."""


@dataclass(frozen=True)
class Reference:
    """A section of the guide, and titles in it; none where the section as a whole is meant."""

    section: str
    titles: tuple[str, ...]


def references(source: str, sections: Collection[str]) -> Iterator[Reference]:
    """Every place in the guide that a Source line names.

    Raises:
        UnknownStatement: what stands behind `guide,` is no section.
    """
    known = {**{section.lower(): section for section in sections}, **ALIASES}
    for part in re.split(r";\s*(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", source.rstrip(".")):
        said = part.strip()
        section = next((known[each] for each in known if _begins(said.removeprefix(GUIDE).lower(), each)), None)
        if section:
            yield Reference(section, tuple(_QUOTED.findall(said)))
        elif said.startswith(GUIDE):
            raise UnknownStatement(f"{said!r} names no section of the guide; there are {', '.join(sections)}")


def named(source: str, asked_of: Callable[[], Iterable[str]], known: Collection[Statement]) -> Iterator[Statement]:
    """The statements that a Source line names, of a check that is asked about the things `asked_of`.

    Raises:
        UnknownStatement: a section or a title is not in the guide.
    """
    things: set[str] | None = None
    for reference in references(source, dict.fromkeys(each.section for each in known)):
        here = [each for each in known if each.section == reference.section]
        if not reference.titles:
            things = _parts(asked_of()) if things is None else things
            yield from (each for each in here if each.of and each.of in things)
        for title in reference.titles:
            found = [each for each in here if _inside(each.title, title) or _inside(title, each.title)]
            if not found:
                titles = ", ".join(each.title for each in here)
                raise UnknownStatement(f'no statement "{title}" in {reference.section}, which has {titles}')
            yield from found


def _parts(ids: Iterable[str]) -> set[str]:
    return {part for id in ids for part in (id, *id.split(":"), *re.split("[:/]", id))}


def _begins(text: str, words: str) -> bool:
    return text.startswith(words) and not _of_a_word(text[len(words) :][:1])


def _inside(part: str, whole: str) -> bool:
    """Whether the words of the one stand in the other, and not as pieces of longer ones."""
    part, whole = part.lower(), whole.lower()
    at = whole.find(part)
    while at >= 0:
        if not _of_a_word(whole[:at][-1:]) and not _of_a_word(whole[at + len(part) :][:1]):
            return True
        at = whole.find(part, at + 1)
    return False


def _of_a_word(character: str) -> bool:
    return character.isalnum() or character == "_"
