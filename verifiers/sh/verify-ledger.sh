#!/bin/sh
# Verifies the published files of an audit log, and receipts from one, after docs/spec/ledger.md.
# Needs a POSIX shell, openssl 3.0 and coreutils (base64, basenc, cmp, cut, head, mktemp, od, paste, sort, split, tail, tr, wc); nothing else.
#
#   verify-ledger.sh ledger [--policy FILE] DIR
#   verify-ledger.sh receipt [--policy FILE] [--entry FILE] FILE
#
# Exit codes: 0 verified, 1 does not verify, 2 usage, 3 input refused. It is for logs of a few thousand entries, and reads
# names of keys in ASCII only. What it does not do: details, which logs do not publish (see VERIFY.md for showing some).
set -u
LC_ALL=C
export LC_ALL
here=$(cd "$(dirname "$0")" && pwd) || exit 3
. "$here/bytes.sh"
. "$here/notes.sh"
. "$here/weak-keys.sh"
. "$here/policy.sh"
. "$here/entries.sh"
. "$here/tree.sh"
. "$here/ledger.sh"
. "$here/receipt.sh"

usage() {
    echo "usage: verify-ledger.sh ledger [--policy FILE] DIR" >&2
    echo "       verify-ledger.sh receipt [--policy FILE] [--entry FILE] FILE" >&2
    exit 2
}

[ $# -ge 2 ] || usage
verb=$1 policy='' entry='' target=''
shift
while [ $# -gt 0 ]; do
    case $1 in
    --policy | --entry)
        [ $# -ge 2 ] || usage
        if [ "$1" = --policy ]; then policy=$2; else entry=$2; fi
        shift 2
        ;;
    -*) usage ;;
    *)
        [ -z "$target" ] || usage
        target=$1
        shift
        ;;
    esac
done
[ -n "$target" ] || usage

scratch=$(mktemp -d) || exit 3
trap 'rm -rf "$scratch"' EXIT
trap 'exit 3' HUP INT TERM
remark=''
if [ -z "$policy" ]; then
    case $verb in
    ledger) policy=$target/policy.txt ;;
    *) case $target in */*) policy=${target%/*}/policy.txt ;; *) policy=policy.txt ;; esac ;;
    esac
    remark="note: the policy was found beside the files, so it is the log's own word; give yours with --policy"
fi

case $verb in
ledger)
    [ -z "$entry" ] || usage
    [ -d "$target" ] || fault E_READ "$target" '' 'there is no such directory'
    read_policy "$policy"
    verify_ledger "$target"
    ;;
receipt)
    [ -n "$entry" ] || entry=${target%.*}.entry
    read_policy "$policy"
    verify_receipt "$target" "$entry"
    ;;
*) usage ;;
esac
[ -z "$remark" ] || echo "$remark"
