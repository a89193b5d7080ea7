# The policy of witnesses: keys in key_1 … key_$keys as "LOG-OR-WITNESS KEYNAME KEYID ALGORITHM" with their DER files beside,
# rules in rule_1 … rule_$rules as "witness KEYNUMBER" or "group THRESHOLD PLACES…" with places of rules above, and in place_… for
# each name the place of its rule. $quorum is a place, none, or empty as long as there is no such line.

keys=0
rules=0
quorum=''

bad_policy() { fault E_POLICY "$policy" '' "line $number: $1"; }

# take_key ROLE TEXT: reads name+keyid+base64(algorithm || key); its number is $keys, its bytes are in $key_hex.
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
    keys=$((keys + 1))
    # The beginning of every Ed25519 key in DER, RFC 8410.
    { printf '\060\052\060\005\006\003\053\145\160\003\041\000' && tail -c 32 "$scratch/key"; } >"$scratch/key.$keys.der"
    eval "key_$keys=\$known"
}

# find_places LETTERS… HALVES…: the place of the rule that each of the $words words of the line names, 0 for none, is in $places; what
# the name of a variable can hold of the second word is in $id.
find_places() {
    places='' word=0
    while [ $word -lt $words ]; do
        word=$((word + 1))
        eval "id=\${$word}_\${$((words + word))}"
        eval "places=\"\$places \${place_$id:-0}\""
    done
    [ $words -lt 2 ] || eval "id=\${2}_\${$((words + 2))}"
}

# add_rule NAME RULE: a rule under the name that is the second word of the line.
add_rule() {
    eval "place=\${place_$id:-}"
    [ "$1" != none ] && [ -z "$place" ] || bad_policy 'a name stands twice'
    rules=$((rules + 1))
    [ "$rules" -le 1024 ] || bad_policy 'too many names'
    eval "rule_$rules=\$2 place_$id=$rules"
}

# take_group NAME THRESHOLD MEMBERS…
take_group() {
    group=$1 threshold=$2
    shift 2
    case $threshold in
    all) threshold=$# ;;
    any) threshold=1 ;;
    *) is_number "$threshold" && [ "$threshold" -ge 1 ] && [ "$threshold" -le $# ] || bad_policy 'not a threshold' ;;
    esac
    # shellcheck disable=SC2086 # the places are words
    set -- $places
    shift 3
    for place; do
        [ "$place" != 0 ] || bad_policy 'a member is unknown'
        eval "seen=\${line_with_$place:-} line_with_$place=$number"
        [ "$seen" != $number ] || bad_policy 'a member stands twice'
    done
    add_rule "$group" "group $threshold $*"
}

take_line() {
    case "$1 $#" in
    'log 2' | 'log 3') take_key log "$2" ;;
    'witness 3' | 'witness 4')
        take_key witness "$3"
        eval "[ -z \"\${witness_with_${key_hex#??}:-}\" ]" || bad_policy "the key is another witness's, too"
        eval "witness_with_${key_hex#??}=yes"
        add_rule "$2" "witness $keys"
        ;;
    'group '[123]) bad_policy 'not a line of a policy' ;;
    'group '*)
        shift
        take_group "$@"
        ;;
    'quorum 2')
        [ -z "$quorum" ] || bad_policy 'two quorums'
        if [ "$2" = none ]; then quorum=none; else quorum=${places##* }; fi
        [ "$quorum" != 0 ] || bad_policy 'the quorum is not known'
        ;;
    *) bad_policy 'not a line of a policy' ;;
    esac
}

read_policy() {
    require_file "$1" "$1" 262144 ''
    # Two lines beside each one, of which the words together can stand in names of variables: 94 signs are 47 letters and two digits.
    tr '!-OP-~' 'A-Za-uA-Za-u' <"$1" >"$scratch/letters"
    tr '!-OP-~' '[0*47][1*47]' <"$1" >"$scratch/halves"
    number=0
    set -f
    while IFS= read -r line <&3 || [ -n "$line" ]; do
        number=$((number + 1))
        IFS= read -r letters <&4
        IFS= read -r halves <&5
        IFS=' 	'
        # shellcheck disable=SC2086 # the words of the line
        set -- $line
        unset IFS
        words=$#
        case ${1:-#} in '#'*) continue ;; esac
        is_plain "$*" || bad_policy 'not plain ASCII'
        [ $words -le 1027 ] || bad_policy 'more words than a group of all names has'
        # shellcheck disable=SC2086 # the words of the lines
        find_places $letters $halves
        take_line "$@"
    done 3<"$1" 4<"$scratch/letters" 5<"$scratch/halves"
    set +f
    [ -n "$quorum" ] || bad_policy 'no quorum line'
}

# holds: whether the quorum is reached by the keys in $signers, as " 1 3 ". Every rule is judged once, in the order of the file: groups
# name only what stands above them.
holds() {
    [ "$quorum" != none ] || return 0
    place=0
    while [ $place -lt "$quorum" ]; do
        place=$((place + 1))
        eval "rule=\$rule_$place"
        # shellcheck disable=SC2086 # the words of the rule
        set -- $rule
        if [ "$1" = witness ]; then
            threshold=1
            case $signers in *" $2 "*) threshold=0 ;; esac
        else
            threshold=$2
            shift 2
            for member; do threshold=$((threshold - held_$member)); done
        fi
        eval "held_$place=$((threshold <= 0))"
    done
    [ $((held_$quorum)) = 1 ]
}
