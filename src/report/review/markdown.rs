//! The review as Markdown.

use super::ReviewRecord;
use super::text::{state, steps};
use super::words::{self, Line, Row};
use crate::report::markdown::escaped;

/// The review as Markdown.
pub fn text(record: &ReviewRecord) -> String {
    let mut out = format!("# Review {}\n", escaped(&words::title(record)));
    if let Some(state) = state(record) {
        out.extend(["\n", &escaped(&state), "\n"]);
    }
    for step in steps(record) {
        out.extend([
            "\n## ",
            &step.number().to_string(),
            ". ",
            step.title(),
            "\n\n",
        ]);
        let mut rows = false;
        for line in words::of_step(record, step) {
            let is_row = matches!(line, Line::Row(_));
            if !is_row && rows {
                out.push('\n');
            }
            let said = match line {
                Line::Headline(words) => format!("**{}**\n\n", escaped(&words)),
                Line::Text(words) => format!("{}\n\n", escaped(&words)),
                Line::Title(words) => format!("{}:\n\n", escaped(&words)),
                Line::Row(row) => bullet(&row),
            };
            out.push_str(&said);
            rows = is_row;
        }
        while out.ends_with("\n\n") {
            out.pop();
        }
    }
    out
}

fn bullet(row: &Row) -> String {
    let beside = if row.beside.is_empty() {
        String::new()
    } else {
        format!(" ({})", escaped(&row.beside))
    };
    format!(
        "- {}: **{}**{beside}\n",
        escaped(&row.name),
        escaped(&row.figure)
    )
}
