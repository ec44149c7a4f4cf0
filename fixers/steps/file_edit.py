"""Change lines of a file in an instance, or on the host."""

from __future__ import annotations

import shlex
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, ClassVar

from fixers.errors import StepFailed
from fixers.steps import kept
from fixers.steps.kept import digest
from fixers.steps.step import HOST, Json, Keep, Place, Step, instance
from fixtures.texts import many

if TYPE_CHECKING:
    from fixers.hands import Hands

BACKUPS = ("/tmp", kept.FOLDER)

KEEP_AND_PUT = """
set -eu
path=$1 new=$2
shift 2
[ -L "$path" ] && path=$(readlink -f -- "$path")
for copy in "$@"; do
    mkdir -p -m 0700 -- "$(dirname -- "$copy")" 2>/dev/null || :
    [ -e "$copy" ] || { cp -p -- "$path" "$copy.part" && mv -- "$copy.part" "$copy"; }
done
chown --reference="$path" -- "$new"
chmod --reference="$path" -- "$new"
mv -f -- "$new" "$path"
"""
"""Backs $path up to each further name, then puts $new in its place in one move, with its owner and mode."""

ACCEPTED = """
new=$1; shift
"$@" "$new" || { rm -f -- "$new"; exit 1; }
"""

PUT_BACK = """
set -eu
path=$1 copy=$2
[ -L "$path" ] && path=$(readlink -f -- "$path")
cp -p -- "$copy" "$path.gbo-back"
mv -f -- "$path.gbo-back" "$path"
"""

SCRIPT = r"""
set -eu
path=$1; shift
if [ -L "$path" ]; then path=$(readlink -f -- "$path"); fi
stamp=$(date +%Y%m%d%H%M%S)
for folder in {folders}; do
    mkdir -p -m 0700 -- "$folder"
    cp -p -- "$path" "$folder/${{path##*/}}.$stamp"
done
cp -p -- "$path" "$path.gbo-new"
trap 'rm -f -- "$path.gbo-new" "$path.gbo-next"' EXIT
while [ "$1" != -- ]; do
    OLD=$1 NEW=$2 awk '
        {{ line = $0; end = sub(/\r$/, "", line) ? "\r" : "" }}
        line == ENVIRON["OLD"] {{ count++; print ENVIRON["NEW"] end; next }}
        {{ print }}
        END {{ if (count != 1) {{ print ENVIRON["OLD"] ": " count + 0 " times, not once" > "/dev/stderr"; exit 1 }} }}
    ' "$path.gbo-new" > "$path.gbo-next"
    cat -- "$path.gbo-next" > "$path.gbo-new"
    shift 2
done
shift
for line in "$@"; do
    LINE=$line awk '{{ print }} END {{ print ENVIRON["LINE"] }}' "$path.gbo-new" > "$path.gbo-next"
    cat -- "$path.gbo-next" > "$path.gbo-new"
done
{accepted} "$path.gbo-new"
mv -f -- "$path.gbo-new" "$path"
"""
"""Shell, for --fix=script: the same edit, given the path, pairs of old and new, `--`, and the lines to append."""


@dataclass(frozen=True)
class FileEdit(Step):
    """Put each new line in the place of its old one, and `append` at the end.

    `lines` are pairs of old and new; each old line must stand in the file exactly once, as it is written there. Lines
    that hold a secret are not for this step. The file is backed up to /tmp, as the guide says, and to
    /var/backups/gbo, and changed by one rename, with its owner and mode; where `accepted` names a program, only after
    that took the new file, given as its last word.
    """

    kind: ClassVar[str] = "file_edit"
    keeps: ClassVar[Keep] = Keep.FILE

    instance: str | None
    """None: the host."""
    path: str
    lines: tuple[tuple[str, str], ...] = ()
    append: tuple[str, ...] = ()
    accepted: tuple[str, ...] = ()

    @property
    def touches(self) -> frozenset[Place]:
        return HOST if self.instance is None else instance(self.instance)

    @property
    def _named(self) -> str:
        return f"{self.path} {'on the host' if self.instance is None else f'in {self.instance}'}"

    def shown(self) -> str:
        changed = [line for old, new in self.lines for line in (f"- {old}", *(f"+ {each}" for each in new.split("\n")))]
        asked = [f"when `{shlex.join(self.accepted)}` takes it"] if self.accepted else []
        return "\n       ".join([f"{self._named}:", *changed, *(f"+ {line}" for line in self.append), *asked])

    def script(self) -> list[str]:
        pairs = [word for pair in self.lines for word in pair]
        inside = shlex.join(("sh", "-s", "--", self.path, *pairs, "--", *self.append))
        edit = SCRIPT.format(folders=shlex.join(BACKUPS), accepted=shlex.join(self.accepted) or ":").strip()
        way = "" if self.instance is None else f"incus exec {shlex.quote(self.instance)} -- "
        return [f"{way}{inside} <<'GBO_EDIT'", *edit.splitlines(), "GBO_EDIT"]

    def way_back(self) -> str:
        return f"the backup of {self.path} is put back"

    def intend(self, hands: Hands) -> Json:
        before = hands.read(self.instance, self.path)
        at, name = kept.stamp(), PurePosixPath(self.path).name
        copies = [f"{BACKUPS[0]}/{name}.{at.partition('.')[0]}", f"{BACKUPS[1]}/{name}.{at}"]
        return {"before": digest(before), "after": digest(self._changed(before)), "copies": copies}

    def do(self, hands: Hands, intent: Json) -> Json:
        now = hands.read(self.instance, self.path)
        if digest(now) == intent["after"]:
            return {"backups": intent["copies"]}
        if digest(now) != intent["before"]:
            raise StepFailed(f"{self._named} was changed by somebody since it was looked at")
        new = f"{self.path}.gbo-new"
        hands.put(self.instance, new, self._changed(now))
        if self.accepted:
            hands.script(self.instance, ACCEPTED, new, *self.accepted)
        hands.script(self.instance, KEEP_AND_PUT, self.path, new, *intent["copies"])
        if digest(hands.read(self.instance, self.path)) != intent["after"]:
            raise StepFailed(f"{self._named} does not hold what was written")
        return {"backups": intent["copies"]}

    def undo(self, hands: Hands, intent: Json) -> str | None:
        hands.script(self.instance, 'rm -f -- "$1"', f"{self.path}.gbo-new")
        now = digest(hands.read(self.instance, self.path))
        if now == intent["before"]:
            return None
        if now != intent["after"]:
            copies = " and ".join(intent["copies"])
            raise StepFailed(f"{self._named} was changed by somebody since; the former one is {copies}")
        hands.script(self.instance, PUT_BACK, self.path, intent["copies"][1])
        if digest(hands.read(self.instance, self.path)) != intent["before"]:
            raise StepFailed(f"{self._named} is not what it was after its backup was put back")
        return f"{self._named} is what it was"

    def _changed(self, content: bytes) -> bytes:
        text = content.decode("utf-8", "surrogateescape")
        found = text.splitlines(keepends=True)
        for old, new in self.lines:
            at = [number for number, line in enumerate(found) if line.rstrip("\r\n") == old]
            if len(at) != 1:
                raise StepFailed(f"{self._named} has the line {old!r} {many(len(at), 'time')}, not once")
            found[at[0]] = new + found[at[0]][len(found[at[0]].rstrip("\r\n")) :]
        if self.append and found and not found[-1].endswith("\n"):
            found[-1] += "\n"
        return "".join([*found, *(f"{line}\n" for line in self.append)]).encode("utf-8", "surrogateescape")
