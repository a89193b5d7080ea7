# The policy of witnesses: keys in key_1 … key_$keys as "LOG-OR-WITNESS KEYNAME KEYID ALGORITHM" with their DER files beside,
# rules in rule_1 … rule_$rules as "NAME witness KEYNUMBER" or "NAME group THRESHOLD MEMBERS…".

keys=0
rules=0
quorum=''

bad_policy() { fault E_POLICY "$policy" '' "line $number: $1"; }

# take_key ROLE TEXT: reads name+keyid+base64(algorithm || key); its number is in $key_number.
take_key() {
    key_name=${2%%+*}
    key_rest=${2#*+}
    key_id=${key_rest%%+*}
    [ "$key_name+$key_id+${key_rest#*+}" = "$2" ] && is_key_name "$key_name" || bad_policy 'not name+keyid+key'
    decode_base64 "${key_rest#*+}" "$scratch/key" || bad_policy 'not base64'
    key_hex=$(hex_of "$scratch/key")
    case $key_hex in 01* | 04*) ;; *) bad_policy 'not an Ed25519 key' ;; esac
    [ ${#key_hex} -eq 66 ] || bad_policy 'not an Ed25519 key'
    found=$({ printf '%s\n' "$key_name" && cat "$scratch/key"; } | openssl dgst -sha256 -r | cut -c1-8)
    [ "$found" = "$key_id" ] || bad_policy 'the key id is not that of the key'
    is_weak "${key_hex#??}" && bad_policy 'a weak key'
    known="$1 $key_name $(printf %s "$key_id" | tr a-f A-F) ${key_hex%"${key_hex#??}"}"
    key_number=0
    while [ "$key_number" -lt "$keys" ]; do
        key_number=$((key_number + 1))
        eval "key=\$key_$key_number"
        [ "$key" != "$known" ] || return 0
    done
    keys=$((keys + 1))
    key_number=$keys
    # The beginning of every Ed25519 key in DER, RFC 8410.
    { printf '\060\052\060\005\006\003\053\145\160\003\041\000' && tail -c 32 "$scratch/key"; } >"$scratch/key.$keys.der"
    eval "key_$keys=\$known"
}

# find_rule NAME: its number is in $found, 0 when there is none.
find_rule() {
    found=$rules
    while [ "$found" -gt 0 ]; do
        eval "rule=\$rule_$found"
        [ "${rule%% *}" != "$1" ] || return 0
        found=$((found - 1))
    done
    return 1
}

add_rule() {
    [ "${1%% *}" != none ] && ! find_rule "${1%% *}" || bad_policy 'a name stands twice'
    rules=$((rules + 1))
    [ "$rules" -le 1024 ] || bad_policy 'too many names'
    eval "rule_$rules=\$1"
}

take_group() {
    group=$1 threshold=$2
    shift 2
    case $threshold in
    all) threshold=$# ;;
    any) threshold=1 ;;
    *) is_number "$threshold" && [ "$threshold" -ge 1 ] && [ "$threshold" -le $# ] || bad_policy 'not a threshold' ;;
    esac
    seen=' '
    for member; do
        find_rule "$member" || bad_policy 'a member is unknown'
        case $seen in *" $member "*) bad_policy 'a member stands twice' ;; esac
        seen="$seen$member "
    done
    add_rule "$group group $threshold $*"
}

take_line() {
    case "$1 $#" in
    'log 2' | 'log 3') take_key log "$2" ;;
    'witness 3' | 'witness 4')
        take_key witness "$3"
        add_rule "$2 witness $key_number"
        ;;
    'group '[123]) bad_policy 'not a line of a policy' ;;
    'group '*)
        shift
        take_group "$@"
        ;;
    'quorum 2')
        [ -z "$quorum" ] && { [ "$2" = none ] || find_rule "$2"; } || bad_policy 'not a quorum'
        quorum=$2
        ;;
    *) bad_policy 'not a line of a policy' ;;
    esac
}

read_policy() {
    require_file "$1" "$1" 262144 ''
    number=0
    set -f
    while IFS= read -r line || [ -n "$line" ]; do
        number=$((number + 1))
        IFS=' 	'
        # shellcheck disable=SC2086 # the words of the line
        set -- $line
        unset IFS
        case ${1:-#} in '#'*) continue ;; esac
        is_plain "$*" || bad_policy 'not plain ASCII'
        take_line "$@"
    done <"$1"
    set +f
    [ -n "$quorum" ] || bad_policy 'no quorum line'
}

# holds NAME: whether a rule is satisfied by the keys in $signers, as " 1 3 ". Groups name only what stands above them.
holds() {
    find_rule "$1"
    # shellcheck disable=SC2086 # the words of the rule
    set -- $rule
    if [ "$2" = witness ]; then
        case $signers in *" $3 "*) return 0 ;; esac
        return 1
    fi
    # A name of its own for each depth would be needed, had the shell no subshells.
    (
        threshold=$3
        shift 3
        for member; do
            ! holds "$member" || threshold=$((threshold - 1))
        done
        [ "$threshold" -le 0 ]
    )
}
