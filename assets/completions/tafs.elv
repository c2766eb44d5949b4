# tafs: completions for Elvish. In ~/.config/elvish/rc.elv:
#   eval (tafs completions elvish | slurp)

use str

set edit:completion:arg-completer[tafs] = {|@words|
    var found = [(e:tafs __complete elvish $@words 2>/dev/null)]
    # Each line is one word, and what it is behind a tab. Elvish quotes the words itself.
    each {|line|
        var parts = [(str:split "\t" $line)]
        edit:complex-candidate $parts[0] &display=(str:join '  ' $parts)
    } $found[1..]
    if (not-eq $found[0] words) {
        edit:complete-filename $@words
    }
}
