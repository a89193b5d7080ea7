# Keys under which a signature proves nothing.

# small_order: y of every point whose order divides 8, without the sign bit.
small_order='0100000000000000000000000000000000000000000000000000000000000000
0000000000000000000000000000000000000000000000000000000000000000
ECFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF7F
26E8958FC2B227B045C3F489F2EF98F0D5DFAC05D3C63339B13802886D53FC05
C7176A703D4DD84FBA3C0B760D10670F2A2053FA2C39CCC64EC7FD7792AC037A'

ff_ten=FFFFFFFFFFFFFFFFFFFF

# is_weak HEX: a key under which a signature proves nothing.
is_weak() {
    y=${1%??}
    last=$(printf %02X $((0x${1#"$y"} & 127)))
    case "
$small_order
" in
    *"
$y$last
"*) return 0 ;;
    esac
    tail=${y#??}
    case ${y%"$tail"} in E[DEF] | F?) [ "$tail$last" = "$ff_ten$ff_ten${ff_ten}7F" ] && return 0 ;; esac
    return 1
}
