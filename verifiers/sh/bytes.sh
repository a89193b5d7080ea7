# Bytes, numbers, digests, and how a fault is told.

# fault CODE FILE INDEX WHAT: says the verdict and ends. INDEX may be empty.
fault() {
    if [ -n "$3" ]; then echo "$1  $2 index $3: $4"; else echo "$1  $2: $4"; fi
    [ -z "${remark:-}" ] || echo "$remark"
    case $1 in E_LIMIT | E_READ) exit 3 ;; esac
    exit 1
}

# require_file PATH NAME LIMIT INDEX: a regular file that is no longer than it may be; its length is in $length.
require_file() {
    [ -e "$1" ] || fault E_MISSING "$2" "$4" 'the file is missing'
    [ -f "$1" ] && [ -r "$1" ] || fault E_READ "$2" '' 'not a readable file'
    length=$(wc -c <"$1")
    [ "$length" -le "$3" ] || fault E_LIMIT "$2" '' "longer than $3 bytes"
}

# is_number TEXT: decimal without sign and leading zeros, at most 18 digits.
is_number() {
    case $1 in
    '' | *[!0-9]* | 0?* | ???????????????????*) return 1 ;;
    esac
}

# is_plain TEXT: printable ASCII, the blank included.
is_plain() {
    case $1 in *[!\ -~]*) return 1 ;; esac
}

# is_utf8 FILE: whether it consists of whole characters. What is ASCII counts as one byte between the others.
is_utf8() {
    need=0 low=128 high=191
    for byte in $(tr '\000-\177' '[a*]' <"$1" | tr -s a | od -An -v -tu1); do
        if [ $need -gt 0 ]; then
            [ "$byte" -ge $low ] && [ "$byte" -le $high ] || return 1
            need=$((need - 1)) low=128 high=191
            continue
        fi
        case $byte in
        97) ;;
        19[4-9] | 20? | 21? | 22[0-3]) need=1 ;;
        224) need=2 low=160 ;;
        237) need=2 high=159 ;;
        22[5-9] | 23?) need=2 ;;
        240) need=3 low=144 ;;
        24[1-3]) need=3 ;;
        244) need=3 high=143 ;;
        *) return 1 ;;
        esac
    done
    [ $need -eq 0 ]
}

hex_of() { basenc --base16 -w0 "$1"; }

# decode_base64 TEXT FILE: strict, so that every value has one spelling.
decode_base64() {
    printf %s "$1" | base64 -d >"$2" 2>/dev/null && [ "$(base64 -w0 "$2")" = "$1" ]
}

# sha256_of_hex HEX: the digest in upper-case hexadecimal is in $digest.
sha256_of_hex() {
    digest=$(printf %s "$1" | basenc --base16 -d | openssl dgst -sha256 -r | tr a-f A-F)
    digest=${digest%% *}
}

# inner LEFT RIGHT: the node above two nodes is in $digest.
inner() { sha256_of_hex "01$1$2"; }

# first_difference FILE FILE: the offset of the first byte that is not the same in both is in $offset.
first_difference() {
    offset=$(cmp -- "$1" "$2" 2>/dev/null)
    if [ -n "$offset" ]; then
        offset=${offset##*differ: }
        offset=${offset%%,*}
        offset=$((${offset##* } - 1))
    else
        offset=$(wc -c <"$1")
        length=$(wc -c <"$2")
        [ "$offset" -le "$length" ] || offset=$length
    fi
}

# numbers_in FOLDER NAME CODE: the names of a folder's files, which are numbers, ascending, in $numbers. Nothing when there is none.
numbers_in() {
    numbers=''
    [ -d "$1" ] || return 0
    for found in "$1"/*; do
        name=${found##*/}
        case $name in '*' | *.partial) continue ;; esac
        is_number "$name" || fault "$3" "$2" '' "a file's name is no number"
        numbers="$numbers$name
"
    done
    numbers=$(printf %s "$numbers" | sort -n)
}
