#!/bin/sh
# BotServer in one file: the system's Python, and behind it the sources, which know their commit.
set -eu
printf '"""The commit of this build."""\n\nCOMMIT = "%s"\n' "$2" > src/lab/standins/botserver/build.py
python3 -m zipapp src -o botserver.pyz
cat /usr/bin/python3.11 botserver.pyz > "$1"
chmod 0755 "$1"
