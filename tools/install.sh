#!/bin/sh
# Makes .venv from requirements.lock and checks, in words, what usually is missing.
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-python3}

fail() {
    echo "install: $1" >&2
    exit 3
}

command -v "$python" >/dev/null 2>&1 || fail "no $python found: install Python 3.11 or newer, or set PYTHON"
"$python" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' ||
    fail "$("$python" --version) is not fit: Python 3.11, 3.12 or 3.13 is needed; try make PYTHON=python3.12 …"
"$python" -c 'import venv, ensurepip' 2>/dev/null ||
    fail "this Python has no venv module: on Debian, apt install python3-venv"
free_kilobytes=$(df -Pk . | awk 'NR == 2 { print $4 }')
[ "$free_kilobytes" -gt 3000000 ] || fail "only $((free_kilobytes / 1024)) MiB free here: the installation needs 3 GB"

stamp=.venv/.installed
wanted=$(cat requirements.lock pyproject.toml tools/uv.lock | cksum)
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && exit 0

echo "installing into .venv from requirements.lock (a few minutes the first time)"
[ -x .venv/bin/python ] || "$python" -m venv .venv || fail "could not make .venv; remove it and run again"
# The lock is complete, so nothing is resolved. uv installs in parallel; where it cannot reach the package index, pip does the same work with pip's settings.
# Byte code is compiled now: Airflow, dbt and Great Expectations start three times slower without it.
if .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r tools/uv.lock &&
    .venv/bin/uv pip install --quiet --python .venv/bin/python --compile-bytecode --require-hashes --no-deps -r requirements.lock; then
    :
else
    echo "install: uv could not; trying pip"
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
        -r requirements.lock ||
        fail "the packages could not be installed: check the network and pip's index settings, then run again"
    .venv/bin/python -m compileall -q -j 0 .venv/lib >/dev/null 2>&1 || true
fi
.venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable . ||
    fail "the project itself could not be installed; see the lines above"
printf '%s\n' "$wanted" >"$stamp"
