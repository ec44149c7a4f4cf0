"""What every test of the suite starts from."""

from __future__ import annotations

import os
import signal

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # of a job that a shell started in the background
    signal.signal(signal.SIGINT, signal.default_int_handler)  # what a test starts can be interrupted all the same

os.environ["GBO_SITE"] = "off"  # the suite as it is shipped, also in a checkout where a site has checks of its own
