# enos-tui completion fish | source
function __enos_tui
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    for line in (eval (string escape -- $words[1]) completion --words \
            (string escape -- $words[2..-1] "$current") 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$current"
        else
            echo $line
        end
    end
end
complete -c enos-tui -f -k -a '(__enos_tui)'
