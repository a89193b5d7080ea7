#!/usr/bin/env bash
# Runs one fuzz target, or all of them one after another, for so many seconds each.
# usage: scripts/fuzz.sh TARGET|all SECONDS [libFuzzer options]
# Findings stay under Fuzz/.work/TARGET/findings; each becomes an ordinary test of its module.
set -euo pipefail
cd "$(dirname "$0")/.."
target=${1:?target or all} seconds=${2:?seconds}
shift 2
rm -f Fuzz/.build/release.yaml # or a file added to the modules would be overlooked
coverage=edge,indirect-calls,trace-cmp,inline-8bit-counters,pc-table
${SWIFT_BUILD:-swift build} --package-path Fuzz -c release --sanitize fuzzer --sanitize address -Xswiftc -sanitize-coverage=$coverage
program=Fuzz/.build/release/tocsin-fuzz
Fuzz/make-seeds.py Fuzz/.work
targets=$target
[ "$target" != all ] || targets=$(cd Fuzz/.work && ls -d */ | tr -d /)
for name in $targets; do
    work=Fuzz/.work/$name
    mkdir -p "$work/corpus" "$work/findings"
    echo "== $name for $seconds s"
    FUZZ_TARGET=$name SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0:quarantine_size_mb=32 "$program" \
        -max_total_time="$seconds" -timeout=60 -rss_limit_mb=2048 -print_final_stats=1 -verbosity=1 \
        -artifact_prefix="$work/findings/" "$@" "$work/corpus" "$work/seeds"
done
