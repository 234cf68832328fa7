#compdef enos-tui
# eval "$(enos-tui completion zsh)", after compinit
_enos_tui() {
    local line
    local -a values shown
    for line in "${(@f)$(${~words[1]} completion --words "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then
            _files
        elif [[ -n $line ]]; then
            values+=("${line%%$'\t'*}")
            shown+=("${line/$'\t'/  -- }")
        fi
    done
    (( $#values )) && compadd -l -d shown -a values
}
if [[ $funcstack[1] == _enos_tui ]]; then _enos_tui "$@"; else compdef _enos_tui enos-tui; fi
