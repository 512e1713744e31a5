#!/bin/sh
# "docker run IMAGE htx demo" and "docker run IMAGE demo" are the same: a word that is no program is a verb of htx.
set -eu
if [ "$#" -eq 0 ] || ! command -v "$1" >/dev/null 2>&1; then
    set -- htx "$@"
fi
exec "$@"
