#!/usr/bin/env bash
# Installs the peers in the versions of requirements.txt and package-lock.json, outside the tree, and prints where. Some 5 GB.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
folder=${COUNTERPOINT_PEERS:-${XDG_CACHE_HOME:-$HOME/.cache}/counterpoint-peers}
mkdir -p "$folder/npm"

if ! cmp -s "$here/requirements.txt" "$folder/requirements.txt"; then
	python3 -m venv "$folder/venv"
	"$folder/venv/bin/pip" install --quiet --no-deps -r "$here/requirements.txt" >&2
	cp "$here/requirements.txt" "$folder/requirements.txt"
fi
if ! cmp -s "$here/package-lock.json" "$folder/installed-lock.json"; then
	cp "$here/package.json" "$here/package-lock.json" "$folder/npm/"
	npm ci --prefix "$folder/npm" --no-audit --no-fund --silent >&2
	cp "$here/package-lock.json" "$folder/installed-lock.json"
fi
echo "$folder"
