#!/bin/sh
# enos-tui @VERSION@ for Linux on @ARCH@. Start this file, or `sh FILE` where nothing may be executed.
# It unpacks itself once, to the first folder that can be used of $ENOS_TUI_CACHE, $XDG_CACHE_HOME/enos-tui,
# ~/.cache/enos-tui and /var/tmp/enos-tui-UID. What follows the script is a tar archive, compressed by gzip.
# `FILE --licences` prints the licences of everything in it.

file=$0
case $file in
    */*) ;;
    *) if [ -f "$file" ]; then file=./$file; else file=$(command -v "$file") || file=$0; fi ;;
esac
name=@ARCH@-@HASH@
reasons=
newline='
'

refuse() { # REASON: remember why a folder is not used
    reasons="$reasons$newline  $1"
    return 1
}

# Nobody but us and root may be able to change what runs. So the folder is ours and writable for nobody else, and
# each folder above belongs to us or root and is writable for nobody else, unless it is sticky as /tmp is. A group
# with the user's own number is the user's own. In a container that root has not made, / belongs to nobody (65534).
is_safe() { # FOLDER
    if [ ! -O "$1" ] || [ -h "$1" ]; then refuse "$1 does not belong to you"; return; fi
    folder=$(cd -P "$1" 2>/dev/null && pwd -P) || { refuse "$1 cannot be read"; return; }
    path=$folder
    set --
    while [ -n "$path" ]; do
        set -- "$@" "$path"
        path=${path%/*}
    done
    # Sorted by name, the folder itself is the last line, and / the first.
    list=$newline$(LC_ALL=C ls -ldn / "$@" 2>/dev/null)
    case $list in *" $folder") ;; *) refuse "$folder cannot be listed"; return ;; esac
    me='' count=0
    while [ -n "$list" ]; do
        read_line "${list##*"$newline"}"
        list=${list%"$newline"*}
        count=$((count + 1))
        if [ "$count" -eq 1 ]; then
            me=$owner
            case $mode in d????-??-*) continue ;; esac
            refuse "$folder can be changed by others: chmod go-w $folder"
            return
        fi
        case $owner:$list in
            "$me":* | 0:* | 65534:) ;;
            *) refuse "a folder above $folder belongs to somebody else"; return ;;
        esac
        case $mode:$group in
            d????-??-* | d????????[tT]* | d????w??-*:"$me") ;;
            *) refuse "a folder above $folder can be changed by others"; return ;;
        esac
    done
    [ "$count" -eq $(($# + 1)) ] || refuse "$folder has a name that cannot be checked"
}

read_line() { # LINE of ls: set mode, owner and group
    set -f
    # shellcheck disable=SC2086 # split into words
    set -- $1
    set +f
    mode=${1-} owner=${3-} group=${4-}
}

has_it() { # ROOT: whether the bundle is there, and safe to run
    [ -f "$1/$name/complete" ] && [ -x "$1/$name/enos-tui" ] && [ -x "$1/$name/bin/python@PYTHON@" ] &&
        [ -f "$1/$name/start.pyc" ] && is_safe "$1/$name"
}

run() { # ROOT ARGUMENT ...: become the program
    root=$1/$name
    shift
    # The loader is given its libraries as an option: a variable would be inherited by what the program starts.
    exec "$root/enos-tui" --inhibit-cache --library-path "$root/lib" "$root/bin/python@PYTHON@" -I -S -B \
        "$root/start.pyc" "$file" "${LC_CTYPE-}" "$@"
}

unpack() { # ROOT: put the bundle there
    (umask 077 && mkdir -p "$1") 2>/dev/null || { refuse "$1 cannot be made"; return; }
    is_safe "$1" || return
    new=$(umask 077 && mktemp -d "$1/unpacking.XXXXXX" 2>/dev/null) || { refuse "$1 cannot be written to"; return; }
    trap 'rm -rf "$new"; exit 130' HUP INT TERM
    [ ! -t 2 ] || echo "enos-tui: unpacking to $1, once ..." >&2
    if ! { printf '#!/bin/sh\n' >"$new/try"; } 2>/dev/null; then
        why='no file can be written there'
    elif chmod 700 "$new/try" && ! "$new/try" 2>/dev/null; then
        why='nothing may be executed there (mounted noexec)'
    elif why=$(rm -f "$new/try" && fill "$new" "$1/$name" 2>&1); then
        trap - HUP INT TERM
        return
    fi
    rm -rf "$new"
    trap - HUP INT TERM
    refuse "$1: ${why%%"$newline"*}"
}

archive() {
    dd "if=$file" bs=4096 skip=@BLOCKS@ 2>/dev/null
}

fill() { # NEW PLACE: unpack to NEW, check it, and rename it to PLACE
    umask 077
    # Only gzip notices a wrong byte, and only at the end, when tar is satisfied.
    { archive | gzip -dc || : >"$1/damaged"; } | tar -xmf - -C "$1" || return
    [ ! -e "$1/damaged" ] || { echo "$file is damaged"; return 1; }
    "$1/enos-tui" --inhibit-cache --library-path "$1/lib" "$1/bin/python@PYTHON@" -I -S -B "$1/finish.pyc" "$2"
}

stop() { # MESSAGE
    echo "enos-tui: $1" >&2
    exit 126
}

# The last choice is a private folder that everybody can see. Where somebody has planted one of its name, a folder
# with another name is made, and found again.
find_temporary() {
    temporary=/var/tmp/enos-tui-$(id -u)
    for root in "$temporary" "$temporary".*; do
        if [ -d "$root" ] && [ -O "$root" ] && [ ! -h "$root" ]; then
            temporary=$root
            return
        fi
    done
    if [ -e "$temporary" ] || [ -h "$temporary" ]; then
        temporary=$(mktemp -d "$temporary.XXXXXX" 2>/dev/null) || temporary=
    fi
}

own=${ENOS_TUI_CACHE-}
case $own in '' | /*) ;; *) own=$PWD/$own ;; esac
case ${XDG_CACHE_HOME-} in /*) xdg=$XDG_CACHE_HOME/enos-tui ;; *) xdg= ;; esac
case ${HOME-} in /*) home=$HOME/.cache/enos-tui ;; *) home= ;; esac

# A folder that has the bundle is used before one that might be unpacked to: where the first is full or cannot be
# written to, that is found out once. The folder that the user names is tried before both.
if [ -n "$own" ] && { has_it "$own" || { [ -r "$file" ] && unpack "$own" && has_it "$own"; }; }; then
    run "$own" "$@"
fi
for root in "$xdg" "$home"; do
    if [ -n "$root" ] && has_it "$root"; then run "$root" "$@"; fi
done
find_temporary
if [ -n "$temporary" ] && has_it "$temporary"; then run "$temporary" "$@"; fi

[ -r "$file" ] || stop "$file cannot be read. Start it by its path."
[ "$(uname -m)" = @ARCH@ ] || stop "this file is for @ARCH@, and this machine is $(uname -m)."
size=$(wc -c <"$file")
[ "$((size))" = @SIZE@ ] || stop "$file has $((size)) bytes instead of @SIZE@. Copy it again."
for root in "$xdg" "$home" "$temporary"; do
    if [ -n "$root" ] && unpack "$root" && has_it "$root"; then run "$root" "$@"; fi
done
archive | gzip -t 2>/dev/null || stop "$file is damaged. Copy it again."
stop "no folder to unpack to:$reasons
Set ENOS_TUI_CACHE to a folder of your own with 100 MB free, where programs may be executed."
