# tafs: completions for fish. Once:
#   tafs completions fish > ~/.config/fish/completions/tafs.fish

function __tafs_complete
    set -l token (commandline -ct)
    # Each line is one word, and what it is behind a tab. fish quotes the words itself.
    set -l found (command tafs __complete fish (commandline -opc) "$token" 2>/dev/null)
    set -l mode $found[1]
    set -e found[1]
    printf '%s\n' $found
    if test "$mode" = files -o "$mode" = folders
        set -l before (string match -r '^--[a-z-]+=' -- "$token")
        set -l path (string replace -r '^--[a-z-]+=' '' -- "$token")
        set -l names
        if test "$mode" = folders
            set names (__fish_complete_directories "$path" '')
        else
            set names (__fish_complete_path "$path")
        end
        for name in $names
            printf '%s\n' "$before$name"
        end
    end
end

complete -c tafs -f -k -a '(__tafs_complete)'
