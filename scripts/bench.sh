#!/usr/bin/env bash
# Every measurement that compares with a named alternative, one after the other. Prints ratios; asserts nothing.
# usage: scripts/bench.sh [ROWS]   (ROWS of the bundle measurements, default 1,000,000)
set -euo pipefail
cd "$(dirname "$0")/.."
rows=${1:-1000000}
shared=${TOCSIN_SHARED:-../shared}
rm -f Benchmarks/.build/release.yaml # the build plan does not notice new files of the package it measures
swift build -c release --package-path Benchmarks
bin=Benchmarks/.build/release

python3 -m venv --system-site-packages .build/bench-python
.build/bench-python/bin/pip install --quiet duckdb orjson

echo "== strict scan of rows against orjson and JSONDecoder"
scripts/coding/make-rows.py 200000 >.build/bench-rows.ndjson
"$bin/coding-bench" <.build/bench-rows.ndjson || true
.build/bench-python/bin/python scripts/coding/scan-orjson.py <.build/bench-rows.ndjson

echo "== column commitments against raw SHA-256 blocks"
"$bin/bundle-bench" "$rows"

echo "== wallet forms, nanoseconds an address and addresses a second"
scripts/wallets/make-vectors.py --many 2000 | "$bin/wallet-bench"

if [ -d "$shared/data/devset/urls" ]; then
    echo "== URL canonical form against URLComponents"
    scripts/web/reported-urls "$shared/data/devset/urls" | "$bin/url-bench"
else
    echo "skipped: real URLs are not there ($shared)"
fi

echo "== phone canonical form against libphonenumber"
scripts/phone-differential

echo "== import against DuckDB and sqlite3"
"$bin/import-bench" "$rows"
if [ -f Benchmarks/compare_import.py ]; then .build/bench-python/bin/python Benchmarks/compare_import.py "$rows"; fi

echo "== verifying a log: Swift against Go"
scripts/ledger/compare-verifiers "$rows"
echo "== peak memory of an import of five times as many rows"
memory=$(mktemp -d)
trap 'rm -rf "$memory"' EXIT
"$bin/import-bench" make "$memory" $((rows * 5))
"$bin/import-bench" take "$memory" "$memory/0.bundle"
echo "== audit log against SQLite with a sync for each transaction"
"$bin/ledger-bench"

echo "== decisions under an agreement, class by class against row by row"
"$bin/agreement-bench" agreements-example/task-force.json "$rows"

echo "== evaluation by two of three against libcrypto's own calls"
"$bin/evaluation-bench" 8192

echo "== nodes that talk"
swift build -c release --product tocsin
swift build -c release --product tocsin-evaluator
scripts/nodes/blinding "$rows"
scripts/nodes/delta "$rows"
scripts/nodes/first-visible 20
scripts/nodes/retraction 10
scripts/nodes/idle 5 120
swift build -c release --product peer-crowd
scripts/nodes/thousand-peers 1000 100
scripts/nodes/overload 45
