"""What kind of file an object is, and how config.csv is read. Source: DriveMonitor's own rules."""

from __future__ import annotations

from typing import Literal

Kind = Literal["bas", "kb", "config", "other"]
DOCUMENTS = (".txt", ".md", ".csv", ".html", ".htm", ".json", ".xml", ".pdf", ".docx", ".xlsx", ".pptx")


def kind_of(key: str) -> Kind:
    """The kind of the object with that key."""
    if key.endswith(".bas"):
        return "bas"
    if ".gbkb/" in key and key.lower().endswith(DOCUMENTS):
        return "kb"
    if ".gbot/" in key and key.endswith("config.csv"):
        return "config"
    return "other"


def settings_of(content: str) -> dict[str, str]:
    """Key to value. Empty lines, `#` lines, a `key,` header and lines without a comma are passed over."""
    found: dict[str, str] = {}
    for line in map(str.strip, content.splitlines()):
        key, comma, value = line.partition(",")
        if comma and key.strip() and not line.startswith("#") and not line.lower().startswith("key,"):
            found[key.strip()] = value.strip()
    return found
