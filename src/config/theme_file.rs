//! The themes: those that come with the program, and the files beside the config. One is read when a screen asks for it,
//! not before.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use super::Config;
use super::error::ConfigError;
use super::source::{Named, Source};
use super::theme::{AUTO, read_colors};
use crate::domain::parse::nearest;
use crate::report::tones::{Part, Tones};

const DARK: &str = "dark";
const LIGHT: &str = "light";

/// The themes that come as files, by name.
const SHIPPED: [(&str, &str); 7] = [
    (
        "catppuccin-mocha",
        include_str!("../../assets/themes/catppuccin-mocha.toml"),
    ),
    (
        "catppuccin-latte",
        include_str!("../../assets/themes/catppuccin-latte.toml"),
    ),
    ("gruvbox", include_str!("../../assets/themes/gruvbox.toml")),
    ("nord", include_str!("../../assets/themes/nord.toml")),
    (
        "tokyonight",
        include_str!("../../assets/themes/tokyonight.toml"),
    ),
    (
        "solarized-light",
        include_str!("../../assets/themes/solarized-light.toml"),
    ),
    (
        "high-contrast",
        include_str!("../../assets/themes/high-contrast.toml"),
    ),
];

/// The folder of own themes, beside the config.
const FOLDER: &str = "themes";

impl Config {
    /// The file of the theme, where it is none of those that come with the program.
    pub fn theme_file(&self) -> Option<PathBuf> {
        let name = self.theme.name.as_ref()?.value();
        let is_known = names().any(|known| known == name);
        (!is_known).then(|| self.themes_folder().join(format!("{name}.toml")))
    }

    fn themes_folder(&self) -> PathBuf {
        let config = self.file.as_deref().unwrap_or(Path::new(""));
        config.with_file_name(FOLDER)
    }

    /// The names of all themes, those that come with the program first.
    pub fn theme_names(&self) -> Vec<String> {
        let mut own: Vec<String> = fs::read_dir(self.themes_folder())
            .into_iter()
            .flatten()
            .filter_map(|entry| {
                let path = entry.ok()?.path();
                let name = path.file_stem()?.to_str()?.to_owned();
                (path.extension()? == "toml").then_some(name)
            })
            .filter(|name| names().all(|known| known != name))
            .collect();
        own.sort();
        names().map(str::to_owned).chain(own).collect()
    }

    /// The colors of the theme; `is_light` says what the background of the terminal is, for the one that follows it.
    pub(crate) fn load_tones(&self, is_light: bool) -> Result<Tones, ConfigError> {
        let usual = if is_light { Tones::LIGHT } else { Tones::DARK };
        let tones = match &self.theme.name {
            None => usual,
            Some(name) => self.load_named(name)?,
        };
        Ok(if self.theme.colors.is_empty() {
            tones
        } else {
            tones.with(&self.theme.colors)
        })
    }

    fn load_named(&self, name: &Named) -> Result<Tones, ConfigError> {
        match name.value() {
            DARK => return Ok(Tones::DARK),
            LIGHT => return Ok(Tones::LIGHT),
            _ => {}
        }
        let mut shipped = SHIPPED.iter();
        if let Some((known, text)) = shipped.find(|(known, _)| *known == name.value()) {
            return parse_theme(text, Path::new(known));
        }
        let path = self.themes_folder().join(format!("{}.toml", name.value()));
        let is_name = !name.value().is_empty() && !name.value().contains(['/', '\\', '\0']);
        match fs::read_to_string(&path) {
            Ok(text) if is_name => parse_theme(&text, &path),
            Err(source) if is_name && source.kind() != ErrorKind::NotFound => {
                Err(ConfigError::UnreadableTheme { path, source })
            }
            Ok(_) | Err(_) => {
                let what = format!("there is no theme {:?}", name.value());
                let known = self.theme_names();
                let hint = match nearest(name.value(), known.iter().map(String::as_str)) {
                    Some(near) => format!("did you mean {near:?}?"),
                    None => format!(
                        "write one of {}, or put a file into {}",
                        known.join(", "),
                        self.themes_folder().display()
                    ),
                };
                Err(self.error_of(name, what, hint))
            }
        }
    }
}

/// The names of the themes that come with the program.
fn names() -> impl Iterator<Item = &'static str> {
    let files = SHIPPED.iter().map(|(name, _)| *name);
    [AUTO, DARK, LIGHT].into_iter().chain(files)
}

/// Reads the text of a theme file. What it leaves out is as in the dark theme, or in the light one where its page is.
fn parse_theme(text: &str, path: &Path) -> Result<Tones, ConfigError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let root = Source { path, text }
        .root()
        .map_err(ConfigError::in_theme)?;
    let colors = read_colors(&root)?;
    let page = colors.iter().find(|(part, _)| *part == Part::Page);
    let base = match page {
        Some((_, page)) if page.tone.is_light() => Tones::LIGHT,
        Some(_) | None => Tones::DARK,
    };
    Ok(base.with(&colors).snapped())
}

#[cfg(test)]
mod tests;
