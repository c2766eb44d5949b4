//! Quick lines: what each word becomes, and where the mark of an error stands.

use proptest::prelude::*;

use super::*;
use crate::domain::taxonomy::Role;

fn said(line: &str) -> Details {
    parse_details(line, Category::Selling, &Taxonomy::default())
        .unwrap_or_else(|fault| panic!("{line:?}: {fault}"))
}

fn block(line: &str) -> Block {
    let start = Moment::new(Stamp::clamped(0), Offset::UTC);
    Block::new(start, None, Category::Selling, said(line))
}

#[test]
fn parts_stand_in_any_order_and_the_rest_is_the_note() {
    let expected = Details {
        activity: Activity::new("meeting").ok(),
        account: Account::new("Northwind").ok(),
        requester: Requester::new("legal").ok(),
        tags: vec![Tag::new("newdeck").unwrap(), Tag::new("poc").unwrap()],
        note: Note::new("POC terms").unwrap(),
        outcomes: Outcomes {
            touches: 22,
            conversations: 4,
            meetings: 1,
            grade: Some(Grade::Advance),
        },
        prospect: Prospect::default(),
    };
    let lines = [
        "@Northwind !legal #newdeck #poc /meeting +22touch +4conv +meeting +advance POC terms",
        "POC +adv /M +2conv #newdeck terms +1mtg !legal +2conversations +22touches @Northwind #poc #newdeck",
    ];
    for line in lines {
        assert_eq!(said(line), expected, "{line}");
    }
    assert_eq!(said("  "), Details::default());
    assert_eq!(
        said("a@b.com \\@home and/or \"#1 deal\"").note.as_str(),
        "a@b.com @home and/or #1 deal"
    );
    assert_eq!(said("@\"Big Co\"").account, Account::new("Big Co").ok());
    assert_eq!(said("+0conv").outcomes, Outcomes::default());
}

#[test]
fn what_names_nothing_is_text() {
    for line in [
        "call back +49 170 5551234",
        "+1 from the CFO",
        "+1",
        "+20 % on the list price",
        "+20%",
        "+20k",
        "+1.5h later",
        "+49-170-5551234",
        "+49(0)170",
        "+Bob and +Don joined",
        "+3 days, +2weeks",
        "meet @ 3pm",
        "@",
        "A / B ! C # D + E",
        "great !!!",
        "offer +/- 5",
        "+no-show",
        "don’t, ’tis “said”",
        "(see above) [1]",
        "(+49 170) (+1) (@ home) (!)",
        "+advice from legal",
        "+contract, +content",
        "it is +won’t",
        "+Ada joined, +Ann and +Dev too",
        "+ada, +ann, +adi, +dev, +wim",
        "+noah, +nora, +not, +now, +nor, +ad, +on",
        "+Wonn, +Noo, +Nno, +Won2, +No2, +Wn",
        "+Noah, +Conrad, +Conn, +Colt, +Conte",
        "+Con, +Tou, +Meet and +Adva",
        "+Ada-Lynn +Ann/Bob",
    ] {
        let expected = Details {
            note: Note::new(line).unwrap(),
            ..Details::default()
        };
        assert_eq!(said(line), expected, "{line}");
    }
}

#[test]
fn selling_that_opens_takes_a_source_and_a_fit() {
    for (line, source, fit, note) in [
        ("/p ~webinar +ready", Some("webinar"), Some(Fit::Ready), ""),
        (
            "~Spring, call /nurture +LATER.",
            Some("Spring"),
            Some(Fit::Later),
            "call.",
        ),
        (
            "(~\"2nd list\") +unfit +unfit /k",
            Some("2nd list"),
            Some(Fit::Unfit),
            "",
        ),
        (
            "/p ~“Fall Fair”: 40 names",
            Some("Fall Fair"),
            None,
            "40 names",
        ),
        ("/p ~5 ~ 5 ~2 weeks ~", None, None, "~5 ~ 5 ~2 weeks ~"),
        ("/p ~/list.csv a~b \\~x", None, None, "~/list.csv a~b ~x"),
        (
            "/p +later-stage, +read it, +unit +late",
            None,
            None,
            "+later-stage, +read it, +unit +late",
        ),
        ("/p \\+ready", None, None, "+ready"),
    ] {
        let expected = (source.map(str::to_owned), fit, note.to_owned());
        let found = said(line);
        let source = found.prospect.source.as_deref().map(str::to_owned);
        let note = found.note.as_str().to_owned();
        assert_eq!((source, found.prospect.fit, note), expected, "{line:?}");
    }
}

#[test]
fn a_source_of_other_work_is_pointed_at_with_the_work_that_takes_one() {
    let opening = "it goes with /prospecting, /nurture";
    for (category, line, column, width, message, hint) in [
        (
            Category::Selling,
            "/m ~webinar",
            4,
            8,
            "meeting takes no source",
            opening,
        ),
        (
            Category::Selling,
            "~webinar /m",
            1,
            8,
            "meeting takes no source",
            opening,
        ),
        (
            Category::Selling,
            "call +ready",
            6,
            6,
            "selling without an activity takes no +ready",
            opening,
        ),
        (
            Category::Admin,
            "é ~noon",
            3,
            5,
            "admin takes no source",
            "\\~ for a plain ~",
        ),
        (
            Category::Admin,
            "/crm +unfit",
            6,
            6,
            "crm takes no +unfit",
            "\\+ for a plain +",
        ),
        (
            Category::Break,
            "+later",
            1,
            6,
            "break takes no +later",
            opening,
        ),
        (
            Category::Selling,
            "/p +redy",
            4,
            5,
            "\"+redy\" isn't an outcome",
            "did you mean +ready?",
        ),
        (
            Category::Selling,
            "/p +latr",
            4,
            5,
            "\"+latr\" isn't an outcome",
            "did you mean +later?",
        ),
        (
            Category::Selling,
            "/p +2ready",
            4,
            7,
            "ready takes no count",
            "write +ready",
        ),
        (
            Category::Selling,
            "/p +ready +later",
            11,
            6,
            "one of ready, later and unfit",
            "split it",
        ),
        (
            Category::Selling,
            "/p ~a ~b",
            7,
            2,
            "a second source",
            "\\~",
        ),
        (
            Category::Selling,
            "/p ~\"a",
            5,
            1,
            "never closed",
            "close it",
        ),
    ] {
        let fault = parse_details(line, category, &Taxonomy::default()).expect_err(line);
        assert_eq!(
            (fault.column, fault.width),
            (column, width),
            "{line:?}: {fault}"
        );
        assert!(fault.message.contains(message), "{line:?}: {fault}");
        assert!(fault.hint.unwrap_or_default().contains(hint), "{line:?}");
    }
    let none = Taxonomy::of_role(Role::Se);
    let fault = parse_details("/e ~x", Category::Selling, &none).expect_err("a demo is live");
    assert!(
        fault.with_hint().contains("no activity of the config does"),
        "{fault:?}"
    );
}

#[test]
fn a_source_and_a_fit_are_changed_kept_and_taken_away() {
    let before = block("/p ~webinar +later +3conv #a list");
    for (line, expected) in [
        ("+ready", "/p ~webinar +ready +3conv #a list"),
        ("~fair", "/p ~fair +later +3conv #a list"),
        ("~", "/p +later +3conv #a list"),
        ("~\"\" new", "/p +later +3conv #a new"),
        ("+", "/p ~webinar #a list"),
        ("+\"\"", "/p ~webinar +later #a list"),
        ("+ +ready", "/p ~webinar +ready #a list"),
        ("~ 5", "/p ~webinar +later +3conv #a ~ 5"),
        ("/k", "/k ~webinar +later +3conv #a list"),
    ] {
        let patch = parse_patch(line, &before, &Taxonomy::default()).expect(line);
        assert_eq!(
            patch.applied_to(&before).details,
            said(expected),
            "{line:?}"
        );
    }
    // What it has stays where the activity is another one, and may stand in the line.
    for line in ["/m", "/m ~webinar +later"] {
        let patch = parse_patch(line, &before, &Taxonomy::default()).expect(line);
        let after = patch.applied_to(&before).details;
        assert_eq!(after.prospect, before.details.prospect, "{line:?}");
    }
    let taxonomy = Taxonomy::default();
    assert!(parse_patch("/m ~fair", &before, &taxonomy).is_err());
    assert!(parse_patch("/m +ready", &before, &taxonomy).is_err());
    let admin = patch_as(
        "~webinar",
        &before,
        &before.details,
        Category::Admin,
        &taxonomy,
    );
    assert!(admin.is_err(), "another category takes none");
    let moved = Patch {
        category: Some(Category::Admin),
        ..Patch::default()
    };
    assert!(moved.applied_to(&before).details.prospect.is_empty());
}

#[test]
fn punctuation_behind_a_name_goes_to_the_note() {
    let cases = [
        ("call @Northwind, then mail", "call, then mail", "Northwind"),
        ("@Northwind, call", "call", "Northwind"),
        (
            "lost order @Halden: call back!",
            "lost order: call back!",
            "Halden",
        ),
        ("met (@Northwind) today", "met today", "Northwind"),
        ("call [(@Northwind.)]", "call.", "Northwind"),
        ("call (@Northwind today)", "call (today)", "Northwind"),
        ("call (@Northwind #poc), then", "call, then", "Northwind"),
        ("call (@Northwind", "call", "Northwind"),
        (
            "deal (with @Northwind), closed",
            "deal (with), closed",
            "Northwind",
        ),
        (
            "call, @Northwind, then #poc, mail",
            "call, then, mail",
            "Northwind",
        ),
        ("Wow @Northwind?!", "Wow?!", "Northwind"),
        ("said “yes”, @Halden. Then", "said “yes”. Then", "Halden"),
        ("Re: @Northwind, then", "Re: then", "Northwind"),
        ("(mail) @Northwind), then", "(mail)), then", "Northwind"),
        ("@Northwind.", "", "Northwind"),
        (
            "done @Northwind /m. +3conv, +advance!",
            "done.",
            "Northwind",
        ),
    ];
    for (line, note, account) in cases {
        let found = said(line);
        assert_eq!(found.note.as_str(), note, "{line}");
        assert_eq!(found.account, Account::new(account).ok(), "{line}");
    }
}

#[test]
fn near_misses_of_outcomes_are_errors() {
    let cases = [
        ("+3cnov", "+3conv"),
        ("+3ocnv", "+3conv"),
        ("+3convx", "+3conv"),
        ("+3con", "+3conv"),
        ("+conv3", "+conv"),
        ("+3conv+1meeting", "+3conv"),
        ("+1meetng", "+1meeting"),
        ("+meet", "+meeting"),
        ("+advnce", "+advance"),
        ("+advnace", "+advance"),
        ("+Advnace", "+advance"),
        ("+Covn", "+conv"),
        ("+cnv", "+conv"),
        ("+avd", "+adv"),
        ("+2ad", "+adv"),
        ("+meetign s", "+meeting"),
        ("+advance+won", "+advance"),
        ("+wno", "+won"),
        ("+wonn", "+won"),
        ("+woon", "+won"),
        ("+wn", "+won"),
        ("+wo", "+won"),
        ("+won2", "+won"),
        ("+noo", "+no"),
        ("+nno", "+no"),
        ("+no2", "+no"),
        ("+advv", "+adv"),
        ("+adv2", "+adv"),
        ("+advance2", "+advance"),
        ("+continuatoin", "+continuation"),
        ("+continuation1", "+continuation"),
        ("+1.5conv", "+1conv"),
        ("+3 conv", "+3conv"),
        ("+2 cnv today", "+2conv"),
        ("call + 3conv", "+3conv"),
        ("+1 meeting", "+1meeting"),
    ];
    for (line, hint) in cases {
        let fault = parse_details(line, Category::Selling, &Taxonomy::default()).expect_err(line);
        assert!(
            fault.message.contains("isn't an outcome"),
            "{line}: {fault}"
        );
        assert!(
            fault.with_hint().contains(hint),
            "{line}: {}",
            fault.with_hint()
        );
    }
}

#[test]
fn what_is_not_understood_is_pointed_at() {
    let long = format!("ü @{}", "x".repeat(300));
    let cases = [
        (
            "call /crm",
            6,
            4,
            "selling has no activity \"crm\"",
            "p prospecting, m meeting,",
        ),
        ("@a note @b", 9, 2, "a second account", "\\@"),
        ("/m /p", 4, 2, "a second activity", "\\/"),
        ("!a !a", 4, 2, "a second requester", "\\!"),
        ("+\"3foo\"", 1, 7, "\"+3foo\" isn't an outcome", "+3conv"),
        ("a +3cnov", 3, 6, "\"+3cnov\" isn't an outcome", "+3conv"),
        ("+2advance", 1, 9, "advance is a grade", "+advance"),
        ("+no +won", 5, 4, "a second grade", "+won"),
        (
            "+4294967295conv +1conv",
            17,
            6,
            "more than can be counted",
            "",
        ),
        ("+99999999999touch", 1, 17, "more than can be counted", ""),
        ("@\"Big", 2, 1, "never closed", "close it"),
        ("@\"\"", 1, 3, "the account is empty", ""),
        (&long, 3, 301, "the account has 300 bytes; at most 200", ""),
    ];
    for (line, column, width, message, hint) in cases {
        let fault = parse_details(line, Category::Selling, &Taxonomy::default()).expect_err(line);
        assert_eq!(
            (fault.column, fault.width),
            (column, width),
            "{line:?}: {fault}"
        );
        assert!(fault.message.contains(message), "{line:?}: {fault}");
        assert!(fault.hint.unwrap_or_default().contains(hint), "{line:?}");
    }
    let rest = parse_details("/m", Category::Break, &Taxonomy::default()).unwrap_err();
    assert_eq!(rest.message, "a break has no activities");
    assert!(parse_details(&"x".repeat(70_000), Category::Admin, &Taxonomy::default()).is_err());
}

#[test]
fn a_patch_changes_what_is_named_and_nothing_else() {
    let before = block("@Northwind !legal #a #b /m +3conv +2touch +advance old words");
    let cases = [
        (
            "",
            "@Northwind !legal #a #b /m +3conv +2touch +advance old words",
        ),
        (
            "new words",
            "@Northwind !legal #a #b /m +3conv +2touch +advance new words",
        ),
        (
            "@Halden +5conv",
            "@Halden !legal #a #b /m +5conv +2touch +advance old words",
        ),
        ("@ ! / #", "+3conv +2touch +advance old words"),
        (
            "#c",
            "@Northwind !legal #c /m +3conv +2touch +advance old words",
        ),
        (
            "# #c",
            "@Northwind !legal #c /m +3conv +2touch +advance old words",
        ),
        (
            "+won +0touch",
            "@Northwind !legal #a #b /m +3conv +won old words",
        ),
        ("+", "@Northwind !legal #a #b /m old words"),
        (
            "meet @ 3pm",
            "@Northwind !legal #a #b /m +3conv +2touch +advance meet @ 3pm",
        ),
        ("@ new words +", "!legal #a #b /m new words"),
        (
            "new @\"\" words #\"\"",
            "!legal /m +3conv +2touch +advance new words",
        ),
        ("+\"\" @Halden,", "@Halden !legal #a #b /m old words"),
        ("+ +1conv", "@Northwind !legal #a #b /m +1conv old words"),
        ("\"\"", "@Northwind !legal #a #b /m +3conv +2touch +advance"),
    ];
    for (line, expected) in cases {
        let after = parse_patch(line, &before, &Taxonomy::default())
            .expect(line)
            .applied_to(&before);
        assert_eq!(after.details, said(expected), "{line:?}");
    }
    assert!(parse_patch("+ +", &before, &Taxonomy::default()).is_ok());
}

#[test]
fn an_activity_that_only_the_block_knows_may_be_kept() {
    let mut before = block("");
    before.details.activity = Activity::new("Site-Visit").ok();
    let kept = parse_patch("/site-visit", &before, &Taxonomy::default()).unwrap();
    assert_eq!(kept.activity, Some(Activity::new("Site-Visit").ok()));
    assert!(
        patch_as(
            "/site-visit",
            &before,
            &before.details,
            Category::Admin,
            &Taxonomy::default()
        )
        .is_err()
    );
}

proptest! {
    #[test]
    fn no_line_panics_and_faults_point_into_it(line in "[@!#/+~\"\\\\ 0-9a-z\\PC]{0,24}") {
        for category in Category::ALL {
            if let Err(fault) = parse_details(&line, category, &Taxonomy::default()) {
                prop_assert!(fault.column + fault.width <= line.chars().count() + 2, "{:?} {:?}", line, fault);
            }
        }
    }
}
