"""The scripts by which a shell asks the program how a command line may go on.

Each calls ``enos-tui completion --words WORD ...`` with the words up to the cursor; the last may be empty.
The answer has a line for each candidate: the word, a tab, what it means. ``:files`` stands for all files.
"""

BASH = """\
# eval "$(enos-tui completion bash)"
_enos_tui() {
    local line
    COMPREPLY=()
    while IFS= read -r line; do
        if [ "$line" = :files ]; then
            compopt -o filenames 2>/dev/null
            while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$2")
        else
            line=${line%%$'\\t'*}
            # Bash takes an equals sign for the end of a word.
            [[ $2 != --* && $line == --*=* ]] && line=${line#*=}
            printf -v line %q "$line"
            COMPREPLY+=("$line")
        fi
    done < <("${1/#\\~/$HOME}" completion --words "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _enos_tui enos-tui
"""

ZSH = """\
#compdef enos-tui
# eval "$(enos-tui completion zsh)", after compinit
_enos_tui() {
    local line
    local -a values shown
    for line in "${(@f)$(${~words[1]} completion --words "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        if [[ $line == :files ]]; then
            _files
        elif [[ -n $line ]]; then
            values+=("${line%%$'\\t'*}")
            shown+=("${line/$'\\t'/  -- }")
        fi
    done
    (( $#values )) && compadd -l -d shown -a values
}
if [[ $funcstack[1] == _enos_tui ]]; then _enos_tui "$@"; else compdef _enos_tui enos-tui; fi
"""

FISH = """\
# enos-tui completion fish | source
function __enos_tui
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (eval (string escape -- $words[1]) completion --words \\
            (string escape -- $words[2..-1] "$current") 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c enos-tui -f -k -a '(__enos_tui)'
"""

SCRIPTS = {"bash": BASH, "zsh": ZSH, "fish": FISH}
"""The script for each shell."""
