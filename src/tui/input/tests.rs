//! Streams of bytes, whole, in pieces and cut anywhere.

use std::time::Duration;

use proptest::prelude::*;

use super::burst::{self, Bursts};
use super::confirm::Confirm;
use super::decode::Decoder;
use crate::env;
use crate::tui::event::Wake;
use crate::tui::key::Key;

/// Bytes, each piece so many milliseconds after the one before.
type Piece<'a> = (u64, &'a [u8]);

const fn ms(milliseconds: u64) -> Duration {
    Duration::from_millis(milliseconds)
}

/// What pieces mean to one who waits as the reader does.
fn wakes(pieces: &[Piece<'_>]) -> Vec<Wake> {
    let mut now = env::instant();
    let mut decoder = Decoder::new(now);
    let mut out = Vec::new();
    for (pause, bytes) in pieces.iter().chain([&(5_000, &b""[..])]) {
        let next = now + ms(*pause);
        while let Some(due) = decoder.due().filter(|due| *due <= next) {
            decoder.expire(due, &mut out);
        }
        now = next;
        decoder.feed(bytes, now, &mut out);
    }
    out
}

/// The same as text: keys by their names.
fn heard(pieces: &[Piece<'_>]) -> String {
    let word = |wake: &Wake| match wake {
        Wake::Key(key) => key.to_string(),
        other => format!("{other:?}"),
    };
    wakes(pieces).iter().map(word).collect::<Vec<_>>().join(" ")
}

/// What is heard of a stream, however it is cut into two pieces, and byte by byte.
fn always(stream: &[u8], expected: &str) {
    assert_eq!(heard(&[(0, stream)]), expected, "{stream:?} whole");
    for cut in 1..stream.len() {
        let (before, after) = stream.split_at(cut);
        let pieces = [(0, before), (30, after)];
        assert_eq!(heard(&pieces), expected, "{stream:?} cut at {cut}");
    }
    let bytes: Vec<Piece<'_>> = stream.chunks(1).map(|byte| (30, byte)).collect();
    assert_eq!(heard(&bytes), expected, "{stream:?} byte by byte");
}

#[test]
fn whole_keys_are_keys_in_whatever_pieces() {
    let cases: [(&[u8], &str); 38] = [
        (b"s", "s"),
        (b"S15a", "S 1 5 a"),
        (b"\r", "enter"),
        (b"\t", "tab"),
        (b"\x7f", "backspace"),
        (b"\x08", "ctrl-h"),
        (b"\x03\x12", "ctrl-c ctrl-r"),
        (b"\n", "ctrl-j"),
        (b"\0", "ctrl-space"),
        (b"\x1c\x1f", "ctrl-4 ctrl-7"),
        (b"\x1b[A\x1b[B\x1b[C\x1b[D", "up down right left"),
        (b"\x1bOA\x1bOB\x1bOC\x1bOD", "up down right left"),
        (b"\x1b[H\x1b[F\x1bOH\x1bOF", "home end home end"),
        (b"\x1b[1~\x1b[4~\x1b[7~\x1b[8~", "home end home end"),
        (b"\x1b[3~\x1b[5~\x1b[6~", "del pgup pgdn"),
        (b"\x1b[Z", "shift-tab"),
        (b"\x1bOP\x1bOS\x1b[15~\x1b[24~", "f1 f4 f5 f12"),
        (b"\x1b[[A\x1b[[E", "f1 f5"),
        (b"\x1bOM", "enter"),
        (b"\x1b[1;5A\x1b[1;2B\x1b[1;3C", "ctrl-up down alt-right"),
        (b"\x1b[1;1:1A\x1b[1;1:3A", "up"),
        (b"\x1b[3;5~", "ctrl-del"),
        (
            b"\x1b[97u\x1b[97;2u\x1b[97;5u\x1b[97;3u",
            "a A ctrl-a alt-a",
        ),
        (b"\x1b[49:33;2u", "!"),
        (
            b"\x1b[13u\x1b[9;2u\x1b[27u\x1b[127u",
            "enter shift-tab esc backspace",
        ),
        (b"\x1b[97;1:3u\x1b[57358u", ""),
        (b"\x1b[27;5;114~", "ctrl-r"),
        (b"\x1bs", "alt-s"),
        (b"\x1b\r", "alt-enter"),
        (b"\x1b\x7f", "alt-backspace"),
        (b"\x1b\xc3\xa9", "alt-é"),
        (b"\x1b\x1bx", "alt-x"),
        (b"\x1b\x1b[A", "alt-up"),
        (b"\x1b\x1b[D", "alt-left"),
        (b"\x1b\x1bOC", "alt-right"),
        (b"\x1b\x1b[1;5C", "ctrl-alt-right"),
        ("é日👍ы".as_bytes(), "é 日 👍 ы"),
        (b"\x1b", "esc"),
    ];
    for (stream, expected) in cases {
        always(stream, expected);
    }
    assert_eq!(heard(&[(0, b"\x1b\x1b")]), "alt-esc");
}

#[test]
fn what_is_no_key_is_swallowed_to_its_end() {
    let streams: [&[u8]; 27] = [
        b"\x1b]11;rgb:1e1e/2b2b\x07",
        b"\x1b]10;rgb:1e1e/2b2b/3c3c\x1b\\",
        b"\x1b]4;1;rgb:ffff/0000/0000\x1b\\",
        b"\x1b]52;c;c2FsZA==\x07",
        b"\x1bP1$r0m\x1b\\",
        b"\x1bP>|tmux 3.5a\x1b\\",
        b"\x1bP\x07sald\x1b\\",
        b"\x1b_Gi=31;OK\x1b\\",
        b"\x1b^sald\x1b\\",
        b"\x1bXsald\x1b\\",
        b"\x1b]11;rgb:1e\x18",
        b"\x1bP1$r\x1a",
        b"\x1b[?62;22c",
        b"\x1b[>1;10;0c",
        b"\x1b[12;40R",
        b"\x1b[1;5R",
        b"\x1b[I\x1b[O",
        b"\x1b[?2004;1$y",
        b"\x1b[?1u",
        b"\x1b[8;24;80t",
        b"\x1b[ q",
        b"\x1b[201~",
        b"\x1b[5A\x1b[~\x1b[u\x1b[99~",
        b"\x1b[1\x0d;\x03s",
        b"\x1b[\x18",
        b"\x1b[1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1;1A",
        b"\x1bOz",
    ];
    for stream in streams {
        always(stream, "");
        always(&[stream, b"\x1b[A"].concat(), "up");
    }
    // What a terminal answers after an Esc that a person pressed.
    always(b"\x1b\x1b]10;rgb:1e1e/2b2b/3c3c\x07", "esc");
    // A string that something else breaks off.
    always(b"\x1b]11;rgb:1e1e/\x1b[A", "up");
    always(b"\x1b]11;rgb\x1b]11;rgb\x07", "");
    // An end of which the string is gone.
    always(b"\x1b\\", "");
}

#[test]
fn the_background_is_heard_in_whatever_pieces_and_takes_no_key() {
    let color = "Background(Tone(30, 43, 60))";
    always(b"\x1b]11;rgb:1e1e/2b2b/3c3c\x07", color);
    always(b"\x1b]11;rgb:1e1e/2b2b/3c3c\x1b\\", color);
    always(
        b"\x1b\x1b]11;rgb:1e1e/2b2b/3c3c\x07",
        &format!("esc {color}"),
    );
    always(b"s\x1b]11;rgb:1e1e/2b2b/3c3c\x07a", &format!("s {color} a"));
    // In halves with a pause between them, and with a key pressed in it.
    let halves = |pieces: &[Piece<'_>]| {
        let first: Piece<'_> = (0, b"\x1b]11;rgb:1e1e/2b");
        let last: Piece<'_> = (300, b"2b/3c3c\x1b\\");
        heard(&[&[first], pieces, &[last]].concat())
    };
    assert_eq!(halves(&[]), color);
    assert_eq!(halves(&[(300, b"s")]), format!("{color} s"));
    assert_eq!(halves(&[(300, b"s"), (200, b"d")]), format!("{color} s d"));
    // What comes of it after it was given up is still no key.
    assert_eq!(halves(&[(1_010, b"s")]), "s");
    // Byte by byte, slower than a person types: no byte of it is a key.
    let slow: Vec<Piece<'_>> = b"\x1b]11;rgb:1e1e/2b2b/3c3c\x07"
        .chunks(1)
        .map(|byte| (30, byte))
        .collect();
    assert_eq!(heard(&slow), color);
}

#[test]
fn clicks_and_the_wheel_are_told_in_numbers_and_in_bytes() {
    always(
        b"\x1b[<0;5;7M\x1b[<0;5;7m",
        "Click(Position { x: 4, y: 6 })",
    );
    always(b"\x1b[<64;5;7M\x1b[<65;5;7M", "Wheel(-1) Wheel(1)");
    always(b"\x1b[<68;5;7M", "Wheel(-1)");
    always(b"\x1b[<2;5;7M\x1b[<32;5;7M\x1b[<0;5M\x1b[<0;5;x", "");
    always(b"\x1b[M %'", "Click(Position { x: 4, y: 6 })");
    always(b"\x1b[M`%'s", "Wheel(-1) s");
    always(b"\x1b[M# A", "");
}

#[test]
fn a_broken_letter_yields_nothing_and_eats_no_key() {
    for broken in [
        &b"\xc3"[..],
        b"\xc0\xaf",
        b"\xe0\x80\xaf",
        b"\xed\xa0\x80",
        b"\xf0\x80\x80\x80",
        b"\xf4\x90\x80\x80",
        b"\xff",
        b"\x80",
        b"\xe2\x82",
        b"\xf0\x9f\x91",
        b"\xc2\x9b",
        b"\x9b",
    ] {
        assert_eq!(heard(&[(0, broken)]), "");
        always(&[broken, b"s"].concat(), "s");
        always(&[broken, b"\x1b[A"].concat(), "up");
        always(&[broken, "é".as_bytes()].concat(), "é");
    }
}

#[test]
fn what_is_not_whole_ends_by_itself() {
    for half in [
        &b"\x1b["[..],
        b"\x1bO",
        b"\xc3",
        b"\x1b[<0;1,",
        b"\x1b[M",
        b"\x1b[M !",
        b"\x1b[[",
        b"\x1b[1;",
        b"\x1b\x1b[",
    ] {
        assert_eq!(heard(&[(0, half)]), "", "{half:?}");
        assert_eq!(heard(&[(0, half), (60, b"q")]), "q", "{half:?}");
    }
    for half in [&b"\x1b]11;rgb"[..], b"\x1bP1", b"\x1b_G"] {
        assert_eq!(heard(&[(0, half)]), "", "{half:?}");
        assert_eq!(heard(&[(0, half), (1_010, b"q")]), "q", "{half:?}");
        // A person's keys do not hold the string open, and count once it has not ended.
        let presses = [(0, half), (400, &b"q"[..]), (400, b"w"), (400, b"e")];
        assert_eq!(heard(&presses), "q w e", "{half:?}");
        assert_eq!(heard(&[(0, half), (400, b"q"), (50, b"\x1b[A")]), "q up");
    }
    // But what goes on comes from the terminal, however long it takes.
    let slow: Vec<Piece<'_>> = b"\x1b]11;rgb:1e1e/2b2b/3c3c/4d4d/5e5e/6f6f\x1b\\"
        .chunks(1)
        .map(|byte| (30, byte))
        .collect();
    assert_eq!(heard(&slow), "");
    assert_eq!(heard(&[(0, b"\x1b"), (60, b"s")]), "esc s");
    assert_eq!(heard(&[(0, b"\x1b"), (40, b"s")]), "alt-s");
}

#[test]
fn the_rest_of_a_sequence_that_comes_after_its_esc_was_given_out_is_no_keys() {
    for (rest, expected) in [
        (&b"]10;rgb:1e1e/2b2b/3c3c\x07"[..], "esc"),
        (b"P1$r0m\x1b\\", "esc"),
        (b"[<0;5;7m", "esc"),
        (b"[?62c", "esc"),
        (b"[A", "esc up"),
        (b"OA", "esc up"),
    ] {
        assert_eq!(heard(&[(0, b"\x1b"), (200, rest)]), expected, "{rest:?}");
    }
    // A person's next key is one byte.
    assert_eq!(heard(&[(0, b"\x1b"), (200, b"["), (90, b"[")]), "esc [ [");
    assert_eq!(heard(&[(0, b"\x1b"), (200, b"]]")]), "esc ] ]");
    assert_eq!(heard(&[(0, b"\x1b"), (600, b"[A")]), "esc [ A");
}

#[test]
fn a_paste_is_text_with_all_that_is_in_it() {
    let text = "one\r\ntwo \x1b]11;x\x07 \x1b[A é q";
    let stream = format!("\x1b[200~{text}\x1b[201~s");
    always(
        stream.as_bytes(),
        &format!("{:?} s", Wake::Paste(text.to_owned())),
    );
    always(b"\x1b\x1b[200~x\x1b[201~", "esc Paste(\"x\")");
    always(b"\x1b[200~\x1b[201~", "Paste(\"\")");
    let unfinished = |text: &str| format!("{:?}", Wake::Unfinished(text.to_owned()));
    always(b"\x1b[200~half a pa", &unfinished("half a pa"));
    always(b"\x1b[200~half\x1b[20", &unfinished("half"));
    assert_eq!(heard(&[(0, b"\x1b[200~")]), "");
    assert_eq!(
        heard(&[(0, b"\x1b[200~half"), (1_010, b"q")]),
        format!("{} q", unfinished("half"))
    );
}

/// Bytes of which many are of sequences, cut anywhere.
fn streams() -> impl Strategy<Value = Vec<(u64, Vec<u8>)>> {
    let byte = prop_oneof![
        3 => any::<u8>(),
        4 => prop::sample::select(b"\x1b[]OPMX_^<?;:0129~u\\\x07\x18\xc3\xe2".to_vec()),
        2 => prop::sample::select(b"saldboSALDmxu[]{}q\r".to_vec()),
    ];
    let piece = (
        prop::sample::select(vec![0, 0, 3, 20, 30, 70, 400]),
        prop::collection::vec(byte, 1..12),
    );
    prop::collection::vec(piece, 1..8)
}

#[test]
fn what_opens_a_sequence_late_waits_for_its_rest() {
    let late: [(&[Piece<'_>], &str); 8] = [
        (
            &[(0, b"\x1b"), (80, b"["), (30, b"1;2"), (30, b" $y")],
            "esc",
        ),
        (
            &[(0, b"\x1b"), (80, b"]"), (20, b"0;sald"), (20, b"\x07s")],
            "esc s",
        ),
        (&[(0, b"\x1b"), (80, b"O"), (20, b"A")], "esc up"),
        // Alone it is the key that was pressed.
        (&[(0, b"\x1b"), (80, b"["), (60, b"s")], "esc [ s"),
        (&[(0, b"\x1b"), (80, b"["), (60, b"[")], "esc [ ["),
        (&[(0, b"\x1b"), (80, b"]"), (20, b"s")], "esc ] s"),
        (&[(0, b"\x1b"), (80, b"]"), (20, b"\x1b[A")], "esc ] up"),
        (&[(0, b"\x1b"), (600, b"["), (20, b"s")], "esc [ s"),
    ];
    for (pieces, expected) in late {
        assert_eq!(heard(pieces), expected, "{pieces:?}");
    }
}

/// A second way to say which letters no control sequence can hold: those of runs without an Esc or a byte above ASCII.
fn has_plain(pieces: &[(u64, Vec<u8>)], letter: u8) -> bool {
    pieces.iter().any(|(_, bytes)| bytes.contains(&letter))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]
    #[test]
    fn any_bytes_give_only_keys_that_came_and_q_after_them_is_q(pieces in streams()) {
        let borrowed: Vec<Piece<'_>> = pieces.iter().map(|(pause, bytes)| (*pause, &bytes[..])).collect();
        let out = wakes(&borrowed);
        for wake in &out {
            if let Wake::Key(key) = wake && let Some(c) = key.typed().filter(char::is_ascii) {
                prop_assert!(has_plain(&pieces, c as u8) || c.is_ascii_uppercase(), "{c}");
            }
        }
        let mut longer = borrowed;
        longer.push((1_010, b"q"));
        let last = wakes(&longer).pop();
        prop_assert_eq!(last, Some(Wake::Key(Key::parse("q").expect("a key"))));
    }
}

/// Keys by their bytes at these milliseconds, given out as soon as they may be.
fn given(pieces: &[Piece<'_>], is_typed: bool) -> String {
    let mut now = env::instant();
    let (mut decoder, mut bursts) = (Decoder::new(now), Bursts::default());
    let mut out = Vec::new();
    let mut give = |bursts: &mut Bursts, now| {
        while let Some((wake, _)) = bursts.next(is_typed, now) {
            out.push(match wake {
                Wake::Key(key) => key.to_string(),
                Wake::Burst(keys) => format!("{:?}", burst::text(&keys)),
                other => format!("{other:?}"),
            });
        }
    };
    for (pause, bytes) in pieces {
        let next = now + ms(*pause);
        if let Some(due) = bursts.due(is_typed).filter(|due| *due <= next) {
            give(&mut bursts, due);
        }
        now = next;
        let mut heard = Vec::new();
        decoder.feed(bytes, now, &mut heard);
        bursts.push(heard, now);
        give(&mut bursts, now);
    }
    give(&mut bursts, now + ms(5));
    out.join(" ")
}

#[test]
fn four_keys_that_type_at_once_are_a_burst() {
    let cases: [(&[Piece<'_>], &str); 13] = [
        (&[(0, b"s")], "s"),
        (&[(0, b"oag")], "o a g"),
        (&[(0, b"sell")], "\"sell\""),
        (&[(0, b"s"), (4, b"e"), (4, b"l"), (4, b"l")], "\"sell\""),
        (&[(0, b"s"), (5, b"e"), (5, b"l"), (5, b"l")], "s e l l"),
        (&[(0, b"one\rtwo\n\tq")], "\"one\\ntwo\\n\\tq\""),
        (&[(0, b"\rabcd")], "\"\\nabcd\""),
        (&[(0, b"jjjjjjjj")], "j j j j j j j j"),
        (&[(0, b"jjjjk")], "\"jjjjk\""),
        (&[(0, b"\x1b[A\x1b[A\x1b[Asel")], "up up up s e l"),
        (&[(0, b"ab\x1b[Acd\x03")], "\"abcd\""),
        (&[(0, b"1430s")], "\"1430s\""),
        (&[(0, b"\r\r\r\r\r")], "enter enter enter enter enter"),
    ];
    for (pieces, expected) in cases {
        assert_eq!(given(pieces, false), expected, "{pieces:?}");
    }
    assert_eq!(given(&[(0, b"sell\r")], true), "s e l l enter");
}

#[test]
fn in_a_line_nothing_waits_and_what_comes_after_the_line_is_looked_at_anew() {
    let now = env::instant();
    let keys = |names: &str| -> Vec<Wake> {
        let key = |c: char| Wake::Key(Key::parse(&c.to_string()).expect("a key"));
        names.chars().map(key).collect()
    };
    let mut bursts = Bursts::default();
    bursts.push(keys("xsaldq"), now);
    assert_eq!(bursts.due(true), None);
    let next = bursts.next(true, now);
    assert_eq!(next.map(|(wake, _)| wake), keys("x").pop());
    // The line has ended with that key: the rest came at once.
    assert_eq!(bursts.next(false, now), None);
    let burst = bursts.next(false, now + ms(5)).map(|(wake, _)| wake);
    assert!(matches!(burst, Some(Wake::Burst(keys)) if keys.len() == 5));
}

/// Whether a question asked at 0 is confirmed by a second after the last press, with presses at these milliseconds.
fn confirms(presses: &[u64]) -> bool {
    let (start, key) = (env::instant(), Key::parse("[").expect("a key"));
    let mut confirm = Confirm::ask(key, start);
    let mut confirmed = false;
    for press in presses {
        let at = start + ms(*press);
        confirmed |= confirm.is_confirmed(Some(key), at);
        assert!(confirm.press(key, at));
    }
    let end = start + ms(presses.last().copied().unwrap_or(0) + 1_000);
    confirmed || confirm.is_confirmed(None, end)
}

#[test]
fn a_key_that_is_held_confirms_nothing() {
    let held = |first: u64, until: u64| (first..until).step_by(33).collect::<Vec<u64>>();
    assert!(!confirms(&[]));
    assert!(!confirms(&[300]), "nobody has read it yet");
    assert!(confirms(&[500]));
    assert!(confirms(&[300, 700]));
    for first in [33, 250, 500, 580, 660] {
        assert!(!confirms(&held(first, 1_900)), "held from {first}");
    }
    assert!(!confirms(&[600, 700]), "pressed twice is held");
    let pressed_after = |pause: u64| {
        let mut presses = held(520, 1_900);
        presses.push(1_900 + pause);
        confirms(&presses)
    };
    assert!(!pressed_after(200));
    assert!(pressed_after(600), "let go, and pressed anew");
}

#[test]
fn another_key_makes_a_press_count_at_once() {
    let (start, key) = (env::instant(), Key::parse("m").expect("a key"));
    let other = Key::parse("q").expect("a key");
    let mut confirm = Confirm::ask(key, start);
    assert!(!confirm.is_confirmed(Some(other), start + ms(600)));
    assert!(!confirm.press(other, start + ms(610)));
    assert!(confirm.press(key, start + ms(700)));
    assert_eq!(confirm.due(), Some(start + ms(820)));
    assert!(!confirm.is_confirmed(None, start + ms(800)));
    assert!(!confirm.is_confirmed(Some(key), start + ms(800)));
    assert!(confirm.is_confirmed(Some(other), start + ms(720)));
    assert!(confirm.is_confirmed(None, start + ms(820)));
}
