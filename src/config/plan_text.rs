//! The text of the config file with a plan added or replaced, and all else as it was.

use toml_edit::{DocumentMut, Item, TableLike, Value};

use super::tables::{PLAN, PLAN_KEYS};
use crate::domain::calendar::Day;
use crate::domain::hours::Turn;

/// What tells one plan from another.
const OF_PLAN: [&str; 3] = ["from", "every", "week"];

/// A plan as written in the file. A day without hours isn't a workday.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PlanText {
    pub from: Day,
    pub turn: Option<Turn>,
    /// From Monday to Sunday.
    pub week: [String; 7],
}

impl PlanText {
    fn fields(&self) -> Vec<(&'static str, Value)> {
        let turn = self.turn.iter();
        let turn = turn.flat_map(|turn| [("every", turn.every), ("week", turn.number)]);
        let turn = turn.map(|(name, number)| (name, Value::from(number)));
        let days = PLAN_KEYS[OF_PLAN.len()..].iter().zip(&self.week);
        let days = days.filter(|(_, hours)| !hours.is_empty());
        let days = days.map(|(name, hours)| (*name, Value::from(hours.as_str())));
        let from = ("from", Value::from(self.from.to_string()));
        [from].into_iter().chain(turn).chain(days).collect()
    }

    /// The text with this plan in the place of the one that begins then, for the same weeks; else at the end. `None`
    /// where the text is not TOML.
    pub(super) fn put_into(&self, text: &str) -> Option<String> {
        let fields = self.fields();
        let mut document: DocumentMut = text.parse().ok()?;
        let list = document
            .get_mut(PLAN)
            .and_then(Item::as_array_of_tables_mut);
        let mut tables = list.into_iter().flat_map(|list| list.iter_mut());
        if let Some(table) = tables.find(|table| is_same_plan(*table, &fields)) {
            for name in &PLAN_KEYS[OF_PLAN.len()..] {
                table.remove(name);
            }
            for (name, value) in fields {
                table.insert(name, Item::Value(value));
            }
            drop(tables);
            return Some(document.to_string());
        }
        drop(tables);
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let mut lines = vec![
            text.trim_end().to_owned(),
            String::new(),
            format!("[[{PLAN}]]"),
        ];
        lines.extend(
            fields
                .iter()
                .map(|(name, value)| format!("{name} = {value}")),
        );
        lines.push(String::new());
        Some(lines.join(newline).trim_start().to_owned())
    }
}

fn is_same_plan(table: &dyn TableLike, fields: &[(&str, Value)]) -> bool {
    // A date may stand with quotes or without.
    let bare = |text: String| text.trim().trim_matches('"').to_owned();
    OF_PLAN.iter().all(|name| {
        let new = fields.iter().find(|(field, _)| field == name);
        let new = new.map(|(_, value)| bare(value.to_string()));
        let old = table.get(name).and_then(Item::as_value);
        let old = old.map(|value| bare(value.clone().decorated("", "").to_string()));
        new == old
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(from: &str, turn: Option<Turn>, monday: &str) -> PlanText {
        let mut week: [String; 7] = Default::default();
        monday.clone_into(&mut week[0]);
        PlanText {
            from: Day(from.parse().expect("a date")),
            turn,
            week,
        }
    }

    #[test]
    fn a_plan_is_added_at_the_end_or_takes_the_place_of_the_one_of_its_date() {
        let april = plan("2026-04-01", None, "09:00-12:00");
        let text = "# mine\n[goal]\ntafs = 0.45 # high\n";
        let added = april.put_into(text).expect("a text");
        let expected = "# mine\n[goal]\ntafs = 0.45 # high\n\n[[plan]]\nfrom = \"2026-04-01\"\nmon = \"09:00-12:00\"\n";
        assert_eq!(added, expected);
        let later = plan("2026-04-01", None, "10:00-11:00").put_into(&added);
        let later = later.expect("a text");
        assert_eq!(later, expected.replace("09:00-12:00", "10:00-11:00"));
        // Another date, or other weeks of it, is another plan.
        let turn = Some(Turn {
            every: 2,
            number: 1,
        });
        let both = plan("2026-04-01", turn, "08:00-09:00").put_into(&later);
        let both = both.expect("a text");
        assert_eq!(both.matches("[[plan]]").count(), 2);
        assert!(
            both.ends_with("from = \"2026-04-01\"\nevery = 2\nweek = 1\nmon = \"08:00-09:00\"\n"),
            "{both}"
        );
        // A date of TOML, lines of Windows, an empty file.
        let bare = "[[plan]]\nfrom = 2026-04-01\ntue = \"9:00-10:00\"\n";
        let put = april.put_into(bare).expect("a text");
        assert_eq!(
            (put.matches("[[plan]]").count(), put.contains("tue")),
            (1, false),
            "{put}"
        );
        let windows = april.put_into("[goal]\r\ntafs = 0.45\r\n").expect("a text");
        assert!(windows.contains("0.45\r\n\r\n[[plan]]\r\n"), "{windows:?}");
        assert!(
            april
                .put_into("")
                .expect("a text")
                .starts_with("[[plan]]\n")
        );
        assert_eq!(april.put_into("[goal"), None);
    }
}
