from __future__ import annotations

from lab.building import delivery


def test_sources_are_complete_ordered_and_free_of_caches() -> None:
    files = delivery.sources("database", "botserver", "botui")
    paths = [file.path for file in files]
    assert "/opt/gbo/lib/lab/standins/botserver/__main__.py" in paths
    assert not [path for path in paths if "__pycache__" in path or not path.endswith(".py")]
    assert delivery.sources("database", "botserver", "botui") == files


def test_unit() -> None:
    text = delivery.unit(
        "X (stand-in)", "x", "lab.standins.x", arguments="start", environment_file="/e", logs=("/o", "/r")
    ).decode()
    assert "ExecStart=/opt/gbo/bin/x -m lab.standins.x start\n" in text
    assert "StartLimitIntervalSec=0" in text
    assert "StandardOutput=append:/o\nStandardError=append:/r\n" in text
