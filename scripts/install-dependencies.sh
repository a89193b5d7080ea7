#!/bin/sh
# Installs the Debian packages Tocsin builds and tests with, and nothing when they are all there.
# usage: scripts/install-dependencies.sh [bench | verifiers]
set -eu
needed="libssl-dev libicu-dev libsqlite3-dev libzstd-dev zlib1g-dev pkg-config age python3 python3-jsonschema"
case ${1:-} in
bench) needed="$needed libphonenumber-dev g++ python3-venv golang-go golang-golang-x-mod-dev" ;;
verifiers) needed="$needed openssl golang-go golang-golang-x-mod-dev" ;;
esac

missing=""
for package in $needed; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    echo "installing:$missing" >&2
    as_root=""
    [ "$(id -u)" = 0 ] || as_root=sudo
    $as_root apt-get update -qq
    # shellcheck disable=SC2086 # the list is meant to be split
    DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends $missing >/dev/null
fi
command -v swift >/dev/null || { echo "swift not found. hint: install Swift 6.3 or later and put it on PATH" >&2; exit 4; }
