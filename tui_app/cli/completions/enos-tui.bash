# eval "$(enos-tui completion bash)"
_enos_tui() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        if [ "$line" = :files ]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2")
        else
            line=${line%%$'\t'*}
            # Bash takes an equals sign for the end of a word.
            [[ $2 != --* && $line == --*=* ]] && line=${line#*=}
            printf -v line %q "$line"
            COMPREPLY+=("$line")
        fi
    done < <("${1/#\~/$HOME}" completion --words "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _enos_tui enos-tui
