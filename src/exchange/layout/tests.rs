//! Sheets read by columns that a person has named.

use super::*;
use crate::exchange::field::NamedColumns;
use crate::exchange::source::tests::{ParsedSource, asked, collect, faults, sum, told};
use proptest::prelude::*;

fn read_named(bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
    collect(|to| super::read_named(bytes.into(), asked, to))
}

fn read_with(columns: &str, text: &str) -> Result<ParsedSource, ParseError> {
    let columns = Some(NamedColumns::parse(columns).expect("columns"));
    read_named(text.as_bytes(), &ImportOptions { columns, ..asked() })
}

fn found(columns: &str, text: &str) -> ParsedSource {
    read_with(columns, text).expect("a sheet")
}

#[test]
fn a_start_and_a_duration_make_an_interval_in_every_unit() {
    let cases = [
        ("duration=Length (s)", "Length (s)", "2690"),
        ("duration=Length:s", "Length", "2690"),
        ("duration=Length:ms", "Length", "2690000"),
        ("duration=Milliseconds", "Milliseconds", "2690000"),
        ("duration=Length", "Length", "0:44:50"),
        ("duration=Length", "Length", "44m 50s"),
        ("duration=Length", "Length", "0h 44m 50s"),
        ("duration=Hours", "Hours", "0.747222"),
        ("duration=Length", "Length", "0.747222"),
        ("duration=Minutes", "Minutes", "44.8333"),
    ];
    for (columns, header, cell) in cases {
        let text = format!("Begin;{header}\n2026-03-02 08:30;{cell}\n");
        let found = found(&format!("start=Begin,{columns}"), &text);
        assert_eq!(
            (sum(&found), faults(&found)),
            ((1, 2690), vec![]),
            "{columns} {cell}"
        );
    }
    let hours = read_with(
        "start=A,duration=Len",
        "A,Len\n2026-03-02 08:30,1\n2026-03-02 10:30,1.5\n2026-03-02 12:30,0:20\n",
    );
    let hours = hours.expect("hours");
    assert_eq!(sum(&hours), (3, 10_200));
    assert_eq!(
        hours.report.remarks,
        [
            "durations such as 1.5 in line 3 are taken as hours: --columns \"…,duration=Len:min\" says another unit, ms, \
             s or min"
        ]
    );
    let grouped = read_with(
        "start=A,duration=Seconds",
        "A;Seconds\n2026-03-02 08:30;1,234\n2026-03-02 10:30;0,500\n2026-03-02 11:30;90,0\n",
    );
    let grouped = grouped.expect("seconds");
    assert_eq!(sum(&grouped), (2, 91));
    assert_eq!(
        faults(&grouped),
        [
            "2: duration: \"1,234\" can be read in two ways: write it without the comma, or with a point"
        ]
    );
    let mixed = read_with(
        "start=A,duration=B",
        "A,B\n2026-03-02 08:30,90\n2026-03-02 10:30,1.5\n",
    );
    assert_eq!(
        mixed.expect_err("of what?").what,
        "a duration is 1.5 in line 3 and 90 in line 2, and nothing says in which unit"
    );
    let wrong = read_with(
        "start=A,duration=B",
        "A,B\n2026-03-02 08:30,0\n2026-03-02 09:30,90\n",
    );
    let wrong = wrong.expect_err("of what?");
    assert_eq!(
        wrong.what,
        "a duration is 90 in line 3, and nothing says in which unit"
    );
    assert!(wrong.hint.contains("duration=NAME:s"), "{}", wrong.hint);
}

#[test]
fn date_and_time_stand_apart_and_z_and_offsets_are_heeded() {
    let columns = "date=Day,start=From,end=To,title=What";
    let text = "Day,From,To,What\n\
        2 Mar 2026,8:30,9:15,Called\n\
        2 Mar 2026,11:30 PM,12:15 AM,Night\n\
        ,2026-03-02T23:30:00Z,2026-03-03T00:10:00Z,Late\n\
        ,2026-03-03 09:00 +0300,2026-03-03 09:30 +0300,East\n";
    assert_eq!(
        told(&found(columns, text)),
        [
            "2 | 2026-03-02 08:30:00 | 2026-03-02 09:15:00 | Called |  |  |  | ",
            "3 | 2026-03-02 23:30:00 | 2026-03-03 00:15:00 | Night |  |  |  | ",
            "4 | 2026-03-03T00:30:00+01:00 | 2026-03-03T01:10:00+01:00 | Late |  |  |  | ",
            "5 | 2026-03-03T07:00:00+01:00 | 2026-03-03T07:30:00+01:00 | East |  |  |  | ",
        ]
    );
    let zoned = "start=From,end=To,zone=Zone";
    let text = "From,To,Zone\n2026-03-02 08:30,2026-03-02 09:00,America/New_York\n\
        2026-03-02 08:30,2026-03-02 09:00,Nowhere\n";
    let found = found(zoned, text);
    assert_eq!(
        told(&found),
        ["2 | 2026-03-02T14:30:00+01:00 | 2026-03-02T15:00:00+01:00 |  |  |  |  | "]
    );
    assert_eq!(faults(&found), ["3: zone: \"Nowhere\" isn't a time zone"]);
}

#[test]
fn a_row_says_who_asked_what_it_was_and_whether_somebody_answered() {
    let columns = "start=S,duration=D:s,title=T,account=A,requester=R,category=C,activity=K,direction=Dir,connected=Res,id=Key";
    let text = "S,D,T,A,R,C,K,Dir,Res,Key\n\
        2026-03-02 08:30,60,Hello,Halden,legal,,,Outbound,Answered,k1\n\
        2026-03-02 08:40,60,Hi,,,admin,crm,inbound,no,k2\n\
        2026-03-02 08:50,,Gone,,,,,inbound,,k3\n\
        2026-03-02 08:55,60,,,,office,,,,k4\n";
    let found = found(columns, text);
    let rows: Vec<String> = found
        .rows
        .iter()
        .map(|row| {
            let details = &row.details;
            format!(
                "{:?} {:?} {:?} {:?} {} {:?}",
                row.category,
                details.activity.as_deref(),
                details.account.as_deref(),
                details.requester.as_deref(),
                details.outcomes.conversations,
                row.labels.occasion
            )
        })
        .collect();
    assert_eq!(
        rows,
        [
            "None None Some(\"Halden\") Some(\"legal\") 1 Some(Call(Outbound))",
            "Some(Admin) Some(\"crm\") None None 0 Some(Call(Inbound))",
            "None None None None 0 Some(Call(Inbound))",
        ]
    );
    assert_eq!(
        found.rows[2].end,
        Some(found.rows[2].start),
        "a call without a length was none"
    );
    assert_eq!(
        faults(&found),
        ["5: category: \"office\" is none of selling, admin, learning, distraction, break"]
    );
}

#[test]
fn meetings_have_the_domains_of_their_guests_and_days_are_left_out() {
    let columns = "start=S,end=E,attendees=Who,all_day=All,show_as=Show";
    let text = "S,E,Who,All,Show\n\
        2026-03-02 08:30,2026-03-02 09:00,\"Dana <dana@Halden.com>; me@my.com, Sam\",False,Busy\n\
        2026-03-02,2026-03-03,,True,Busy\n\
        2026-03-02 10:00,2026-03-02 11:00,,no,Free\n";
    let found = found(columns, text);
    assert_eq!(found.rows[0].labels.domains, ["halden.com", "my.com"]);
    assert_eq!((found.rows.len(), faults(&found)), (1, vec![]));
    assert_eq!(
        found.report.remarks,
        ["1 left out: all-day", "1 left out: free or out of office"]
    );
}

#[test]
fn a_column_that_is_not_there_is_refused_with_those_that_are() {
    let wrong = |columns: &str| {
        let wrong = read_with(columns, "Started at,Ended at,Subject\n").expect_err("refused");
        format!("{} | {}", wrong.what, wrong.hint)
    };
    assert_eq!(
        wrong("start=Started,end=Ended at"),
        "there is no column \"Started\" | did you mean \"Started at\"? it has Started at, Ended at, Subject"
    );
    assert_eq!(
        wrong("start=Started at,end=Ended at,account=Qx"),
        "there is no column \"Qx\" | it has Started at, Ended at, Subject"
    );
}

#[test]
fn the_time_of_several_people_needs_a_name() {
    let text =
        "S,E,P\n2026-03-02 08:30,2026-03-02 09:00,Dana\n2026-03-02 08:30,2026-03-02 09:00,Sam\n";
    let wrong = read_with("start=S,end=E,person=P", text).expect_err("two");
    assert_eq!(wrong.what, "it holds the time of 2 people: Dana, Sam");
    let columns = Some(NamedColumns::parse("start=S,end=E,person=P").expect("columns"));
    let person = Some("sam".to_owned());
    let asked = ImportOptions {
        person,
        columns,
        ..asked()
    };
    let found = read_named(text.as_bytes(), &asked).expect("one of them");
    assert_eq!((found.rows.len(), found.rows[0].line), (1, 3));
}

#[test]
fn an_end_and_a_duration_are_enough() {
    let text =
        "Ended,Length\n2026-03-29 03:10,20m\n2026-03-02T08:30:00Z,90s\n,60s\n2026-03-02 08:30,\n";
    let found = found("end=Ended,duration=Length", text);
    assert_eq!(
        told(&found),
        [
            "2 | 2026-03-29T01:50:00+01:00 | 2026-03-29T03:10:00+02:00 |  |  |  |  | ",
            "3 | 2026-03-02T09:28:30+01:00 | 2026-03-02T09:30:00+01:00 |  |  |  |  | ",
        ]
    );
    assert_eq!(faults(&found), ["4: start is empty", "5: start is empty"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_bytes_break_it(rest in "[0-9/:., apmTZ\"\nMarh;@-]{0,80}", bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        let header = "S,E,D,P\n";
        for text in [format!("{header}{rest}").into_bytes(), bytes] {
            let columns = Some(NamedColumns::parse("start=S,end=E,duration=D:min,date=P").expect("columns"));
            let _ = read_named(&text, &ImportOptions { columns, ..asked() }).map(|found| told(&found));
        }
    }
}
