# Receipts: an entry, the way from it to a head, and the signatures on that.

bad_proof() { fault E_PROOF "$1" '' "$2"; }

verify_receipt() {
    require_file "$2" "$2" 65535 ''
    require_file "$1" "$1" 1048576 ''
    newest_origin=''
    part_receipt "$1"
    part_note "$scratch/note" "$1" E_PROOF
    parse_signatures "$1" E_PROOF
    open_head "$scratch/note" "$1"
    digest=$({ printf '\000' && cat "$2"; } | openssl dgst -sha256 -r | tr a-f A-F)
    digest=${digest%% *}
    is_included || fault E_INCLUSION "$1" "$index" 'the proof does not lead from the entry to the root'
    text=$(tr '\000\n' '\001\001' <"$2" && echo .)
    judge_entry "${text%?}" "$index"
    [ -z "$wrong" ] || fault E_ENTRY "$2" "$index" "$wrong"
    holds || fault E_QUORUM "$1" '' 'too few witnesses of the policy have signed'
    echo "OK  $head_origin: entry $index of $head_size entries, root $(printf %s "$head_root" | tr A-F a-f), $head_witnesses witnesses"
}

# part_receipt FILE: the index is in $index, the hashes are lines of $scratch/proof, the note is in $scratch/note.
part_receipt() {
    step=header lines=0 index=''
    : >"$scratch/proof"
    while IFS= read -r line; do
        lines=$((lines + 1))
        case "$step $line" in
        'header c2sp.org/tlog-proof@v1') step=extra ;;
        'extra extra '*)
            decode_base64 "${line#extra }" "$scratch/extra" || bad_proof "$1" 'extra is not base64'
            step=index
            ;;
        'extra index '* | 'index index '*)
            index=${line#index }
            is_number "$index" || bad_proof "$1" 'not an index'
            step=hashes first=$((lines + 1))
            ;;
        'hashes ')
            step=note
            break
            ;;
        'hashes '*)
            [ $((lines - first)) -lt 128 ] && decode_base64 "$line" "$scratch/hash" || bad_proof "$1" 'not a hash'
            hash=$(hex_of "$scratch/hash")
            [ ${#hash} -eq 64 ] || bad_proof "$1" 'not a hash'
            echo "$hash" >>"$scratch/proof"
            ;;
        *) bad_proof "$1" 'not a proof file' ;;
        esac
    done <"$1"
    [ $step = note ] || bad_proof "$1" 'not a proof file'
    tail -n +$((lines + 1)) "$1" >"$scratch/note"
}

# is_included: RFC 9162, 2.1.3.2, from the leaf in $digest.
is_included() {
    [ "$index" -lt "$head_size" ] || return 1
    first=$index last=$((head_size - 1))
    while read -r hash; do
        [ $last -gt 0 ] || return 1
        if [ $((first & 1)) -eq 1 ] || [ $first -eq $last ]; then
            inner "$hash" "$digest"
            while [ $((first & 1)) -eq 0 ] && [ $first -gt 0 ]; do first=$((first >> 1)) last=$((last >> 1)); done
        else
            inner "$digest" "$hash"
        fi
        first=$((first >> 1)) last=$((last >> 1))
    done <"$scratch/proof"
    [ $last -eq 0 ] && [ "$digest" = "$head_root" ]
}
