"""Chromium of this Debian release, driven by the DevTools protocol over a pipe: no port, no driver, no library."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import tempfile
from pathlib import Path
from typing import Any, Self

from lab.cache import Cache
from lab.machine.apt import Apt

PACKAGES = ("chromium", "fonts-dejavu-core")
PROGRAM = Path("/usr/bin/chromium")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)
Json = dict[str, Any]


class Refused(AssertionError):
    """The browser would not do what it was asked."""


def installed() -> Path:
    """The browser; Debian's packages are installed where it is not there yet."""
    if not PROGRAM.exists():
        Apt.machine(Cache()).install(PACKAGES)
    return PROGRAM


class Chromium:
    """One browser with one page."""

    def __init__(self) -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="chromium.")
        theirs, self._write = os.pipe()
        self._read, answers = os.pipe()
        words = [str(installed()), *QUIET, "--remote-debugging-pipe", f"--user-data-dir={self._profile.name}"]
        self._process = subprocess.Popen(  # the protocol is on descriptors 3 and 4
            ["bash", "-c", f'exec "$@" 3<&{theirs} 4>&{answers}', "chromium", *words, "about:blank"],
            pass_fds=(theirs, answers),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(theirs)
        os.close(answers)
        self._rest, self._number, self._session = b"", 0, ""
        self.events: list[Json] = []
        """What the page said by itself."""
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log", "Network"):
            self(f"{domain}.enable")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._session = ""
            self._ask("Browser.close")
        finally:
            os.close(self._write)
            os.close(self._read)
            self._process.wait(timeout=20)
            self._profile.cleanup()

    def __call__(self, method: str, **parameters: Any) -> Json:
        """One command for the page."""
        return self._ask(method, **parameters)

    def open(self, file: Path, fragment: str = "") -> None:
        """Open a page and wait until it is loaded."""
        self.visit(file.as_uri() + fragment)

    def visit(self, place: str) -> None:
        """The same of an address."""
        for address in ("about:blank", place):  # another fragment alone would load nothing
            self.events.clear()
            self("Page.navigate", url=address)
            while not any(event["method"] == "Page.loadEventFired" for event in self.events):
                self._take(self._message())

    def size(self, width: int, height: int = 800) -> None:
        """How large the window is, in CSS pixels."""
        self("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def media(self, kind: str = "", scheme: str = "light") -> None:
        """`print` or the screen, in the light or the dark."""
        self("Emulation.setEmulatedMedia", media=kind, features=[{"name": "prefers-color-scheme", "value": scheme}])

    def script(self, on: bool) -> None:
        """Whether pages may run theirs."""
        self("Emulation.setScriptExecutionDisabled", value=not on)

    def run(self, script: str) -> Any:
        """What an expression comes to in the page; a promise is waited for."""
        found = self("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True, userGesture=True)
        if "exceptionDetails" in found:
            raise Refused(json.dumps(found["exceptionDetails"])[:2000])
        return found["result"].get("value")

    def press(self, key: str, text: str = "") -> None:
        """A key."""
        for kind in ("keyDown", "keyUp"):
            typed = {"text": text} if text and kind == "keyDown" else {}
            self("Input.dispatchKeyEvent", type=kind, key=key, **typed)

    def picture(self, height: int | None = None, top: int = 0) -> bytes:
        """A PNG of the page from `top` on, as high as asked, else to its end."""
        found = self("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": top, "width": found["width"], "height": height or found["height"] - top, "scale": 1}
        data = self("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)["data"]
        return base64.b64decode(data)

    def pdf(self) -> bytes:
        """The page as it is printed."""
        return base64.b64decode(self("Page.printToPDF", preferCSSPageSize=True, printBackground=True)["data"])

    def _ask(self, method: str, **parameters: Any) -> Json:
        self._number += 1
        message: Json = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._message()
            if answer.get("id") == self._number:
                break
            self._take(answer)
        if "error" in answer:
            raise Refused(f"{method}: {answer['error']['message']}")
        return dict(answer["result"])

    def _take(self, message: Json) -> None:
        if "method" in message:
            self.events.append(message)

    def _message(self) -> Json:
        while b"\0" not in self._rest:
            part = os.read(self._read, 1 << 20)
            if not part:
                raise Refused("Chromium has ended")
            self._rest += part
        message, _, self._rest = self._rest.partition(b"\0")
        return dict(json.loads(message))
