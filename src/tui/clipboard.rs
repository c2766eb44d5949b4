//! How text gets to the clipboard: an escape sequence that the terminal takes or passes over. Knows which terminals
//! are known to take it; asks none of them.

use super::scene::Clipboard;

/// What `TERM` begins with where the terminal takes it.
const TERMS: [&str; 7] = [
    "xterm-kitty",
    "xterm-ghostty",
    "alacritty",
    "foot",
    "wezterm",
    "contour",
    "rio",
];
/// What `TERM_PROGRAM` is where the terminal takes it.
const PROGRAMS: [&str; 4] = ["WezTerm", "ghostty", "kitty", "rio"];
/// What is set within a terminal that takes it.
const SIGNS: [&str; 5] = [
    "KITTY_WINDOW_ID",
    "ALACRITTY_WINDOW_ID",
    "GHOSTTY_RESOURCES_DIR",
    "WEZTERM_PANE",
    "WT_SESSION",
];

/// What the environment says of the terminal.
pub(super) fn detect(says: impl Fn(&str) -> Option<String>) -> Clipboard {
    let term = says("TERM").unwrap_or_default();
    if says("TMUX").is_some() {
        return Clipboard::Tmux;
    }
    // What is set by the terminal around it says nothing of the one within.
    if says("STY").is_some() || term.starts_with("screen") || term == "linux" {
        return Clipboard::Unknown;
    }
    let program = says("TERM_PROGRAM").unwrap_or_default();
    let takes = TERMS.iter().any(|known| term.starts_with(known))
        || PROGRAMS.contains(&program.as_str())
        || SIGNS.iter().any(|sign| says(sign).is_some());
    if takes {
        Clipboard::Direct
    } else {
        Clipboard::Unknown
    }
}

/// What the terminal is told; tmux in both of the ways in which it may be set up to listen.
pub(super) fn sequence(text: &str, clipboard: Clipboard) -> String {
    let plain = format!("\x1b]52;c;{}\x07", base64(text.as_bytes()));
    match clipboard {
        Clipboard::Unknown => String::new(),
        Clipboard::Direct => plain,
        Clipboard::Tmux => format!("{plain}\x1bPtmux;\x1b{plain}\x1b\\"),
    }
}

/// RFC 4648, section 4: three bytes as four letters.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let bits = [16, 8, 0]
            .into_iter()
            .zip(chunk)
            .map(|(shift, byte)| u32::from(*byte) << shift)
            .sum::<u32>();
        for place in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * place) & 63) as usize];
            out.push(if place <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_is_that_of_the_standard() {
        let cases = [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
            ("51.8 % · TAFS\n", "NTEuOCAlIMK3IFRBRlMK"),
        ];
        for (text, expected) in cases {
            assert_eq!(base64(text.as_bytes()), expected, "{text}");
        }
    }

    #[test]
    fn only_terminals_that_are_known_to_take_it_are_told() {
        let cases = [
            (vec![("TERM", "xterm-256color")], Clipboard::Unknown),
            (
                vec![
                    ("TERM", "xterm-256color"),
                    ("TERM_PROGRAM", "Apple_Terminal"),
                ],
                Clipboard::Unknown,
            ),
            (vec![("TERM", "xterm-kitty")], Clipboard::Direct),
            (vec![("TERM", "foot-extra")], Clipboard::Direct),
            (
                vec![("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")],
                Clipboard::Direct,
            ),
            (
                vec![("TERM", "xterm-256color"), ("WT_SESSION", "1")],
                Clipboard::Direct,
            ),
            (
                vec![
                    ("TERM", "tmux-256color"),
                    ("TMUX", "/tmp/1"),
                    ("KITTY_WINDOW_ID", "1"),
                ],
                Clipboard::Tmux,
            ),
            (
                vec![("TERM", "screen"), ("KITTY_WINDOW_ID", "1")],
                Clipboard::Unknown,
            ),
            (vec![], Clipboard::Unknown),
        ];
        for (set, expected) in cases {
            let says = |name: &str| {
                set.iter()
                    .find(|(of, _)| *of == name)
                    .map(|(_, value)| (*value).to_owned())
            };
            assert_eq!(detect(says), expected, "{set:?}");
        }
        assert_eq!(sequence("foo", Clipboard::Unknown), "");
        assert_eq!(sequence("foo", Clipboard::Direct), "\x1b]52;c;Zm9v\x07");
        assert_eq!(
            sequence("foo", Clipboard::Tmux),
            "\x1b]52;c;Zm9v\x07\x1bPtmux;\x1b\x1b]52;c;Zm9v\x07\x1b\\",
            "within the second every escape is doubled"
        );
    }
}
