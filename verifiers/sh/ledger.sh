# The published files of a log, judged in the order of docs/spec/ledger.md.

# No log is larger for this program; the two others read any.
size_limit=50000

verify_ledger() {
    root=$1 newest_origin='' stale=''
    read_heads
    [ "$head_size" -le $size_limit ] || fault E_LIMIT checkpoint '' "more than $size_limit entries; use another verifier"
    read_bundles
    build_levels
    level=0 first_tile='' first_leaf=''
    while [ $((head_size >> (8 * level))) -gt 0 ]; do
        compare_tiles $level
        [ -n "$first_tile" ] || first_tile=$difference
        [ $level -gt 0 ] || first_leaf=$difference
        level=$((level + 1))
    done
    judge_hashes
    judge_heads
    judge_entries
    [ "$newest_quorum" = yes ] || fault E_QUORUM checkpoint '' 'too few witnesses of the policy have signed'
    echo "OK  $newest_origin: $head_count earlier heads, $head_size entries, root $(printf %s "$newest_root" | tr A-F a-f), $newest_witnesses witnesses"
}

# read_heads: sizes and roots of checkpoints/ go to $scratch/heads, the newest head to $newest_….
read_heads() {
    require_file "$root/checkpoint" checkpoint 1048576 ''
    open_head "$root/checkpoint" checkpoint
    newest_origin=$head_origin newest_size=$head_size newest_root=$head_root
    newest_quorum=no newest_witnesses=$head_witnesses head_count=0
    ! holds || newest_quorum=yes
    : >"$scratch/heads"
    numbers_in "$root/checkpoints" checkpoints E_HEAD
    for size in $numbers; do
        path=checkpoints/$size
        require_file "$root/$path" "$path" 1048576 ''
        open_head "$root/$path" "$path"
        [ "$head_size" = "$size" ] || fault E_HEAD "$path" '' "the head is of another size than the file's name"
        [ "$size" -le "$newest_size" ] || fault E_HEAD "$path" '' 'the head is ahead of the newest one'
        [ "$size" -lt "$newest_size" ] || [ "$head_root" = "$newest_root" ] ||
            fault E_FORK "$path" '' 'another root than that of the newest head, which has the same size'
        echo "$size $head_root" >>"$scratch/heads"
        head_count=$((head_count + 1))
    done
    head_size=$newest_size
}

# bundle_of INDEX: the path of the bundle that holds an entry is in $path.
bundle_of() {
    holder=$1
    [ "$holder" -lt "$head_size" ] || holder=$((head_size - 1))
    wide=$((head_size - holder / 256 * 256))
    [ $wide -le 256 ] || wide=256
    tile_path entries $((holder / 256)) $wide
}

judge_hashes() {
    root_of "$head_size"
    if [ "$digest" != "$newest_root" ]; then
        [ -n "$first_leaf" ] || fault E_ROOT checkpoint '' 'the root is not that of the entries'
        bundle_of "${first_leaf##* }"
        fault E_BUNDLE "$path" "${first_leaf##* }" 'the entry is not the one that the tree has'
    fi
    [ -z "$first_tile" ] ||
        fault E_TILE "${first_tile% *}" "${first_tile##* }" 'it is not the hash that follows from the entries'
    [ -z "$stale" ] || fault E_BUNDLE "${stale% *}" "${stale##* }" 'the wider bundle has another entry'
}

judge_heads() {
    while read -r size head_root; do
        root_of "$size"
        [ "$digest" = "$head_root" ] ||
            fault E_FORK "checkpoints/$size" '' 'the log signed another history than that of the newest head'
    done <"$scratch/heads"
}

# judge_entries: a byte that the shell could not hold becomes one that no entry may have.
judge_entries() {
    tr '\000' '\001' <"$scratch/lines" >"$scratch/texts"
    exec 5>"$scratch/times"
    index=0 wrong=''
    while IFS= read -r text; do
        judge_entry "$text" $index
        [ -z "$wrong" ] || break
        echo "$entry_time" >&5
        index=$((index + 1))
    done <"$scratch/texts"
    exec 5>&-
    disorder=$(sort -c "$scratch/times" 2>&1)
    if [ -n "$disorder" ]; then
        disorder=${disorder#*"$scratch/times:"}
        index=$((${disorder%%:*} - 1)) wrong='earlier than the entry before it'
    fi
    [ -n "$wrong" ] || return 0
    bundle_of $index
    fault E_ENTRY "$path" $index "$wrong"
}
