#!/bin/sh
# Kills an import at random moments, many times: afterwards the store holds all of the bundle or nothing of it, and
# the same command finishes the job.
# usage: scripts/kill-test.sh [TIMES] [ROWS]
set -eu
times=${1:-50}
rows=${2:-200000}
tocsin=${TOCSIN:-.build/release/tocsin}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

awk -v rows="$rows" 'BEGIN { print "value"; for (i = 0; i < rows; i++) printf "https://h%d.example/path/%d?q=%d\n", i % 977, i, i }' >"$work/feed.csv"
"$tocsin" lab --dir "$work/lab" --members org.a:platform,org.b:vendor >/dev/null 2>&1
"$tocsin" publish --home "$work/lab/org.a" --group lab --kind url --out "$work/full.six" "$work/feed.csv" >/dev/null 2>&1
"$tocsin" bundle redact --home "$work/lab/org.a" --for org.b --out "$work/b.age" "$work/full.six" >/dev/null 2>&1
claims() { "$tocsin" digest --home "$1" --json | sed 's/.*"claims":\([0-9]*\).*/\1/'; }
expected=$(claims "$work/lab/org.a")

# How long an undisturbed import takes, in milliseconds; on a busy machine the others take longer, so the kills come later, too,
# and hit every part of it.
cp -r "$work/lab/org.b" "$work/clean"
began=$(date +%s%N)
"$tocsin" import --home "$work/clean" "$work/b.age" >/dev/null 2>&1
whole=$((($(date +%s%N) - began) / 1000000))
wanted=$("$tocsin" digest --home "$work/clean" --json)

seed=${SEED:-$(date +%s)}
echo "seed $seed, an import takes $whole ms, $expected claims"
nothing=0
all=0
turn=0
while [ "$turn" -lt "$times" ]; do
    turn=$((turn + 1))
    rm -rf "$work/victim"
    cp -r "$work/lab/org.b" "$work/victim"
    delay=$(awk -v seed="$seed" -v turn="$turn" -v whole="$whole" 'BEGIN { srand(seed * 1000 + turn); printf "%.3f", rand() * whole * 1.8 / 1000 }')
    "$tocsin" import --home "$work/victim" "$work/b.age" >/dev/null 2>&1 &
    victim=$!
    sleep "$delay"
    kill -9 "$victim" 2>/dev/null || true
    wait "$victim" 2>/dev/null || true
    held=$(claims "$work/victim")
    case "$held" in
    0) nothing=$((nothing + 1)) ;;
    "$expected") all=$((all + 1)) ;;
    *) echo "turn $turn: killed after $delay s, $held claims of $expected are visible" >&2; exit 1 ;;
    esac
    "$tocsin" import --home "$work/victim" "$work/b.age" >/dev/null 2>&1 || { echo "turn $turn: the same command does not finish the job" >&2; exit 1; }
    [ "$("$tocsin" digest --home "$work/victim" --json)" = "$wanted" ] || { echo "turn $turn: another state than an undisturbed import" >&2; exit 1; }
    [ -z "$(ls "$work/victim/run" | grep scratch || true)" ] || { echo "turn $turn: scratch files are left" >&2; exit 1; }
done
echo "$times kills: nothing visible $nothing times, everything $all times, finished by the same command every time"
