# The tree: hashes in upper-case hexadecimal, a line each; those of complete subtrees of 2^n leaves in $scratch/level.n.

# tile_path LEVEL NUMBER WIDTH: the path is in $path.
tile_path() {
    path=$(printf %03d $(($2 % 1000)))
    group=$(($2 / 1000))
    while [ $group -gt 0 ]; do
        path=$(printf x%03d/%s $((group % 1000)) "$path")
        group=$((group / 1000))
    done
    path=tile/$1/$path
    [ "$3" -eq 256 ] || path=$path.p/$3
}

# narrower LEVEL NUMBER WIDTH CODE: the widths of files that stand beside a tile or bundle in its place, in $numbers.
narrower() {
    tile_path "$1" "$2" 256
    numbers_in "$root/$path.p" "$path.p" "$4"
    widths=''
    for width in $numbers; do
        [ "$width" -ge 1 ] && [ "$width" -le 255 ] || fault "$4" "$path.p" '' "a file's name is no width"
        [ "$width" -ge "$3" ] || widths="$widths $width"
    done
}

# split_bundle FILE WIDTH: entries with 00 in front to $scratch/leaf, as lines to descriptor 4; their ends are in $ends.
split_bundle() {
    expected=high whole=0 place=0 ends=''
    for byte in $(od -An -v -to1 "$1"); do
        case $expected in
        body)
            text=$text\\0$byte
            left=$((left - 1))
            ;;
        high)
            [ $whole -lt "$2" ] || return 1
            high=$byte expected=low
            continue
            ;;
        low)
            left=$((0$high * 256 + 0$byte))
            length=$left text='' expected=body
            ;;
        esac
        [ $left -eq 0 ] || continue
        printf '\000%b' "$text" >"$scratch/leaf/$((1000 + whole))"
        # A line end would part the line in two; another byte that no entry may have keeps it whole.
        case $text in *\\0012*) text='\0001' ;; esac
        printf '%b\n' "$text" >&4
        whole=$((whole + 1)) place=$((place + 2 + length)) expected=high
        ends="$ends $place"
    done
    [ $expected = high ] && [ $whole -eq "$2" ]
}

# digests FOLDER: of all its files in the order of their names, which are removed then.
digests() {
    (cd "$1" && openssl dgst -sha256 -r -- * | cut -c1-64 | tr a-f A-F && rm -f -- *)
}

# read_bundles: the leaves of the log of $head_size entries to level.0, the entries as lines to $scratch/lines.
read_bundles() {
    mkdir "$scratch/leaf" "$scratch/node"
    : >"$scratch/level.0"
    exec 4>"$scratch/lines"
    number=0
    while [ $((number * 256)) -lt "$head_size" ]; do
        wide=$((head_size - number * 256))
        [ $wide -le 256 ] || wide=256
        tile_path entries $number $wide
        require_file "$root/$path" "$path" 16777728 $((number * 256))
        split_bundle "$root/$path" $wide ||
            fault E_BUNDLE "$path" $((number * 256 + whole)) 'the file does not hold the entries of its width'
        digests "$scratch/leaf" >>"$scratch/level.0"
        compare_narrower_bundles "$root/$path"
        number=$((number + 1))
    done
    exec 4>&-
}

compare_narrower_bundles() {
    narrower entries $number $wide E_BUNDLE
    for width in $widths; do
        tile_path entries $number "$width"
        require_file "$root/$path" "$path" 16777728 $((number * 256))
        # shellcheck disable=SC2086 # the ends are words
        set -- "$1" $ends
        eval "end=\${$((width + 1))}"
        head -c "$end" "$1" >"$scratch/wanted"
        [ -z "$stale" ] && ! cmp -s "$scratch/wanted" "$root/$path" || continue
        first_difference "$scratch/wanted" "$root/$path"
        entry_number=0
        for end in $ends; do
            [ "$end" -le "$offset" ] && [ $entry_number -lt "$width" ] || break
            entry_number=$((entry_number + 1))
        done
        stale="$path $((number * 256 + entry_number))"
    done
}

# build_levels: every complete subtree, level by level, until one hash or none is left.
build_levels() {
    height=0
    pairs=$((head_size / 2))
    while [ $pairs -gt 0 ]; do
        yes 01 | head -n $pairs >"$scratch/ones"
        head -n $((pairs * 2)) "$scratch/level.$height" | paste -d '\0' "$scratch/ones" - - | basenc --base16 -d |
            (cd "$scratch/node" && split -a 4 -b 65)
        height=$((height + 1))
        digests "$scratch/node" >"$scratch/level.$height"
        pairs=$((pairs / 2))
    done
}

# root_of SIZE: the root over the first so many entries is in $digest.
root_of() {
    bit=0 right=''
    while [ $(($1 >> bit)) -gt 0 ]; do
        if [ $(($1 >> bit & 1)) -eq 1 ]; then
            digest=$(head -n $(($1 >> bit)) "$scratch/level.$bit" | tail -n 1)
            [ -z "$right" ] || inner "$digest" "$right"
            right=$digest
        fi
        bit=$((bit + 1))
    done
    [ "$1" -gt 0 ] || sha256_of_hex ''
}

# compare_tiles LEVEL: the first file that is not what follows from the entries is in $difference, as "path index".
compare_tiles() {
    difference='' number=0
    basenc --base16 -d "$scratch/level.$(($1 * 8))" >"$scratch/hashes"
    count=$((head_size >> (8 * $1)))
    while [ $((number * 256)) -lt $count ]; do
        wide=$((count - number * 256))
        [ $wide -le 256 ] || wide=256
        narrower "$1" $number $wide E_TILE
        for width in $wide $widths; do compare_tile "$1" "$width"; done
        number=$((number + 1))
    done
}

compare_tile() {
    tile_path "$1" $number "$2"
    require_file "$root/$path" "$path" 16384 $((number * 256))
    tail -c +$((number * 8192 + 1)) "$scratch/hashes" | head -c $(($2 * 32)) >"$scratch/wanted"
    [ -z "$difference" ] && ! cmp -s "$scratch/wanted" "$root/$path" || return 0
    first_difference "$scratch/wanted" "$root/$path"
    difference="$path $((number * 256 + offset / 32))"
}
