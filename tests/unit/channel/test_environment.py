"""A program is started while pytest names the running test in this process's environment, in its own thread."""

from __future__ import annotations

import os
import threading

from fixtures.access.process import environment

NAME = "GBO_SET_AND_UNSET"
ROUNDS = 5_000


def test_a_variable_that_comes_and_goes_breaks_no_question() -> None:
    over = threading.Event()

    def set_and_unset() -> None:
        while not over.is_set():
            os.environ[NAME] = "x"
            del os.environ[NAME]

    thread = threading.Thread(target=set_and_unset)
    thread.start()
    try:
        assert {environment()["LC_ALL"] for _ in range(ROUNDS)} == {"C.UTF-8"}
    finally:
        over.set()
        thread.join()
