//! A document as Markdown. No text in it can become markup.

use super::document::{Block, Document, Figure, RowKind, Table, TableRow};
use crate::domain::text;

/// The document.
pub fn write_markdown(document: &Document) -> String {
    let kind = document
        .kind
        .map_or_else(String::new, |kind| format!("{kind} "));
    let mut out = format!("# {kind}{}\n", escape(&document.title()));
    if let Some(state) = &document.state {
        out.extend(["\n", &escape(state), "\n"]);
    }
    let mut after_list = false;
    for section in &document.sections {
        if let Some(number) = section.number {
            let number = number.to_string();
            out.extend(["\n## ", &number, ". ", section.title, "\n"]);
            after_list = false;
        }
        for block in &section.blocks {
            let text = block_text(block);
            if text.is_empty() {
                continue;
            }
            let is_list = matches!(block, Block::Table(table) if !table.is_grid);
            // The rows of lists one after another are one list.
            if !(after_list && is_list) {
                out.push('\n');
            }
            out += &text;
            after_list = is_list;
        }
    }
    out
}

/// A block, with the end of its last line.
fn block_text(block: &Block) -> String {
    match block {
        Block::Figure(figure) => figure_text(figure),
        Block::Lead(words) => format!("**{}**\n", escape(words)),
        Block::Note(words) => format!("{}\n", escape(words)),
        Block::Caption(words) => format!("{}:\n", escape(words)),
        Block::Table(table) if table.is_grid => write_grid(table),
        Block::Table(table) => table.rows.iter().map(write_item).collect(),
        Block::Days(_) | Block::Trend(..) => String::new(),
    }
}

fn figure_text(figure: &Figure) -> String {
    let share = figure.share.as_ref();
    let share = share.map(|share| format!("**{share}** time available for selling: "));
    share.unwrap_or_default() + &figure.beside.join(" · ") + "\n"
}

fn write_grid(table: &Table) -> String {
    let heads: Vec<String> = table.heads.iter().map(|&head| head.to_owned()).collect();
    let mut out = write_row(&heads);
    out.extend(["| --- |", &" ---: |".repeat(heads.len() - 1), "\n"]);
    for row in &table.rows {
        let name = escape(&row.name);
        let name = match row.kind {
            RowKind::Group => name,
            RowKind::Total => format!("**{name}**"),
            RowKind::Unsaid | RowKind::Beside => format!("*{name}*"),
        };
        let mut cells = vec![name, row.figure.clone()];
        cells.extend(row.beside.iter().map(|cell| cell.figure.clone()));
        cells.resize(heads.len(), String::new());
        out += &write_row(&cells);
    }
    out
}

fn write_row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

fn write_item(row: &TableRow) -> String {
    let (name, figure) = (escape(&row.name), escape(&row.figure));
    let beside = match escape(&row.words_beside()) {
        words if words.is_empty() => words,
        words => format!(" ({words})"),
    };
    format!("- {name}: **{figure}**{beside}\n")
}

/// A text of one line, in which nothing is markup: what Markdown or HTML would take for it is escaped.
fn escape(text: &str) -> String {
    let visible = text::visible(text);
    let mut out = String::with_capacity(visible.len() + 8);
    let mut before = None;
    let mut rest = visible.chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let is_markup = match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '~' | '#' | '&' | '$' => true,
            '!' => next == Some('['),
            // An address would become a link.
            ':' => next == Some('/'),
            '.' if before.is_some_and(char::is_alphabetic) => {
                next.is_some_and(char::is_alphanumeric)
            }
            // At the start of a line it would be an item of a list.
            '.' | ')' => next == Some(' ') && is_number(&out),
            '+' | '-' | '=' => before.is_none() && next.is_none_or(|next| next == ' ' || next == c),
            _ => false,
        };
        if is_markup {
            out.push('\\');
        }
        out.push(c);
        before = Some(c);
    }
    out
}

/// Whether all so far is a number.
fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_becomes_markup() {
        let cases = [
            ("Zürich 24/7, ok", "Zürich 24/7, ok"),
            ("a|b`c", "a\\|b\\`c"),
            ("two\nlines", "two↵lines"),
            ("<img src=x>", "\\<img src=x\\>"),
            ("[link](http://x)", "\\[link\\](http\\://x)"),
            ("0.73 an hour: 51.8 %!", "0.73 an hour: 51.8 %!"),
            ("1. one", "1\\. one"),
            ("1) one", "1\\) one"),
            ("+8.1", "+8.1"),
            ("- x", "\\- x"),
            ("---", "\\---"),
            ("at 0.73 (x)", "at 0.73 (x)"),
            (
                "![i](x) **b** _u_ ~s~ &amp; \\",
                "\\!\\[i\\](x) \\*\\*b\\*\\* \\_u\\_ \\~s\\~ \\&amp; \\\\",
            ),
            ("www.x.de", "www\\.x\\.de"),
        ];
        for (text, expected) in cases {
            assert_eq!(escape(text), expected);
        }
    }
}
