//! The templates of `tafs status --format`: text with fields, conditions and colors in braces, and what they become.

mod fields;
mod help;
mod markup;
mod parse;

use crate::domain::block::Category;
use crate::domain::text;
use crate::report::tone::Tone;
use crate::report::tones::{Part, Tones};

pub(super) use fields::Field;
pub(super) use help::describe_all;
pub(super) use markup::Markup;
pub(super) use parse::parse;

/// In place of a figure that can't be said yet; to a condition it is nothing.
pub(super) const NONE: &str = "–";

/// A template that has been read.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Template {
    pieces: Vec<Piece>,
}

/// One thing after another in a template.
#[derive(Clone, PartialEq, Eq, Debug)]
enum Piece {
    Text(String),
    Value(Field, Layout),
    /// From here on in this color; without one in that of the text around.
    Color(Option<Role>),
    /// The first where the field has a value, else the second.
    Either(Field, Vec<Piece>, Vec<Piece>),
}

/// How many columns a value takes.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Layout {
    align: Align,
    /// At least so many.
    least: usize,
    /// At most so many: what is longer ends in `…`.
    most: Option<usize>,
}

/// Where a value stands in columns that it doesn't fill.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
enum Align {
    #[default]
    Left,
    Middle,
    Right,
}

/// What a color is called by.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Role {
    /// The category that runs; muted off the clock.
    Running,
    Category(Category),
    Part(Part),
}

/// The name of [`Role::Running`].
const RUNNING: &str = "category";
/// The parts of a theme that words can have the color of.
const PARTS: [(&str, Part); 5] = [
    ("text", Part::Text),
    ("soft", Part::Soft),
    ("muted", Part::Muted),
    ("display", Part::Display),
    ("guess", Part::Guess),
];

impl Role {
    fn named(name: &str) -> Option<Self> {
        let category = Category::ALL
            .into_iter()
            .find(|category| category.name() == name);
        let part = PARTS.iter().find(|(known, _)| *known == name);
        category
            .map(Self::Category)
            .or(part.map(|(_, part)| Self::Part(*part)))
            .or((name == RUNNING).then_some(Self::Running))
    }

    /// All names, as they are listed.
    fn names() -> impl Iterator<Item = &'static str> {
        let categories = Category::ALL.into_iter().map(Category::name);
        let parts = PARTS.into_iter().map(|(name, _)| name);
        std::iter::once(RUNNING).chain(categories).chain(parts)
    }
}

/// What a template is filled with.
pub(super) struct Filling<'a> {
    /// The value of a field; nothing where there is none.
    pub(super) value: &'a dyn Fn(Field) -> String,
    pub(super) tones: &'a Tones,
    /// What runs.
    pub(super) running: Option<Category>,
    pub(super) markup: Markup,
    pub(super) has_color: bool,
}

impl Filling<'_> {
    /// The color of what runs.
    pub(super) fn running_tone(&self) -> Tone {
        self.tone(Role::Running)
    }

    fn tone(&self, role: Role) -> Tone {
        let part = match role {
            Role::Running => self.running.map_or(Part::Muted, Part::Words),
            Role::Category(category) => Part::Words(category),
            Role::Part(part) => part,
        };
        self.tones.shade(part).tone
    }
}

impl Template {
    /// The text that it stands for.
    pub(super) fn fill(&self, filling: &Filling<'_>) -> String {
        let mut writer = filling.markup.writer(filling.has_color);
        write(&self.pieces, filling, &mut writer);
        writer.finish()
    }
}

fn write(pieces: &[Piece], filling: &Filling<'_>, writer: &mut markup::Writer) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => writer.push(text),
            Piece::Value(field, layout) => {
                writer.push_value(&layout.apply(&(filling.value)(*field)));
            }
            Piece::Color(role) => writer.color(role.map(|role| filling.tone(role))),
            Piece::Either(field, then, otherwise) => {
                let value = (filling.value)(*field);
                let has_value = !value.is_empty() && value != NONE;
                write(if has_value { then } else { otherwise }, filling, writer);
            }
        }
    }
}

impl Layout {
    fn apply(self, value: &str) -> String {
        let value = match self.most {
            Some(most) => text::fit(value, most),
            None => value.to_owned(),
        };
        let missing = self.least.saturating_sub(text::width(&value));
        let before = match self.align {
            Align::Left => 0,
            Align::Middle => missing / 2,
            Align::Right => missing,
        };
        let blanks = |count| " ".repeat(count);
        [&blanks(before), &*value, &blanks(missing - before)].concat()
    }
}

#[cfg(test)]
mod tests;
