#!/bin/sh
# Builds .venv with the huikuan command, from python3 alone. Called by `make setup`; safe to run again, offline too.
# Usage: tools/setup.sh [PYTHON]      PYTHON: a Python 3.11 or newer, when the one found first is not wanted
set -eu
cd "$(dirname "$0")/.."
venv=.venv

refuse() {
    printf '%s\n' "$@" >&2
    exit 2
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1
}

# macOS and long-lived servers often have an old python3 first and a newer one beside it.
chosen_python() {
    for name in ${1:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if command -v "$name" >/dev/null 2>&1 && new_enough "$name"; then
            echo "$name"
            return
        fi
    done
}

python=$(chosen_python "${1:-}")
if [ -z "$python" ]; then
    found=$("${1:-python3}" --version 2>/dev/null || echo "no ${1:-python3} at all")
    refuse "Huikuan needs Python 3.11 or newer; here is: $found." \
        "  Debian, Ubuntu:  apt install python3 python3-venv     (as root, or with sudo)" \
        "  macOS:           brew install python@3.12             (or the installer of python.org)" \
        "  Installed elsewhere:  make setup PYTHON=/path/to/python3"
fi

# A .venv that was interrupted, or whose Python has gone, is built anew.
if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    rm -rf "$venv"
    if ! message=$("$python" -m venv "$venv" 2>&1); then
        rm -rf "$venv"
        version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
        "$python" -c 'import venv, ensurepip' 2>/dev/null && refuse "The folder .venv cannot be made:" "$message"
        refuse "Python $version is here, but its venv module is not." \
            "  Debian, Ubuntu:  apt install python3-venv      (as root, or with sudo; for another Python: python$version-venv)" \
            "  then again:      make setup"
    fi
fi

offline="If this machine has no network: set up once where it has one; after that nothing is fetched."
# Nothing is asked of the network while the locked requirements are those already installed.
if ! cmp -s requirements.txt "$venv/installed.txt"; then
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.txt ||
        refuse "The installer could not be fetched." "$offline"
    "$venv/bin/uv" pip sync --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes requirements.txt ||
        refuse "The locked packages could not be installed." "$offline"
    cp requirements.txt "$venv/installed.txt"
fi
"$venv/bin/uv" pip install --quiet --offline --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
touch "$venv/.ready"
