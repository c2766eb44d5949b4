//! Every preset on its samples.

use std::fs;
use std::path::{Path, PathBuf};

use super::*;
use crate::exchange::recognize::recognize;
use crate::exchange::source::Format;
use crate::exchange::source::tests::{ParsedSource, asked, collect, faults, told};
use proptest::prelude::*;

/// The samples of a preset, in the order of their names.
fn samples(name: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/fixtures/import")
        .join(name);
    let entries = fs::read_dir(&folder).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.sort();
    paths
}

fn read(name: &str, bytes: &[u8], asked: &ImportOptions) -> Result<ParsedSource, ParseError> {
    collect(|to| super::read(name, bytes.into(), asked, to))
}

/// All that is made of a sample, for a person to look through.
fn shown(name: &str, path: &Path) -> String {
    let bytes = fs::read(path).expect("a sample");
    let found =
        read(name, &bytes, &asked()).unwrap_or_else(|wrong| panic!("{name}: {}", wrong.what));
    let extra = found.rows.iter().map(|row| {
        let details = &row.details;
        let words = [
            details.account.as_deref().map(|name| format!("@{name}")),
            Some(format!("+{}conv", details.outcomes.conversations))
                .filter(|_| details.outcomes.conversations > 0),
            row.labels.occasion.map(|occasion| format!("{occasion:?}")),
            Some(row.labels.domains.join(" ")).filter(|domains| !domains.is_empty()),
            Some(format!("note {:?}", details.note.as_str()))
                .filter(|_| !details.note.as_str().is_empty()),
        ];
        words.into_iter().flatten().collect::<Vec<_>>().join(" ")
    });
    let lines: Vec<String> = told(&found)
        .into_iter()
        .zip(extra)
        .flat_map(|(line, extra)| [line, format!("    {extra}")])
        .chain(
            faults(&found)
                .into_iter()
                .map(|fault| format!("rejected {fault}")),
        )
        .chain(
            found
                .report
                .remarks
                .iter()
                .map(|remark| format!("remark {remark}")),
        )
        .collect();
    let file = path.file_name().expect("a name").to_string_lossy();
    format!("{name} {file}\n{}\n", lines.join("\n"))
}

#[test]
fn every_preset_reads_its_samples() {
    let all: Vec<String> = presets()
        .flat_map(|preset| {
            samples(preset.name)
                .into_iter()
                .map(|path| shown(preset.name, &path))
        })
        .collect();
    insta::assert_snapshot!(all.join("\n"));
}

#[test]
fn every_sample_is_known_for_what_it_is() {
    for preset in presets() {
        assert!(!samples(preset.name).is_empty(), "{}", preset.name);
        for path in samples(preset.name) {
            let bytes = fs::read(&path).expect("a sample");
            let found = recognize(&bytes);
            assert_eq!(found, Ok(Format::Preset(preset.name)), "{}", path.display());
        }
    }
    for format in Format::ALL
        .iter()
        .filter(|format| **format != Format::Hours)
    {
        for path in samples(format.name())
            .into_iter()
            .filter(|path| path.is_file())
        {
            let bytes = fs::read(&path).expect("a sample");
            // What is broken may look like anything.
            let is_broken = path.file_stem().is_some_and(|name| name == "broken");
            if let Some(found) = recognize(&bytes).ok().filter(|_| !is_broken) {
                assert_eq!(found, *format, "{}", path.display());
            }
        }
    }
}

#[test]
fn no_two_presets_have_one_name_or_the_same_headers() {
    for (at, preset) in PRESETS.iter().enumerate() {
        assert!(preset.source.starts_with("http"), "{}", preset.name);
        let formats = Format::ALL.iter().map(|format| format.name());
        assert!(
            !formats.collect::<Vec<_>>().contains(&preset.name),
            "{}",
            preset.name
        );
        for other in &PRESETS[at + 1..] {
            assert_ne!(preset.name, other.name);
            for names in preset.known_by {
                assert!(
                    !other.known_by.contains(names),
                    "{} {}",
                    preset.name,
                    other.name
                );
            }
        }
    }
}

#[test]
fn a_sheet_that_says_the_day_alone_is_refused_with_the_way_out() {
    let text = "Date,Client,Project,Project Code,Task,Notes,Hours\n2026-03-31,a,b,c,d,e,1\n";
    let wrong = read("harvest", text.as_bytes(), &asked()).expect_err("no times");
    assert_eq!(
        wrong.what,
        "not a Harvest report with start and end times: no Started At column"
    );
    let text = "Assigned,Subject,Date,Company / Account\nMaya,x,3/31/2026,Kestrel\n";
    let wrong = read("salesforce-activities", text.as_bytes(), &asked()).expect_err("no times");
    assert!(
        wrong.hint.starts_with("add the columns Start and End"),
        "{}",
        wrong.hint
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn no_bytes_break_them(at in 0..900_usize, with in any::<u8>()) {
        for preset in presets() {
            for path in samples(preset.name) {
                let mut bytes = fs::read(path).expect("a sample");
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = with;
                }
                let _ = read(preset.name, &bytes, &asked()).map(|found| told(&found));
            }
        }
    }
}
