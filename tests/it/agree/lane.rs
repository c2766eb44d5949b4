//! Capture and correction: what is started, back-dated, relabeled, merged, split, moved, written, undone.

use super::{Before, Situation, check};

/// An hour of prospecting, two of admin, a free hour, and a meeting that has run for one.
const DAY: Situation = Situation {
    before: &[
        ("2026-03-11T14:00:00+01:00", "add s 09:00 10:00 /p first"),
        ("2026-03-11T14:00:00+01:00", "add a 10:00 12:00 !legal"),
        ("2026-03-11T14:00:00+01:00", "s /m @Halden --at 13:00"),
    ],
    now: "2026-03-11T14:00:00+01:00",
};
const FIRST: &str = "11 09:00-10:00 selling /prospecting \"first\"";
const LEGAL: &str = "11 10:00-12:00 admin !legal";
const RUNS: &str = "11 13:00- selling /meeting @Halden";
const ENDED: &str = "11 13:00-14:00 selling /meeting @Halden";

#[test]
fn time_off_is_the_same() {
    check(&[
        // A free hour from 12:00 on, and half an hour before the first block; then both again.
        DAY.row(&["day off 12:00-13:00"], "gco", &[FIRST, LEGAL, RUNS]),
        DAY.row(
            &["day off 12:00-13:00", "undo"],
            "gcou",
            &[FIRST, LEGAL, RUNS],
        ),
        DAY.row(
            &["day off 12:00-13:00", "add l 12:00 12:30"],
            "gcoi12:00-12:30 l<enter>",
            &[FIRST, LEGAL, "11 12:00-12:30 learning", RUNS],
        ),
    ]);
}

#[test]
fn capture_is_the_same() {
    check(&[
        DAY.row(&["a"], "a", &[FIRST, LEGAL, ENDED, "11 14:00- admin"]),
        DAY.row(
            &["d /w"],
            "dw",
            &[FIRST, LEGAL, ENDED, "11 14:00- distraction /web"],
        ),
        DAY.row(&["s"], "s", &[FIRST, LEGAL, RUNS]),
        DAY.row(
            &["s /p"],
            "sp",
            &[FIRST, LEGAL, ENDED, "11 14:00- selling /prospecting"],
        ),
        DAY.row(&["b"], "b", &[FIRST, LEGAL, ENDED, "11 14:00- break"]),
        DAY.row(&["stop"], "o", &[FIRST, LEGAL, ENDED]),
        DAY.command_only(&["!stop --at 15:00"], &[FIRST, LEGAL, RUNS]),
        DAY.row(&["stop", "!stop"], "oo", &[FIRST, LEGAL, ENDED]),
        DAY.row(&["resume"], ".", &[FIRST, LEGAL, ENDED, "11 14:00- admin"]),
        DAY.row(&["d", "resume"], "d.", &[FIRST, LEGAL, ENDED, RUNS_AGAIN]),
        DAY.row(
            &["s /p"],
            "<up><up><up>r",
            &[FIRST, LEGAL, ENDED, "11 14:00- selling /prospecting"],
        ),
        DAY.row(
            &["add a 12:15 12:45 /c @Kestrel after lunch"],
            "i12:15-12:45 admin /c @Kestrel after lunch<enter>",
            &[
                FIRST,
                LEGAL,
                "11 12:15-12:45 admin /crm @Kestrel \"after lunch\"",
                RUNS,
            ],
        ),
    ]);
}

const RUNS_AGAIN: &str = "11 14:00- selling /meeting @Halden";

#[test]
fn focus_runs_are_the_same() {
    const SELLS: &str = "11 14:00- selling";
    check(&[
        // What sells goes on.
        DAY.row(&["focus"], "F", &[FIRST, LEGAL, RUNS]),
        DAY.row(&["focus 25m"], "25F", &[FIRST, LEGAL, RUNS]),
        DAY.row(&["stop", "focus"], "oF", &[FIRST, LEGAL, ENDED, SELLS]),
        DAY.row(&["a", "focus 90"], "a90F", &[FIRST, LEGAL, ENDED, SELLS]),
        DAY.row(&["focus", "!focus"], "FF", &[FIRST, LEGAL, RUNS]),
        DAY.row(&["!focus 0"], "0F", &[FIRST, LEGAL, RUNS]),
        DAY.row(&["!focus 721m"], "721F", &[FIRST, LEGAL, RUNS]),
        DAY.row(
            &["focus 25m", "a !manager"],
            "25Fa!manager<enter>",
            &[FIRST, LEGAL, ENDED, "11 14:00- admin !manager"],
        ),
        DAY.row(
            &["stop", "focus 25m", "undo"],
            "o25Fu",
            &[FIRST, LEGAL, ENDED],
        ),
        DAY.row(
            &["stop", "focus 25m", "undo", "redo"],
            "o25Fu<ctrl-r>",
            &[FIRST, LEGAL, ENDED, SELLS],
        ),
    ]);
}

#[test]
fn what_is_back_dated_asks_where_it_would_take_a_block() {
    check(&[
        DAY.row(
            &["a --at '15m ago'"],
            "15a",
            &[
                FIRST,
                LEGAL,
                "11 13:00-13:45 selling /meeting @Halden",
                "11 13:45- admin",
            ],
        ),
        DAY.row(
            &["stop --at '30m ago'"],
            "30o",
            &[FIRST, LEGAL, "11 13:00-13:30 selling /meeting @Halden"],
        ),
        DAY.row(
            &["resume --at 13:50"],
            "10.",
            &[
                FIRST,
                LEGAL,
                "11 13:00-13:50 selling /meeting @Halden",
                "11 13:50- admin",
            ],
        ),
        DAY.row(&["!a --at '270m ago'"], "270a", &[FIRST, LEGAL, RUNS]),
        DAY.row(&["!a --at 09:30"], "270a<esc>", &[FIRST, LEGAL, RUNS]),
        DAY.row(
            &["a --at 09:30 --force"],
            "270aa",
            &[
                "11 09:00-09:30 selling /prospecting \"first\"",
                "11 09:30- admin",
            ],
        ),
        DAY.row(&["!a --at '61m ago'"], "61a", &[FIRST, LEGAL, RUNS]),
        DAY.row(&["!a --at '999m ago'"], "999a", &[FIRST, LEGAL, RUNS]),
        DAY.row(
            &["a --at '999m ago' --force"],
            "999aa",
            &["10 21:21- admin"],
        ),
        DAY.command_only(&["!a --at 14:05"], &[FIRST, LEGAL, RUNS]),
    ]);
}

#[test]
fn what_was_done_up_to_now_trims_what_runs_and_splits_nothing() {
    check(&[DAY.command_only(
        &["add learning 13:30 14:00"],
        &[
            FIRST,
            LEGAL,
            "11 13:00-13:30 selling /meeting @Halden",
            "11 13:30-14:00 learning",
            "11 14:00- selling /meeting @Halden",
        ],
    )]);
}

#[test]
fn what_selling_opens_with_is_the_same() {
    const BARE: &str = "11 14:00- selling /prospecting";
    check(&[
        DAY.row(
            &["s /p ~webinar +ready"],
            "sp+ready ~webinar<enter>",
            &[
                FIRST,
                LEGAL,
                ENDED,
                "11 14:00- selling /prospecting +ready ~webinar",
            ],
        ),
        DAY.row(
            &["s /p --source webinar --fit later", "edit running --fit ''"],
            "spn~webinar +later<enter>+<ctrl-u>~webinar<enter>",
            &[
                FIRST,
                LEGAL,
                ENDED,
                "11 14:00- selling /prospecting ~webinar",
            ],
        ),
        DAY.row(
            &["s /p ~webinar +ready", "edit running ~ +"],
            "sp+ready ~webinar<enter>+<ctrl-u><enter>",
            &[FIRST, LEGAL, ENDED, BARE],
        ),
        DAY.row(
            &["s /p", "edit running ~webinar +unfit", "undo"],
            "sp+unfit ~webinar<enter>u",
            &[FIRST, LEGAL, ENDED, BARE],
        ),
        DAY.row(
            &["s /p", "edit running ~webinar +unfit", "undo", "redo"],
            "sp+unfit ~webinar<enter>u<ctrl-r>",
            &[
                FIRST,
                LEGAL,
                ENDED,
                "11 14:00- selling /prospecting +unfit ~webinar",
            ],
        ),
        // A meeting opens nothing.
        DAY.row(
            &["!edit running +ready"],
            "+ready<enter><esc>",
            &[FIRST, LEGAL, RUNS],
        ),
        DAY.row(
            &["!edit running ~webinar"],
            "n~webinar<enter><esc>",
            &[FIRST, LEGAL, RUNS],
        ),
    ]);
}

#[test]
fn a_stop_before_what_runs_began_asks_and_takes_it_away() {
    check(&[
        DAY.row(&["!stop --at 13:00"], "60o", &[FIRST, LEGAL, RUNS]),
        DAY.row(&["stop --at 13:00 --force"], "60oo", &[FIRST, LEGAL]),
        DAY.row(&["!stop --at '100m ago'"], "100o", &[FIRST, LEGAL, RUNS]),
        DAY.row(&["stop --at '100m ago' --force"], "100oo", &[FIRST, LEGAL]),
        DAY.row(
            &["stop --at 11:30 --force"],
            "150oo",
            &[FIRST, "11 10:00-11:30 admin !legal"],
        ),
        DAY.row(
            &["stop --at 09:30 --force", "undo"],
            "270oou",
            &[FIRST, LEGAL, RUNS],
        ),
    ]);
}

#[test]
fn steps_of_an_edge_ask_for_what_they_take_together() {
    const BESIDE: &str = "11 12:00- selling /meeting @Halden";
    const HALF: &[&str] = &[
        FIRST,
        "11 10:00-11:00 admin !legal",
        "11 11:00- selling /meeting @Halden",
    ];
    check(&[
        DAY.row(
            &["move running --start 11:00"],
            "[[[[[[[[[[[[[[[[[[[[[[[[[",
            HALF,
        ),
        // Where another key comes between, they are counted anew.
        DAY.row(
            &["move running --start 11:00", "move running --start 10:55"],
            "[[[[[[[[[[[[[[[[[[[[[[[[kj[",
            &[
                FIRST,
                "11 10:00-10:55 admin !legal",
                "11 10:55- selling /meeting @Halden",
            ],
        ),
        // There and back is one run too; what is agreed to ends it.
        DAY.row(
            &["move running --start 10:50 --force"],
            "[[[[[[[[[[[[[[[[[[[[[[[[][[[[",
            &[
                FIRST,
                "11 10:00-10:50 admin !legal",
                "11 10:50- selling /meeting @Halden",
            ],
        ),
        DAY.row(
            &["move running --start 12:00"],
            "[[[[[[[[[[[[",
            &[FIRST, LEGAL, BESIDE],
        ),
    ]);
}

#[test]
fn a_block_says_the_same() {
    check(&[
        DAY.row(
            &["edit running 'wants two references'"],
            "nwants two references<enter>",
            &[
                FIRST,
                LEGAL,
                "11 13:00- selling /meeting @Halden \"wants two references\"",
            ],
        ),
        DAY.row(
            &["edit running @Northwind"],
            "@<ctrl-u>Northwind<enter>",
            &[FIRST, LEGAL, "11 13:00- selling /meeting @Northwind"],
        ),
        DAY.row(
            &["edit running @"],
            "@<ctrl-u><enter>",
            &[FIRST, LEGAL, "11 13:00- selling /meeting"],
        ),
        DAY.row(
            &["edit running !self"],
            "!self<enter>",
            &[FIRST, LEGAL, "11 13:00- selling /meeting @Halden !self"],
        ),
        DAY.row(
            &["edit running +advance"],
            "+advance<enter>",
            &[FIRST, LEGAL, "11 13:00- selling /meeting @Halden +advance"],
        ),
        DAY.row(
            &["edit running '/p call back at three'"],
            "n/p call back at three<enter>",
            &[
                FIRST,
                LEGAL,
                "11 13:00- selling /prospecting @Halden \"call back at three\"",
            ],
        ),
        DAY.row(
            &["edit running learning"],
            "cl",
            &[FIRST, LEGAL, "11 13:00- learning @Halden"],
        ),
    ]);
}

#[test]
fn words_are_kept_the_same() {
    check(&[
        DAY.row(
            &["note running call back +49 170 5551234"],
            "ncall back +49 170 5551234<enter>",
            &[
                FIRST,
                LEGAL,
                "11 13:00- selling /meeting @Halden \"call back +49 170 5551234\"",
            ],
        ),
        DAY.row(
            &["edit running -- '+1 from the CFO'"],
            "n+1 from the CFO<enter>",
            &[
                FIRST,
                LEGAL,
                "11 13:00- selling /meeting @Halden \"+1 from the CFO\"",
            ],
        ),
        DAY.row(
            &["edit running 'meet @ 3pm'"],
            "nmeet @ 3pm<enter>",
            &[
                FIRST,
                LEGAL,
                "11 13:00- selling /meeting @Halden \"meet @ 3pm\"",
            ],
        ),
        DAY.row(
            &["edit running '@Northwind, terms'"],
            "n@Northwind, terms<enter>",
            &[
                FIRST,
                LEGAL,
                "11 13:00- selling /meeting @Northwind \"terms\"",
            ],
        ),
        DAY.row(
            &["!edit running -- +3cnov"],
            "n+3cnov<enter><esc>",
            &[FIRST, LEGAL, RUNS],
        ),
        DAY.row(
            &["edit running @Café"],
            "@<ctrl-u>Cafe\u{301}<enter>",
            &[FIRST, LEGAL, "11 13:00- selling /meeting @Café"],
        ),
        DAY.row(
            &["note last second", "note last --add third"],
            "nsecond<enter>n third<enter>",
            &[
                FIRST,
                LEGAL,
                "11 13:00- selling /meeting @Halden \"second third\"",
            ],
        ),
    ]);
}

#[test]
fn a_clock_that_was_set_back_refuses_nothing() {
    const AHEAD: Before = &[("2026-03-11T14:00:00+01:00", "a /e")];
    let back = Situation {
        before: AHEAD,
        now: "2026-03-11T13:30:00+01:00",
    };
    check(&[
        back.row(&["stop"], "o", &["11 14:00-14:00 admin /internal-email"]),
        back.row(
            &["s"],
            "s",
            &["11 14:00-14:00 admin /internal-email", "11 14:00- selling"],
        ),
        back.row(
            &["s", "undo"],
            "s<esc>u",
            &["11 14:00- admin /internal-email"],
        ),
    ]);
}

#[test]
fn in_the_night_that_has_an_hour_twice_the_earlier_one_is_meant_without_an_offset() {
    const NIGHT: Before = &[("2026-10-25T01:30:00+02:00", "a /e")];
    let night = Situation {
        before: NIGHT,
        now: "2026-10-25T04:00:00+01:00",
    };
    check(&[
        night.row(
            &["split running 02:30"],
            "/<ctrl-u>02:30<enter>",
            &[
                "25 01:30+02:00-02:30+02:00 admin /internal-email",
                "25 02:30+02:00- admin /internal-email",
            ],
        ),
        night.row(
            &["split running 02:30+01:00"],
            "/<ctrl-u>02:30+01:00<enter>",
            &[
                "25 01:30+02:00-02:30 admin /internal-email",
                "25 02:30- admin /internal-email",
            ],
        ),
    ]);
}

#[test]
fn edges_move_and_blocks_split_and_merge_the_same() {
    check(&[
        DAY.row(
            &["move running --start -5m"],
            "[",
            &[FIRST, LEGAL, "11 12:55- selling /meeting @Halden"],
        ),
        DAY.row(
            &["move running --start +5m"],
            "]",
            &[FIRST, LEGAL, "11 13:05- selling /meeting @Halden"],
        ),
        DAY.row(
            &["split running 13:30"],
            "/<ctrl-u>13:30<enter>",
            &[
                FIRST,
                LEGAL,
                "11 13:00-13:30 selling /meeting @Halden",
                "11 13:30- selling /meeting @Halden",
            ],
        ),
        DAY.row(
            &["!split running 14:30"],
            "/<ctrl-u>14:30<enter><esc>",
            &[FIRST, LEGAL, RUNS],
        ),
        DAY.row(&["!merge running"], "m", &[FIRST, LEGAL, RUNS]),
        DAY.row(
            &["merge running --force"],
            "mm",
            &[FIRST, "11 10:00- admin @Halden !legal"],
        ),
        DAY.row(
            &["add l 12:00 13:00"],
            "ggcl",
            &[FIRST, LEGAL, "11 12:00-13:00 learning", RUNS],
        ),
        DAY.row(&["delete running"], "x", &[FIRST, LEGAL]),
        DAY.row(&["stop", "delete last"], "ox", &[FIRST, LEGAL]),
        DAY.row(
            &["edit running 13:10-13:50"],
            "<enter><ctrl-u>13:10-13:50 selling /meeting @Halden<enter>",
            &[FIRST, LEGAL, "11 13:10-13:50 selling /meeting @Halden"],
        ),
        DAY.row(
            &["!edit running 09:30-13:50"],
            "<enter><ctrl-u>09:30-13:50 selling /meeting @Halden<enter><esc>",
            &[FIRST, LEGAL, RUNS],
        ),
        DAY.row(
            &["edit running 09:30-13:50 --force"],
            "<enter><ctrl-u>09:30-13:50 selling /meeting @Halden<enter><enter>",
            &[
                "11 09:00-09:30 selling /prospecting \"first\"",
                "11 09:30-13:50 selling /meeting @Halden",
            ],
        ),
        DAY.row(
            &["!edit running 14:05-14:10"],
            "<enter><ctrl-u>14:05-14:10 selling /meeting @Halden<enter><esc>",
            &[FIRST, LEGAL, RUNS],
        ),
    ]);
}

#[test]
fn undo_and_redo_are_the_same() {
    check(&[
        DAY.row(&["a", "undo"], "a<esc>u", &[FIRST, LEGAL, RUNS]),
        DAY.row(
            &["a", "undo", "redo"],
            "au<ctrl-r>",
            &[FIRST, LEGAL, ENDED, "11 14:00- admin"],
        ),
        DAY.row(&["undo", "undo"], "uu", &[FIRST]),
        DAY.row(
            &["undo", "undo", "l", "undo", "redo"],
            "uul<esc>u<ctrl-r>",
            &[FIRST, "11 14:00- learning"],
        ),
        DAY.row(&["undo", "undo", "undo", "!undo"], "uuuu", &[]),
        DAY.row(&["undo", "undo", "redo"], "uu<ctrl-r>", &[FIRST, LEGAL]),
        DAY.row(
            &["a --at 09:30 --force", "undo"],
            "270aa<esc>u",
            &[FIRST, LEGAL, RUNS],
        ),
        DAY.row(
            &["merge running --force", "undo"],
            "mmu",
            &[FIRST, LEGAL, RUNS],
        ),
    ]);
}

#[test]
fn a_capital_says_what_an_edit_or_an_add_says() {
    check(&[
        DAY.row(&[], "A", &[FIRST, LEGAL, RUNS]),
        DAY.row(
            &["edit running admin"],
            "AA",
            &[FIRST, LEGAL, "11 13:00- admin @Halden"],
        ),
        DAY.row(
            &["edit running admin", "edit running /c"],
            "AAc",
            &[FIRST, LEGAL, "11 13:00- admin /crm @Halden"],
        ),
        DAY.row(
            &["edit running admin", "undo"],
            "AA<esc>u",
            &[FIRST, LEGAL, RUNS],
        ),
        DAY.row(&["delete running"], "xL", &[FIRST, LEGAL]),
        DAY.row(
            &["delete running", "add l 12:00 14:00"],
            "xLL",
            &[FIRST, LEGAL, "11 12:00-14:00 learning"],
        ),
    ]);
}

#[test]
fn around_midnight_a_bare_time_is_that_of_the_night() {
    const EVENING: Before = &[("2026-03-10T22:00:00+01:00", "a /e")];
    let night = Situation {
        before: EVENING,
        now: "2026-03-11T01:30:00+01:00",
    };
    check(&[
        night.row(
            &["s --at 23:00"],
            "150s",
            &["10 22:00-23:00 admin /internal-email", "10 23:00- selling"],
        ),
        night.row(
            &["stop --at 00:30"],
            "60o",
            &["10 22:00-11 00:30 admin /internal-email"],
        ),
        night.row(
            &["split running 23:00"],
            "/<ctrl-u>23:00<enter>",
            &[
                "10 22:00-23:00 admin /internal-email",
                "10 23:00- admin /internal-email",
            ],
        ),
        night.row(
            &["split running 00:30"],
            "/<ctrl-u>00:30<enter>",
            &[
                "10 22:00-11 00:30 admin /internal-email",
                "11 00:30- admin /internal-email",
            ],
        ),
        night.row(
            &["!split running 21:00"],
            "/<ctrl-u>21:00<enter><esc>",
            &["10 22:00- admin /internal-email"],
        ),
        night.row(
            &["!s --at 21:00"],
            "270s",
            &["10 22:00- admin /internal-email"],
        ),
        night.row(&["s --at 21:00 --force"], "270ss", &["10 21:00- selling"]),
    ]);
}
