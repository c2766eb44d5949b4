//! The open question about time away: answered, left for later, taken back.

use super::{Before, Situation, check};

/// A meeting begun on a Friday and forgotten, with an hour of admin before it.
const FRIDAY: Situation = Situation {
    before: &[
        ("2026-03-06T16:00:00+01:00", "add a 14:00 15:00 !legal"),
        ("2026-03-06T16:00:00+01:00", "s /m @Halden"),
    ],
    now: MONDAY,
};
const MONDAY: &str = "2026-03-09T09:00:00+01:00";
const ADMIN: &str = "06 14:00-15:00 admin !legal";
const WHOLE: &str = "06 16:00-09 09:00 selling /meeting @Halden";
const RUNS: &str = "06 16:00- selling /meeting @Halden";
const ENDED: &str = "06 16:00-17:30 selling /meeting @Halden";

#[test]
fn an_answer_says_the_same() {
    check(&[
        FRIDAY.row(&["away keep"], "<enter><enter>", &[ADMIN, RUNS]),
        FRIDAY.row(&["away s"], "ss", &[ADMIN, RUNS]),
        FRIDAY.row(
            &["away a"],
            "aa",
            &[ADMIN, ENDED, "06 17:30-09 09:00 admin"],
        ),
        FRIDAY.row(
            &["away l"],
            "all",
            &[ADMIN, ENDED, "06 17:30-09 09:00 learning"],
        ),
        FRIDAY.row(
            &["away d"],
            "DD",
            &[ADMIN, ENDED, "06 17:30-09 09:00 distraction"],
        ),
        FRIDAY.row(
            &["away b"],
            "bb",
            &[ADMIN, ENDED, "06 17:30-09 09:00 break"],
        ),
        FRIDAY.row(&["away off"], "oo", &[ADMIN, ENDED]),
        FRIDAY.row(
            &["away split 'sat 12:00'"],
            "/<ctrl-u>sat 12:00<enter>",
            &[
                ADMIN,
                "06 16:00-07 12:00 selling /meeting @Halden",
                "07 12:00- selling /meeting @Halden",
            ],
        ),
        FRIDAY.row(
            &["away a", "edit last /e"],
            "aae",
            &[ADMIN, ENDED, "06 17:30-09 09:00 admin /internal-email"],
        ),
        FRIDAY.row(
            &["away split 18:30"],
            "/<ctrl-u>18:30<enter>",
            &[
                ADMIN,
                "06 16:00-18:30 selling /meeting @Halden",
                "06 18:30- selling /meeting @Halden",
            ],
        ),
        FRIDAY.row(
            &["!away split 'fri 15:00'"],
            "/<ctrl-u>fri 15:00<enter><esc>",
            &[ADMIN, RUNS],
        ),
        // The rest of a split is asked about too, and all of it is in doubt.
        FRIDAY.row(
            &[
                "split running 'sat 12:00'",
                "away keep",
                "!away b",
                "away b --force",
            ],
            "<esc>/<ctrl-u>sat 12:00<enter><esc>z<enter><enter>bb",
            &[
                ADMIN,
                "06 16:00-07 12:00 selling /meeting @Halden",
                "07 12:00-09 09:00 break",
            ],
        ),
        FRIDAY.row(&["away a", "undo"], "aau", &[ADMIN, RUNS]),
        FRIDAY.row(
            &["away a", "undo", "redo"],
            "aau<ctrl-r>",
            &[ADMIN, ENDED, "06 17:30-09 09:00 admin"],
        ),
    ]);
}

#[test]
fn later_is_the_same() {
    check(&[
        // One press changes nothing.
        FRIDAY.row(&[], "a", &[ADMIN, RUNS]),
        FRIDAY.row(&[], "a<esc>", &[ADMIN, RUNS]),
        FRIDAY.row(&["a"], "<esc>a", &[ADMIN, WHOLE, "09 09:00- admin"]),
        FRIDAY.row(
            &["l /k"],
            "<esc>lk",
            &[ADMIN, WHOLE, "09 09:00- learning /customer-knowledge"],
        ),
        FRIDAY.row(&["b"], "a<esc>b", &[ADMIN, WHOLE, "09 09:00- break"]),
        FRIDAY.row(&["s"], "<esc>s", &[ADMIN, WHOLE, "09 09:00- selling"]),
        FRIDAY.row(
            &["s /p"],
            "<esc>sp",
            &[ADMIN, WHOLE, "09 09:00- selling /prospecting"],
        ),
        FRIDAY.row(
            &["s", "s"],
            "<esc>s<esc>s",
            &[ADMIN, WHOLE, "09 09:00- selling"],
        ),
        FRIDAY.row(
            &["s --at '10m ago'"],
            "<esc>10s",
            &[
                ADMIN,
                "06 16:00-09 08:50 selling /meeting @Halden",
                "09 08:50- selling",
            ],
        ),
        FRIDAY.row(
            &["s", "away off"],
            "<esc>s<esc>zoo",
            &[ADMIN, ENDED, "09 09:00- selling"],
        ),
        FRIDAY.row(&["away keep", "s"], "<enter><enter>s", &[ADMIN, RUNS]),
        FRIDAY.row(&["stop"], "<esc>o", &[ADMIN, WHOLE]),
        FRIDAY.row(&["resume"], "<esc>.", &[ADMIN, WHOLE, "09 09:00- admin"]),
        FRIDAY.row(
            &["a --at '15m ago'"],
            "<esc>15a",
            &[
                ADMIN,
                "06 16:00-09 08:45 selling /meeting @Halden",
                "09 08:45- admin",
            ],
        ),
        FRIDAY.row(
            &["a", "away off"],
            "<esc>a<esc>zoo",
            &[ADMIN, ENDED, "09 09:00- admin"],
        ),
        FRIDAY.row(
            &["a", "away l"],
            "<esc>a<esc>zll",
            &[
                ADMIN,
                ENDED,
                "06 17:30-09 09:00 learning",
                "09 09:00- admin",
            ],
        ),
        FRIDAY.row(&["a", "undo"], "<esc>a<esc>u", &[ADMIN, RUNS]),
        FRIDAY.row(
            &["edit running 'second floor'"],
            "<esc>nsecond floor<enter>",
            &[ADMIN, "06 16:00- selling /meeting @Halden \"second floor\""],
        ),
        FRIDAY.row(
            &["split running 'sat 12:00'"],
            "<esc>/<ctrl-u>sat 12:00<enter>",
            &[
                ADMIN,
                "06 16:00-07 12:00 selling /meeting @Halden",
                "07 12:00- selling /meeting @Halden",
            ],
        ),
        FRIDAY.row(
            &["merge running --force"],
            "<esc>mm",
            &["06 14:00- admin @Halden !legal"],
        ),
        FRIDAY.row(
            &["move running --start -5m"],
            "<esc>[",
            &[ADMIN, "06 15:55- selling /meeting @Halden"],
        ),
        FRIDAY.row(
            &["edit running +advance"],
            "<esc>+advance<enter>",
            &[ADMIN, "06 16:00- selling /meeting @Halden +advance"],
        ),
        FRIDAY.row(&["delete running"], "<esc>x", &[ADMIN]),
        FRIDAY.row(&["!merge running"], "<esc>m", &[ADMIN, RUNS]),
        FRIDAY.row(
            &["!stop --at 'fri 15:30'", "a"],
            "<esc>3930oa",
            &[ADMIN, WHOLE, "09 09:00- admin"],
        ),
        FRIDAY.row(&["stop --at 'fri 15:30' --force"], "<esc>3930oo", &[ADMIN]),
    ]);
}

#[test]
fn two_questions_are_answered_one_after_the_other() {
    const TWO: Before = &[
        ("2026-03-02T09:00:00+01:00", "s /p"),
        ("2026-03-03T09:00:00+01:00", "a"),
    ];
    let two = Situation {
        before: TWO,
        now: "2026-03-04T09:00:00+01:00",
    };
    check(&[
        two.row(
            &[],
            "oa",
            &["02 09:00-03 09:00 selling /prospecting", "03 09:00- admin"],
        ),
        two.row(
            &["away off"],
            "oo",
            &["02 09:00-13:00 selling /prospecting", "03 09:00- admin"],
        ),
        two.row(
            &["away off", "away b"],
            "oobb",
            &[
                "02 09:00-13:00 selling /prospecting",
                "03 09:00-13:00 admin",
                "03 13:00-04 09:00 break",
            ],
        ),
        two.row(
            &["away b", "away b", "undo"],
            "bbbbu",
            &[
                "02 09:00-13:00 selling /prospecting",
                "02 13:00-03 09:00 break",
                "03 09:00- admin",
            ],
        ),
        two.row(
            &["away off", "l"],
            "oo<esc>l",
            &[
                "02 09:00-13:00 selling /prospecting",
                "03 09:00-04 09:00 admin",
                "04 09:00- learning",
            ],
        ),
    ]);
}

#[test]
fn over_a_night_of_another_length_over_a_year_and_from_1970() {
    const SPRING: Before = &[("2026-03-28T23:00:00+01:00", "a /e")];
    const AUTUMN: Before = &[("2026-10-24T23:00:00+02:00", "a /e")];
    const YEARS: Before = &[("2023-03-06T16:00:00+01:00", "a /e")];
    const CLOCK: Before = &[("1970-01-01T01:00:00+01:00", "a /e")];
    let of = |before, now| Situation { before, now };
    check(&[
        of(SPRING, "2026-03-29T08:00:00+02:00").row(
            &["away off"],
            "oo",
            &["28 23:00-29 04:00+02:00 admin /internal-email"],
        ),
        of(AUTUMN, "2026-10-25T08:00:00+01:00").row(
            &["away l"],
            "ll",
            &[
                "24 23:00+02:00-25 02:00 admin /internal-email",
                "25 02:00-08:00 learning",
            ],
        ),
        of(YEARS, MONDAY).row(
            &["away off"],
            "oo",
            &["06 16:00-17:30 admin /internal-email"],
        ),
        of(CLOCK, MONDAY).row(
            &["s"],
            "<esc>s",
            &[
                "01 01:00-09 09:00 admin /internal-email",
                "09 09:00- selling",
            ],
        ),
        of(CLOCK, MONDAY).row(
            &["s", "away off"],
            "<esc>s<esc>zoo",
            &["01 01:00-05:00 admin /internal-email", "09 09:00- selling"],
        ),
    ]);
}

#[test]
fn work_without_words_starts_anew_too() {
    const BARE: Situation = Situation {
        before: &[("2026-03-06T16:00:00+01:00", "a")],
        now: MONDAY,
    };
    check(&[
        BARE.row(
            &["a"],
            "<esc>a",
            &["06 16:00-09 09:00 admin", "09 09:00- admin"],
        ),
        BARE.row(&["a", "undo"], "<esc>a<esc>u", &["06 16:00- admin"]),
    ]);
}
