# The rules of entries.

six='[A-Za-z0-9_-]'
six=$six$six$six$six$six$six
# 43 characters of base64url that stand for 32 bytes: the last one has no spare bits.
digest_form="$six$six$six$six$six$six$six[AEIMQUYcgkosw048]"
two='[0-9][0-9]'
time_form="$two$two-$two-${two}T$two:$two:$two.[0-9]${two}Z"

# judge_entry TEXT INDEX: what is wrong is in $wrong, empty when nothing is; the time is in $entry_time.
judge_entry() {
    wrong='not an entry in its one form'
    rest=${1#'{"d":"'}
    [ ${#1} -le 1024 ] && [ "$rest" != "$1" ] || return 0
    take_digest && take_reference "$2" || return 0
    kind=${rest%%\"*}
    rest=${rest#"$kind"}
    case $kind in '' | *[!a-z.]*) return 0 ;; esac
    [ ${#kind} -le 32 ] || return 0
    case $rest in '","ts":"'*) rest=${rest#'","ts":"'} ;; *) return 0 ;; esac
    entry_time=${rest%%\"*}
    rest=${rest#"$entry_time"}
    # shellcheck disable=SC2254 # the form is a pattern
    case $entry_time in $time_form) is_moment || return 0 ;; *) return 0 ;; esac
    case $rest in '","v":1'*) rest=${rest#'","v":1'} ;; *) return 0 ;; esac
    transfer=no
    case $rest in
    ',"x":"'*)
        transfer=yes
        rest=${rest#',"x":"'}
        take_digest || return 0
        rest=${rest#\"}
        ;;
    esac
    [ "$rest" = '}' ] || return 0
    if [ "$kind" = sealed ] && { [ $transfer = yes ] || [ -n "$reference" ]; }; then
        wrong='a sealed entry names a flow'
    elif [ -n "$reference" ] && [ "$reference" -ge "$2" ]; then
        wrong='it refers to no earlier entry'
    else
        wrong=''
    fi
}

# take_digest: steps over a digest in $rest, the quotation mark behind it stays.
take_digest() {
    field=${rest%%\"*}
    # shellcheck disable=SC2254 # the form is a pattern
    case $field in $digest_form) ;; *) return 1 ;; esac
    rest=${rest#"$field"}
    case $rest in \"*) ;; *) return 1 ;; esac
}

# take_reference: steps over what stands between the digest and the type; the index referred to is in $reference.
take_reference() {
    reference=''
    case $rest in
    '","r":'*)
        rest=${rest#'","r":'}
        reference=${rest%%,*}
        is_number "$reference" && [ "$reference" -le 9007199254740991 ] || return 1
        rest=\"${rest#"$reference"}
        ;;
    esac
    case $rest in '","t":"'*) rest=${rest#'","t":"'} ;; *) return 1 ;; esac
}

# is_moment: whether $entry_time, which has the right form, is a date and a time of day.
is_moment() {
    field=${entry_time%%-*} date=${entry_time#*-}
    month=${date%%-*} day=${date#*-}
    day=${day%%T*} clock=${date#*T}
    case $clock in 2[4-9]* | [3-9]* | ??:[6-9]* | ??:??:[6-9]*) return 1 ;; esac
    case $month-$day in
    00-* | 1[3-9]-* | [2-9]?-* | *-00 | *-3[2-9] | *-[4-9]?) return 1 ;;
    0[469]-31 | 11-31 | 02-3?) return 1 ;;
    02-29) is_leap "$field" || return 1 ;;
    esac
}

is_leap() {
    century=${1%??} year=${1#??}
    [ "$year" != 00 ] || year=$century
    [ $((${year#0} % 4)) -eq 0 ]
}
