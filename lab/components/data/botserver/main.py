"""Starts BotServer out of its one file."""

import runpy

runpy.run_module("lab.standins.botserver", run_name="__main__", alter_sys=True)
