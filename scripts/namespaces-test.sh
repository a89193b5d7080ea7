#!/usr/bin/env bash
# The real thing: five nodes as processes in network namespaces of their own, with links cut and processes killed in the middle.
# Every third round a long bundle crosses a slow link, and its sender or a receiver is killed while it does. At the end every node
# has acted on every retraction, all digests are equal, and every log verifies and agrees with the others'.
#   scripts/namespaces-test.sh [ROUNDS] [SEED]      needs root and iproute2; uses TOCSIN or .build/release/tocsin
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-6}
long_rows=${LONG_ROWS:-20000}
RANDOM=${2:-$$}
program=$(realpath "${TOCSIN:-.build/release/tocsin}")
[ "$(id -u)" = 0 ] && command -v ip > /dev/null || { echo "skipped: needs root and ip"; exit 0; }
place=$(mktemp -d /tmp/five-nodes-XXXXXX)
members=(org.a org.b org.c org.d org.e)
declare -A pids
bridge=tocsin$$

clean() {
    for pid in "${pids[@]}"; do kill -9 "$pid" 2> /dev/null || true; done
    for n in 0 1 2 3 4; do ip netns delete "$bridge-$n" 2> /dev/null || true; done
    ip link delete "$bridge" 2> /dev/null || true
    rm -rf "$place"
}
trap clean EXIT

node() { ip netns exec "$bridge-$1" "$program" "${@:2}" --home "$place/${members[$1]}"; }
start() {
    ip netns exec "$bridge-$1" "$program" serve --home "$place/${members[$1]}" --members-address "10.77.0.1$1:7443" \
        --local-address 127.0.0.1:7480 >> "$place/${members[$1]}.log" 2>&1 &
    pids[$1]=$!
}
link() { ip link set "$bridge-v$1" "$2"; }

ip link add "$bridge" type bridge
ip link set "$bridge" up
for n in 0 1 2 3 4; do
    ip netns add "$bridge-$n"
    ip link add "$bridge-v$n" type veth peer name eth0 netns "$bridge-$n"
    ip link set "$bridge-v$n" master "$bridge" up
    ip -n "$bridge-$n" addr add "10.77.0.1$n/24" dev eth0
    ip -n "$bridge-$n" link set eth0 up
    ip -n "$bridge-$n" link set lo up
done

"$program" lab --dir "$place" --members "$(printf '%s:platform,' "${members[@]}" | sed 's/,$//')" > /dev/null 2>&1
for n in 0 1 2 3 4; do
    sed -i 's/^poll_seconds = .*/poll_seconds = 2/' "$place/${members[$n]}/settings.toml"
    for m in 0 1 2 3 4; do
        [ "$n" = "$m" ] || node "$n" peer add "${members[$m]}" "https://10.77.0.1$m:7443" > /dev/null 2>&1
    done
    start "$n"
done

# The bytes that wait half-arrived at the nodes: not nought in the middle of a long transfer.
halfway() { cat "$place"/org.*/run/arrivals/*/*.age "$place"/org.*/run/arrivals/*.age 2> /dev/null | wc -c; }
slow() { tc qdisc replace dev "$bridge-v$1" root tbf rate 4mbit burst 64kb latency 400ms; }
fast() { tc qdisc delete dev "$bridge-v$1" root 2> /dev/null || true; }

long_transfer() {
    local sender=$1 receiver=$2 victim
    slow "$receiver"
    seq -f '%.0f' 1 "$long_rows" | awk -v round="$3" '{ printf "https://shop-%d-%d.example/login\n", round, $1 }' > "$place/long.txt"
    node "$sender" publish --group lab --kind url "$place/long.txt" > /dev/null 2>&1
    for try in $(seq 900); do
        [ "$(halfway)" -gt 200000 ] && break
        sleep 0.1
    done
    victim=$sender
    [ $((RANDOM % 2)) = 0 ] && victim=$receiver
    kill -9 "${pids[$victim]}" 2> /dev/null || true
    wait "${pids[$victim]}" 2> /dev/null || true
    echo "round $3: ${members[$victim]} killed with $(halfway) bytes of a bundle of $long_rows rows half-arrived"
    start "$victim"
    sleep 1
    fast "$receiver"
}

# Every second thing that somebody published is taken back.
retracted=()
retract() {
    local number="+4420794602$(printf '%02d' "$2")"
    node "$1" publish --group lab <(printf 'value\n%s\n' "$number") > /dev/null 2>&1
    sleep $((RANDOM % 2))
    node "$1" retract --group lab --why false-positive "$number" > /dev/null 2>&1
    retracted+=("$number")
}

publish() {
    printf 'value\n+4420794601%02d\n+4420794601%02d\n' $((RANDOM % 100)) $((RANDOM % 100)) > "$place/feed.csv"
    node "$1" publish --group lab "$place/feed.csv" > /dev/null 2>&1
}

for round in $(seq "$rounds"); do
    down=$((RANDOM % 5)) killed=$((RANDOM % 5))
    link "$down" down
    publish $((RANDOM % 5))
    publish $((RANDOM % 5))
    kill -9 "${pids[$killed]}" 2> /dev/null || true
    wait "${pids[$killed]}" 2> /dev/null || true
    publish "$down"
    retract "$down" "$round"
    sleep 1
    start "$killed"
    link "$down" up
    echo "round $round: link of ${members[$down]} cut, ${members[$killed]} killed"
    [ $((round % 3)) != 0 ] || long_transfer "$killed" $(((killed + 1 + RANDOM % 4) % 5)) "$round"
done

link 3 down
retract 0 99
sleep 1
link 3 up

for try in $(seq 120); do
    digests=$(for n in 0 1 2 3 4; do node "$n" digest --json 2> /dev/null | grep -o '"digest":"[0-9a-f]*"'; done | sort -u | wc -l)
    [ "$digests" = 1 ] && break
    sleep 1
done
for n in 0 1 2 3 4; do
    for number in "${retracted[@]}"; do
        node "$n" lookup --json "$number" 2> /dev/null | grep -q '"status":"retracted"' \
            || { echo "${members[$n]} still acts on what was retracted"; exit 1; }
    done
done
[ "$digests" = 1 ] || { echo "the digests differ"; tail -n 3 "$place"/*.log; exit 1; }
for n in 0 1 2 3 4; do
    for m in 0 1 2 3 4; do
        [ "$n" = "$m" ] && continue
        node "$n" audit reconcile "${members[$m]}" --justification 'test of five nodes' > "$place/reconciled" 2>&1 || { cat "$place/reconciled"; exit 1; }
    done
    node "$n" audit verify > /dev/null 2>&1 || { echo "the log of ${members[$n]} does not verify"; exit 1; }
done
echo "five nodes: one digest, ${#retracted[@]} retractions acted on, all logs verify and agree after $rounds rounds ($try s after the last)"
