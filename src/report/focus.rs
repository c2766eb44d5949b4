//! The focus runs of some days in words: how many were kept, and who broke the others.

use crate::domain::text;
use crate::insight::focus::FocusRunRecord;

/// `2 of 3 kept`; nothing where no run is over.
pub fn kept_words(runs: &[FocusRunRecord]) -> Option<String> {
    let over = runs.iter().filter(|run| !run.goes_on).count();
    let kept = runs.iter().filter(|run| run.is_kept()).count();
    (over > 0).then(|| format!("{kept} of {over} kept"))
}

/// `broken by !manager 2×, !legal, 1 unnamed`, or `broken, nobody named`; nothing where none was.
pub fn broken_words(runs: &[FocusRunRecord]) -> Option<String> {
    let broken = runs.iter().filter(|run| !run.is_kept() && !run.goes_on);
    let (mut named, mut nobody): (Vec<(&str, usize)>, usize) = (Vec::new(), 0);
    for run in broken {
        let Some(requester) = &run.broken_by else {
            nobody += 1;
            continue;
        };
        let name = requester.as_str();
        let same = |known: &&mut (&str, usize)| text::folded(known.0) == text::folded(name);
        match named.iter_mut().find(same) {
            Some((_, times)) => *times += 1,
            None => named.push((name, 1)),
        }
    }
    named.sort_by_key(|(_, times)| std::cmp::Reverse(*times));
    let mut by: Vec<String> = named
        .into_iter()
        .map(|(name, times)| with_times(format!("!{}", text::visible(name)), times))
        .collect();
    if by.is_empty() {
        let broken = with_times("broken".to_owned(), nobody);
        return (nobody > 0).then(|| format!("{broken}, nobody named"));
    }
    if nobody > 0 {
        by.push(format!("{nobody} unnamed"));
    }
    Some(format!("broken by {}", by.join(", ")))
}

/// `!manager 2×`.
fn with_times(name: String, times: usize) -> String {
    if times > 1 {
        format!("{name} {times}×")
    } else {
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::block::Requester;
    use crate::domain::stamp::{Length, Moment, Offset, Stamp};

    fn run(kept: i64, by: &str, goes_on: bool) -> FocusRunRecord {
        FocusRunRecord {
            start: Moment::new(Stamp::clamped(0), Offset::UTC),
            planned: Length::minutes(60),
            kept: Length::minutes(kept),
            broken_by: Requester::new(by).ok(),
            goes_on,
        }
    }

    #[test]
    fn runs_that_are_over_are_told_and_those_who_broke_them_by_how_often() {
        let cases = [
            (vec![], None, None),
            (vec![run(10, "", true)], None, None),
            (vec![run(60, "", false)], Some("1 of 1 kept"), None),
            (
                vec![
                    run(60, "", false),
                    run(0, "", false),
                    run(9, "legal", false),
                ],
                Some("1 of 3 kept"),
                Some("broken by !legal, 1 unnamed"),
            ),
            (
                vec![run(9, "", false)],
                Some("0 of 1 kept"),
                Some("broken, nobody named"),
            ),
            (
                vec![run(9, "", false), run(1, "", false)],
                Some("0 of 2 kept"),
                Some("broken 2×, nobody named"),
            ),
            (
                vec![
                    run(1, "legal", false),
                    run(2, "Manager", false),
                    run(3, "manager", false),
                    run(4, "", true),
                ],
                Some("0 of 3 kept"),
                Some("broken by !Manager 2×, !legal"),
            ),
        ];
        for (runs, kept, broken) in cases {
            assert_eq!(kept_words(&runs).as_deref(), kept, "{runs:?}");
            assert_eq!(broken_words(&runs).as_deref(), broken, "{runs:?}");
        }
    }
}
