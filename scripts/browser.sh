#!/bin/sh
# Makes sure that the browser tests have a Chromium: Debian's where this is root with apt, else Playwright's own.
set -eu
if command -v chromium >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-color-emoji >/dev/null
else
  "$(dirname "$0")/../.venv/bin/python" -m playwright install chromium
fi
