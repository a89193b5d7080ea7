# Signed notes and checkpoints.

dash=$(printf '\342\200\224')

is_key_name() {
    case $1 in '' | *[!!-~]* | *+*) return 1 ;; esac
    [ ${#1} -le 255 ]
}

# part_note FILE NAME CODE: the text is in $scratch/text and in line_1 … line_3, the signature lines are in $scratch/signatures.
part_note() {
    [ "$(tr -d '\n\040-\176\200-\377' <"$1" | wc -c)" -eq 0 ] || fault "$3" "$2" '' 'a control character'
    is_utf8 "$1" || fault "$3" "$2" '' 'the note is not UTF-8'
    note_lines=0 text_lines=0 line=''
    while IFS= read -r line; do
        note_lines=$((note_lines + 1))
        [ -n "$line" ] || text_lines=$((note_lines - 1))
    done <"$1"
    [ -z "$line" ] && [ "$text_lines" -gt 0 ] && [ "$note_lines" -gt $((text_lines + 1)) ] ||
        fault "$3" "$2" '' 'the note has no signature lines'
    signature_count=$((note_lines - text_lines - 1))
    [ "$signature_count" -le 64 ] || fault "$3" "$2" '' 'more than 64 signature lines'
    head -n "$text_lines" "$1" >"$scratch/text"
    tail -n "$signature_count" "$1" >"$scratch/signatures"
    { IFS= read -r line_1 && IFS= read -r line_2 && IFS= read -r line_3; } <"$scratch/text" ||
        line_1=''
    while IFS= read -r line; do is_plain "$line" || fault E_READ "$2" '' 'a text beyond ASCII'; done <"$scratch/text"
}

# open_head FILE NAME: verifies a head; $head_origin, $head_size, $head_root, $head_witnesses and $signers are set.
open_head() {
    part_note "$1" "$2" E_NOTE
    is_key_name "$line_1" && is_number "$line_2" && decode_base64 "$line_3" "$scratch/root" ||
        fault E_NOTE "$2" '' 'not a checkpoint'
    head_origin=$line_1 head_size=$line_2 head_root=$(hex_of "$scratch/root")
    [ ${#head_root} -eq 64 ] || fault E_NOTE "$2" '' 'the root has not 32 bytes'
    signers=' '
    parse_signatures "$2" E_NOTE
    is_own "$head_origin" || fault E_ORIGIN "$2" '' 'the head is of another log'
    [ -z "${newest_origin:-}" ] || [ "$newest_origin" = "$head_origin" ] || fault E_ORIGIN "$2" '' 'the head is of another log'
    verify_signatures "$2"
    head_witnesses=0 by_log=no
    for number in $signers; do
        eval "key=\$key_$number"
        case $key in log*) by_log=yes ;; *) head_witnesses=$((head_witnesses + 1)) ;; esac
    done
    [ $by_log = yes ] || fault E_SIG "$2" '' 'the log has not signed the head'
}

# is_own ORIGIN: whether the policy has a key of that log.
is_own() {
    own=0
    while [ "$own" -lt "$keys" ]; do
        own=$((own + 1))
        eval "key=\$key_$own"
        case $key in "log $1 "*) return 0 ;; esac
    done
    return 1
}

# parse_signatures NAME CODE: every line's form; the names are in $scratch/names, the payloads in $scratch/payload.N.
parse_signatures() {
    count=0
    : >"$scratch/names"
    while IFS= read -r line; do
        count=$((count + 1))
        rest=${line#"$dash "}
        key_name=${rest%% *}
        is_plain "$rest" || fault E_READ "$1" '' 'a name beyond ASCII'
        [ "$rest" != "$line" ] && [ "$key_name" != "$rest" ] && is_key_name "$key_name" ||
            fault "$2" "$1" '' 'a signature line is malformed'
        decode_base64 "${rest#* }" "$scratch/payload.$count" || fault "$2" "$1" '' 'a signature is not base64'
        key_id=$(hex_of "$scratch/payload.$count")
        [ ${#key_id} -gt 8 ] || fault "$2" "$1" '' 'a signature line is malformed'
        echo "$key_name ${key_id%"${key_id#????????}"} $((${#key_id} / 2))" >>"$scratch/names"
    done <"$scratch/signatures"
}

# verify_signatures NAME: $signers has the numbers of the keys whose signatures are right; a wrong one by a known key is a fault.
verify_signatures() {
    count=0
    while read -r key_name key_id bytes; do
        count=$((count + 1))
        number=0
        while [ "$number" -lt "$keys" ]; do
            number=$((number + 1))
            eval "key=\$key_$number"
            case $key in "log $head_origin $key_id "* | "witness $key_name $key_id "*) ;; *) continue ;; esac
            case $key in *" $key_name "*) ;; *) continue ;; esac
            verify_signature "$number" "${key##* }" "$count" "$bytes" || fault E_SIG "$1" '' 'a signature is wrong'
            case $signers in *" $number "*) ;; *) signers="$signers$number " ;; esac
            break
        done
    done <"$scratch/names"
}

# verify_signature KEY ALGORITHM PAYLOAD BYTES
verify_signature() {
    if [ "$2" = 01 ]; then
        [ "$4" -eq 68 ] || return 1
        cat "$scratch/text" >"$scratch/message"
    else
        [ "$4" -eq 76 ] || return 1
        seconds=$(printf %u "0x$(head -c 12 "$scratch/payload.$3" | tail -c 8 | od -An -v -tx1 | tr -d ' \n')")
        { printf 'cosignature/v1\ntime %s\n' "$seconds" && cat "$scratch/text"; } >"$scratch/message"
    fi
    tail -c 64 "$scratch/payload.$3" >"$scratch/signature"
    openssl pkeyutl -verify -pubin -keyform DER -inkey "$scratch/key.$1.der" -rawin -in "$scratch/message" \
        -sigfile "$scratch/signature" >/dev/null 2>&1
}
