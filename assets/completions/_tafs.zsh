#compdef tafs
# tafs: completions for zsh. In ~/.zshrc, behind compinit:
#   source <(tafs completions zsh)
# or once, into a folder of $fpath:
#   tafs completions zsh > ~/.zfunc/_tafs

_tafs() {
    local mode=words line
    local -a found
    {
        IFS= read -r mode
        # Each line is one word, and what it is behind a tab. zsh quotes the words itself.
        while IFS= read -r line; do
            line=${line//\\/\\\\}
            line=${line//:/\\:}
            found+=("${line/$'\t'/:}")
        done
    } < <(command tafs __complete zsh "${(@Q)words[1,CURRENT-1]}" "${(Q)PREFIX}" 2>/dev/null)
    local found_any=1
    (( $#found )) && _describe -V tafs found -U && found_any=0
    case $mode in
        files*) compset -P '--*='; _files && found_any=0 ;;
        folders*) compset -P '--*='; _files -/ && found_any=0 ;;
    esac
    # What the words have in common is shorter than what was typed: they are listed, and nothing is replaced.
    [[ $mode == *list && $compstate[insert] == *unambiguous* ]] && compstate[insert]=
    return found_any
}

# Read from a file of $fpath this is the body of the function.
if [[ $funcstack[1] == _tafs ]]; then
    _tafs "$@"
else
    compdef _tafs tafs
fi
