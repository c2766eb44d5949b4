//! What sheets there are, and what is read of each.

use super::*;
use crate::domain::calendar::rfc3339;
use crate::exchange::source::tests::{ParsedSource, asked, collect};

fn read(bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
    collect(|to| super::read(bytes.into(), asked, to))
}

/// Each entry as `line start end category/activity @account #tag note`, then `! line: reason`, then `* remark`.
fn told(text: &str) -> Vec<String> {
    told_as(text, &asked())
}

fn told_as(text: &str, asked: &ImportOptions) -> Vec<String> {
    let found = match read(text.as_bytes(), asked) {
        Ok(found) => found,
        Err(wrong) => return vec![format!("wrong: {} | {}", wrong.what, wrong.hint)],
    };
    let time = |time: Time| match time {
        Time::At(moment) => rfc3339(moment),
        Time::Wall(wall) => wall.format("%Y-%m-%dT%H:%M:%S").to_string(),
    };
    let entry = |entry: &ParsedRow| {
        let details = &entry.details;
        let name = entry.category.map_or("?", Category::name);
        let activity = details
            .activity
            .as_ref()
            .map(|activity| format!("/{}", activity.as_str()));
        let account = details
            .account
            .as_ref()
            .map(|account| format!(" @{}", account.as_str()));
        let tags: Vec<String> = details
            .tags
            .iter()
            .map(|tag| format!(" #{}", tag.as_str()))
            .collect();
        format!(
            "{} {} {} {name}{}{} {}",
            entry.line,
            time(entry.start),
            entry.end.map_or("-".to_owned(), time),
            activity.unwrap_or_default(),
            account.unwrap_or_default() + &tags.concat(),
            details.note.as_str()
        )
    };
    let rejected = found
        .report
        .rejected
        .iter()
        .map(|fault| format!("! {}: {}", fault.line, fault.what));
    let remarks = found
        .report
        .remarks
        .iter()
        .map(|remark| format!("* {remark}"));
    found
        .rows
        .iter()
        .map(entry)
        .chain(rejected)
        .chain(remarks)
        .map(|line| line.trim_end().to_owned())
        .collect()
}

#[test]
fn a_sheet_is_read_whatever_its_columns_are_called_and_wherever_they_stand() {
    let cases: [(&str, &[&str]); 11] = [
        (
            "start,end,category,activity,account,note\n2026-03-02T08:30:00+01:00,2026-03-02 09:05,selling,meeting,Halden,hi\n",
            &["2 2026-03-02T08:30:00+01:00 2026-03-02T09:05:00 selling/meeting @Halden hi"],
        ),
        (
            "Note;End Time;START_TIME;Client;Project\n\"a;b\";2026-03-02 09:05:30;2026-03-02 8:30;Halden;Rollout\n",
            &["2 2026-03-02T08:30:00 2026-03-02T09:05:30 ? @Halden #Rollout a;b"],
        ),
        (
            "\u{feff}Category\tStart\tStop\tTags\r\nadmin/crm\t2026-03-02 08:30 UTC\t\tx, y\\, z,\r\n",
            &["2 2026-03-02T09:30:00+01:00 - admin/crm #x #y, z"],
        ),
        (
            "date,start,end\n2026-03-02,23:30,00:15\n2026-03-03,9:00 AM,1:00 PM\n",
            &[
                "2 2026-03-02T23:30:00 2026-03-03T00:15:00 ?",
                "3 2026-03-03T09:00:00 2026-03-03T13:00:00 ?",
            ],
        ),
        (
            "start date,start time,end date,end time\n02.03.2026,23:30,03.03.2026,00:15\n",
            &["2 2026-03-02T23:30:00 2026-03-03T00:15:00 ?"],
        ),
        (
            "start,end\n31/12/2025 08:00,01/01/2026 09:00\n",
            &["2 2025-12-31T08:00:00 2026-01-01T09:00:00 ?"],
        ),
        (
            "start,end\n2026-03-02 08:00:00+0100,2026-03-02T09:00+01\n",
            &["2 2026-03-02T08:00:00+01:00 2026-03-02T09:00:00+01:00 ?"],
        ),
        ("start,end,x,touches\n\n", &["* nothing was taken from x"]),
        (
            "start,end,note\n2026-03-02 08:00,2026-03-02 09:00,'=1+1\n2026-03-02 09:00,2026-03-02 10:00,'tis\n",
            &[
                "2 2026-03-02T08:00:00 2026-03-02T09:00:00 ? =1+1",
                "3 2026-03-02T09:00:00 2026-03-02T10:00:00 ? 'tis",
            ],
        ),
        (
            "start,end,activity\n2026-03-02 08:00,2026-03-02 09:00,prospecting\n",
            &["2 2026-03-02T08:00:00 2026-03-02T09:00:00 ?/prospecting"],
        ),
        (
            "start,end,title,note\n2026-03-02 08:00,2026-03-02 09:00,demo,\n",
            &["2 2026-03-02T08:00:00 2026-03-02T09:00:00 ? demo"],
        ),
    ];
    for (text, expected) in cases {
        assert_eq!(told(text), expected, "{text:?}");
    }
}

#[test]
fn a_row_that_is_no_block_is_named_and_the_others_are_read() {
    let text = "start,end,category,touches\n\
        2026-03-02 08:00,2026-03-02 09:00,lunch,\n\
        2026-03-02,2026-03-02 09:00,,\n\
        ,2026-03-02 09:00,,\n\
        2026-03-02 25:00,2026-03-02 09:00,,\n\
        2026-03-02 08:00\n\
        2026-03-02 08:00,2026-03-02 09:00,admin,many\n\
        2026-03-02 08:00,2026-03-02 09:00,admin,1,2,3\n\
        2026-02-31 08:00,2026-03-02 09:00,,\n\
        2026-03-02 08:00,2026-03-02 09:00,admin,3\n";
    let expected = [
        "10 2026-03-02T08:00:00 2026-03-02T09:00:00 admin",
        "! 2: category: \"lunch\" is none of selling, admin, learning, distraction, break",
        "! 3: start is \"2026-03-02\", without a time of day",
        "! 4: start is empty",
        "! 5: start is \"2026-03-02 25:00\", not a time of the years 1900 to 2199, such as 2026-03-02 08:30",
        "! 6: the row breaks off before its end",
        "! 7: touches is \"many\", not a whole number from 0 to 4294967295",
        "! 8: there are 6 cells in it and only 4 columns",
        "! 9: start is \"2026-02-31 08:00\", not a time of the years 1900 to 2199, such as 2026-03-02 08:30",
    ];
    assert_eq!(told(text), expected);
    let long = format!(
        "start,end,account\n2026-03-02 08:00,2026-03-02 09:00,{}\n",
        "x".repeat(300)
    );
    assert_eq!(
        told(&long),
        ["! 2: account: has 300 bytes; at most 200 fit"]
    );
}

#[test]
fn a_file_of_which_no_row_can_be_right_is_refused() {
    let cases = [
        (
            "start,note\n",
            "wrong: not a CSV file of blocks: no end column | name the columns in the first line: start",
        ),
        ("", "wrong: not a CSV file of blocks: no start column"),
        (
            "start,end\n46083.354,46083.4\n",
            "wrong: line 2: \"46083.354\" is a spreadsheet's number of a day, not a time | give the column the format",
        ),
        (
            "start;end\n46083,354;46083,4\n",
            "wrong: line 2: \"46083,354\" is a spreadsheet's number",
        ),
        (
            "start,end\n########,########\n",
            "wrong: line 2: \"########\" is what a spreadsheet shows",
        ),
        (
            "start,end\n2026-03-02 08:00,2026-03-02 09:00\n3/2/26 8:30,3/2/26 9:00\n",
            "wrong: line 3: \"3/2/26 8:30\" is a date with a year of two digits",
        ),
        (
            "start,end\n03/02/2026 08:30,03/02/2026 09:00\n",
            "wrong: its dates can be read in two ways: in 03/02/2026 (line 2)",
        ),
        (
            "start,end\n13/02/2026 08:30,02/13/2026 09:00\n",
            "wrong: its dates contradict each other",
        ),
    ];
    for (text, expected) in cases {
        let told = told(text);
        assert!(told[0].starts_with(expected), "{text:?}: {told:?}");
    }
    let text = "start,end\n03/02/2026 08:30,03/02/2026 09:00\n";
    for (order, day) in [
        (DateOrder::DayFirst, "2026-02-03"),
        (DateOrder::MonthFirst, "2026-03-02"),
    ] {
        let asked = ImportOptions {
            order: Some(order),
            ..asked()
        };
        assert_eq!(
            told_as(text, &asked),
            [format!("2 {day}T08:30:00 {day}T09:00:00 ?")]
        );
    }
}
