# tafs: completions for Bash. In ~/.bashrc:
#   source <(tafs completions bash)
# or, where bash-completion is installed, once:
#   tafs completions bash > ~/.local/share/bash-completion/completions/tafs

_tafs() {
    local line mode=words
    COMPREPLY=()
    {
        IFS= read -r mode
        # Each line is one word, quoted by tafs for the place where it goes.
        while IFS= read -r line; do
            COMPREPLY+=("$line")
        done
    } < <(command tafs __complete bash "${COMP_LINE:0:COMP_POINT}" "$2" "${COMP_TYPE-9}" 2>/dev/null)
    # Bash completes file names itself, when no word fits.
    case $mode in
        files) ;;
        folders) compopt +o default -o dirnames 2>/dev/null ;;
        *) compopt +o default 2>/dev/null ;;
    esac
}

complete -o default -o nosort -F _tafs tafs 2>/dev/null || complete -o default -F _tafs tafs
