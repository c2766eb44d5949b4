//! How a template is read.

use super::{Align, Field, Layout, Piece, Role, Template};
use crate::domain::parse::{ParseError, nearest};

/// So deep conditions stand in one another.
const DEEPEST: usize = 8;
/// The widest that a value is made.
const WIDEST: usize = 200;
/// The name that begins and ends a color.
const COLOR: &str = "color";

/// Reads a template. An error points at the place.
pub(in crate::cli) fn parse(template: &str) -> Result<Template, ParseError> {
    let mut reader = Reader {
        template,
        at: 0,
        opened: Vec::new(),
    };
    let pieces = reader.pieces()?;
    Ok(Template { pieces })
}

struct Reader<'t> {
    template: &'t str,
    at: usize,
    /// Where the conditions began that are being read.
    opened: Vec<usize>,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.template[self.at..]
    }

    fn fault(&self, bytes: std::ops::Range<usize>, message: impl Into<String>) -> ParseError {
        ParseError::at(self.template, bytes, message)
    }

    /// Everything up to the end, in a condition up to its `|` or `}`.
    fn pieces(&mut self) -> Result<Vec<Piece>, ParseError> {
        let in_condition = !self.opened.is_empty();
        let mut pieces = Vec::new();
        let mut text = String::new();
        // Up to here in the text blanks stay.
        let mut kept = 0;
        if in_condition {
            self.at += self.rest().len() - self.rest().trim_start_matches(' ').len();
        }
        while let Some(c) = self.rest().chars().next() {
            match c {
                '\\' => {
                    text.push(self.escape()?);
                    kept = text.len();
                }
                '{' if self.rest().starts_with("{{") => {
                    text.push('{');
                    self.at += 2;
                }
                '}' if !in_condition && self.rest().starts_with("}}") => {
                    text.push('}');
                    self.at += 2;
                }
                '}' | '|' if in_condition => break,
                '}' => {
                    let fault = self.fault(self.at..self.at + 1, "this brace closes nothing");
                    return Err(fault.hint("write {{ and }} for the characters themselves"));
                }
                '{' => {
                    push_text(&mut pieces, &mut text);
                    kept = 0;
                    pieces.push(self.braces()?);
                }
                other => {
                    text.push(other);
                    self.at += other.len_utf8();
                }
            }
        }
        if in_condition {
            let end = text.trim_end_matches(' ').len().max(kept);
            text.truncate(end);
        }
        push_text(&mut pieces, &mut text);
        Ok(pieces)
    }

    /// The character that a backslash and the next one stand for.
    fn escape(&mut self) -> Result<char, ParseError> {
        let at = self.at;
        let next = self.rest().chars().nth(1);
        let meant = match next {
            Some('n') => '\n',
            Some('t') => '\t',
            Some(c @ ('\\' | '|' | '{' | '}' | ' ')) => c,
            Some(_) | None => {
                let width = 1 + next.map_or(0, char::len_utf8);
                let fault = self.fault(at..at + width, "this backslash means nothing here");
                return Err(
                    fault.hint("write \\n, \\t, \\\\, \\|, \\{, \\} or a backslash and a blank")
                );
            }
        };
        self.at += 2;
        Ok(meant)
    }

    /// What stands in braces, from the first one to the last.
    fn braces(&mut self) -> Result<Piece, ParseError> {
        let (at, inside) = (self.at, &self.rest()[1..]);
        let is_name = |c: char| c.is_ascii_lowercase() || c == '_';
        let length = inside.find(|c| !is_name(c)).unwrap_or(inside.len());
        let (name, after) = inside.split_at(length);
        if let Some(rest) = after.strip_prefix('?') {
            let field = self.field(name, at + 1..at + 1 + length)?;
            self.at = self.template.len() - rest.len();
            return self.condition(at, field);
        }
        let Some((inside, after)) = inside.split_once('}') else {
            return Err(self.never_closed(at));
        };
        self.at = self.template.len() - after.len();
        let whole = at..at + inside.len() + 2;
        let (name, asked) = match inside.split_once(':') {
            Some((name, asked)) => (name, Some(asked)),
            None => (inside, None),
        };
        if name == COLOR {
            return match asked {
                None => Ok(Piece::Color(None)),
                Some(asked) => self.color(asked, whole),
            };
        }
        let field = self.field(name, whole.clone())?;
        let layout = match asked {
            None => Layout::default(),
            Some(asked) => read_layout(asked).ok_or_else(|| {
                let place = whole.start + name.len() + 2..whole.end - 1;
                self.fault(place, format!("{asked:?} is no width"))
                    .hint("write {account:12}, {account:>12}, {account:.12} or {account:<12.12}")
            })?,
        };
        Ok(Piece::Value(field, layout))
    }

    /// The two sides of a condition, which began at `at`.
    fn condition(&mut self, at: usize, field: Field) -> Result<Piece, ParseError> {
        if self.opened.len() == DEEPEST {
            let message = format!("conditions nest at most {DEEPEST} deep");
            return Err(self.fault(at..at + 1, message));
        }
        self.opened.push(at);
        let then = self.pieces()?;
        let mut otherwise = Vec::new();
        if self.rest().starts_with('|') {
            self.at += 1;
            otherwise = self.pieces()?;
        }
        if self.rest().starts_with('|') {
            let fault = self.fault(self.at..self.at + 1, "a condition has only one |");
            return Err(fault.hint("write \\| for the character itself"));
        }
        if self.rest().is_empty() {
            return Err(self.never_closed(at));
        }
        self.at += 1;
        self.opened.pop();
        Ok(Piece::Either(field, then, otherwise))
    }

    fn never_closed(&self, at: usize) -> ParseError {
        self.fault(at..at + 1, "this brace is never closed")
            .hint("write {{ and }} for the characters themselves")
    }

    fn field(&self, name: &str, place: std::ops::Range<usize>) -> Result<Field, ParseError> {
        let known = Field::ALL.into_iter().find(|field| field.name() == name);
        known.ok_or_else(|| {
            let near = nearest(name, Field::ALL.map(Field::name));
            let meant = near.map_or_else(String::new, |near| format!("did you mean {{{near}}}? "));
            self.fault(place, format!("there is no field {{{name}}}"))
                .hint(format!("{meant}tafs status --format help lists them all"))
        })
    }

    fn color(&self, name: &str, place: std::ops::Range<usize>) -> Result<Piece, ParseError> {
        let role = Role::named(name).ok_or_else(|| {
            let names: Vec<&str> = Role::names().collect();
            self.fault(place, format!("there is no color {name:?}"))
                .hint(format!(
                    "{{color}} ends a color; the colors are {}",
                    names.join(", ")
                ))
        })?;
        Ok(Piece::Color(Some(role)))
    }
}

fn push_text(pieces: &mut Vec<Piece>, text: &mut String) {
    if !text.is_empty() {
        pieces.push(Piece::Text(std::mem::take(text)));
    }
}

/// `12`, `>12`, `.8`, `^12.8`.
fn read_layout(asked: &str) -> Option<Layout> {
    let (align, columns) = match asked.chars().next()? {
        '<' => (Align::Left, &asked[1..]),
        '^' => (Align::Middle, &asked[1..]),
        '>' => (Align::Right, &asked[1..]),
        _ => (Align::Left, asked),
    };
    let number = |digits: &str| {
        let is_number = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        let number = digits.parse().ok().filter(|_| is_number);
        number.filter(|number| (1..=WIDEST).contains(number))
    };
    let (least, most) = match columns.split_once('.') {
        Some((least, most)) => (least, Some(number(most)?)),
        None => (columns, None),
    };
    Some(Layout {
        align,
        least: match least {
            "" if most.is_some() => 0,
            least => number(least)?,
        },
        most,
    })
}
