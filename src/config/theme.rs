//! The colors that `[theme]` and theme files give the parts of the screens, and how a color is spelled.

use toml::de::DeValue;

use super::error::ConfigError;
use super::source::{Named, Table, ValueError};
use super::values;
use crate::domain::block::Category;
use crate::domain::parse::nearest;
use crate::report::tone::{BASIC, Tone};
use crate::report::tones::{FIRST_FIXED, Part, Shade};

/// The theme that follows the background of the terminal.
pub(super) const AUTO: &str = "auto";
/// Names of roles before those of today, and what to write now; the first two are accepted.
const OLD: [(&str, &str); 2] = [("quiet", "muted"), ("faint", "hatch")];
const GONE: [&str; 3] = ["accent", "good", "warning"];

/// The colors of a category.
const OF_CATEGORY: [&str; 3] = ["fill", "ink", "text"];

const COLOR: &str =
    "write #rrggbb or #rgb, a number from 0 to 255, or a name such as \"light-blue\"";

/// What `[theme]` says.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct ThemeChoice {
    /// The theme's name; `None` where it is to follow the terminal.
    pub(super) name: Option<Named>,
    /// The colors that the rep gives parts of it.
    pub(super) colors: Vec<(Part, Shade)>,
}

impl ThemeChoice {
    pub(super) fn read(table: &Table<'_>) -> Result<Self, ConfigError> {
        let name = table.read("name", values::text)?;
        let name = name
            .filter(|name| name != AUTO)
            .map(|name| table.named_at("name", name));
        let colors = read_colors(table)?;
        Ok(Self { name, colors })
    }

    /// Whether it follows the background of the terminal.
    pub const fn follows_terminal(&self) -> bool {
        self.name.is_none()
    }

    /// The theme's name as `[theme] name` spells it.
    pub fn name_in_words(&self) -> &str {
        self.name.as_ref().map_or(AUTO, Named::value)
    }

    /// The same colors of one's own in another theme.
    #[must_use]
    pub fn renamed(&self, name: &str) -> Self {
        let name = Some(name).filter(|name| *name != AUTO);
        Self {
            name: name.map(Named::unplaced),
            colors: self.colors.clone(),
        }
    }

    /// The colors of one's own.
    pub(crate) fn colors(&self) -> &[(Part, Shade)] {
        &self.colors
    }
}

/// The colors of a table of roles.
pub(super) fn read_colors(table: &Table<'_>) -> Result<Vec<(Part, Shade)>, ConfigError> {
    let mut colors = Vec::new();
    let names: Vec<String> = table.names().map(str::to_owned).collect();
    for name in names {
        let category = Category::ALL
            .into_iter()
            .find(|category| category.name() == name);
        if let Some(category) = category {
            read_category(table, category, &mut colors)?;
            continue;
        }
        let old = OLD.iter().find(|(old, _)| *old == name);
        let role = old.map_or(name.as_str(), |(_, role)| role);
        let known = Part::ALL.iter().find(|(known, _)| *known == role);
        if let Some((_, part)) = known {
            let color = table.read(&name, color)?;
            colors.extend(color.map(|color| (*part, color)));
        } else if name != "name" || !table.is_named() {
            return Err(unknown_role(table, &name));
        }
    }
    Ok(colors)
}

/// One color for bars and words, or a table of them.
fn read_category(
    table: &Table<'_>,
    category: Category,
    colors: &mut Vec<(Part, Shade)>,
) -> Result<(), ConfigError> {
    let name = category.name();
    if !table.is_table(name) {
        let right = "write one color, or { fill = …, ink = …, text = … }";
        let color = table.read(name, |value| {
            color(value).map_err(|error| ValueError {
                right: if value.is_str() {
                    error.right
                } else {
                    right.to_owned()
                },
                ..error
            })
        })?;
        let parts = [Part::Fill(category), Part::Words(category)];
        colors.extend(
            color
                .iter()
                .flat_map(|color| parts.map(|part| (part, *color))),
        );
        return Ok(());
    }
    let Some(inner) = table.table(name)? else {
        return Ok(());
    };
    inner.check_names(&OF_CATEGORY)?;
    let [fill, ink, text] = OF_CATEGORY;
    for (key, part) in [
        (fill, Part::Fill(category)),
        (ink, Part::Ink(category)),
        (text, Part::Words(category)),
    ] {
        colors.extend(inner.read(key, color)?.map(|color| (part, color)));
    }
    Ok(())
}

fn unknown_role(table: &Table<'_>, name: &str) -> ConfigError {
    if GONE.contains(&name) {
        let what = format!("{name} is no longer a role: hue means a category and nothing else");
        return table.error_of(
            name,
            what,
            "write text, which is the color of such words".into(),
        );
    }
    let parts = Part::ALL.iter().map(|(name, _)| *name);
    let known: Vec<&str> = parts.chain(Category::ALL.map(Category::name)).collect();
    // In the config the name of the theme stands beside its roles.
    let name_key = table.is_named().then_some("name");
    let right = match nearest(name, known.iter().copied().chain(name_key)) {
        Some(near) => format!("did you mean {near}?"),
        None => format!("the roles are {}", known.join(", ")),
    };
    table.error_of(name, format!("there is no role {name}"), right)
}

/// `#d9a850`, a number of the 256, or the name of one of the sixteen.
fn color(value: &DeValue<'_>) -> Result<Shade, ValueError> {
    if let Some(number) = value.as_integer() {
        let index = u8::from_str_radix(number.as_str(), number.radix());
        return index
            .map(Shade::of_index)
            .map_err(|_| ValueError::value(COLOR));
    }
    let text = value
        .as_str()
        .ok_or_else(|| ValueError::not(value, COLOR))?;
    if let Some(rgb) = text.strip_prefix('#').and_then(hex) {
        return Ok(Shade::of(Tone::of(rgb)));
    }
    if let Ok(index) = text.parse() {
        return Ok(Shade::of_index(index));
    }
    let word = spelled(text);
    let all = (0..FIRST_FIXED).zip(BASIC);
    let mut same = all.filter(|(_, (name, _))| spelled(name) == word);
    if let Some((index, _)) = same.next() {
        return Ok(Shade::of_index(index));
    }
    let near = nearest(text, BASIC.iter().map(|(name, _)| *name));
    Err(ValueError::value(
        match near.filter(|_| !text.starts_with('#')) {
            Some(near) => format!("did you mean {near:?}?"),
            None => COLOR.to_owned(),
        },
    ))
}

/// `d9a850`; of three digits each stands twice: `abc` is `aabbcc`.
fn hex(digits: &str) -> Option<u32> {
    if !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let whole = match digits.len() {
        3 => digits.chars().flat_map(|digit| [digit, digit]).collect(),
        6 => digits.to_owned(),
        _ => return None,
    };
    u32::from_str_radix(&whole, 16).ok()
}

/// The name of a color without what is spelled in several ways.
fn spelled(name: &str) -> String {
    let name = name.to_lowercase().replace([' ', '-', '_'], "");
    let name = name.replace("bright", "light").replace("grey", "gray");
    match name.as_str() {
        "lightblack" => "darkgray".to_owned(),
        "lightwhite" => "white".to_owned(),
        "lightgray" | "silver" => "gray".to_owned(),
        _ => name,
    }
}
