//! What `tafs status --for` prints: one line, or one object, in the form that a status bar or a prompt reads.

use clap::ValueEnum;
use serde::Serialize;

use super::template::{self, Field, Filling, Markup, Template};
use super::{output, parse_error};
use crate::error::Error;
use crate::report::tone::Tone;

/// What a bar shows.
const BAR: &str = "{color:category}{dot}{color} {running? {what} {time} | off the clock}\
                   {away?\\ · away from {away}?}{focus?\\ · focus {focus}}{tafs?\\ · {tafs}}";
/// The same beside an icon.
const LABEL: &str = "{running? {what} {time} | off the clock}\
                     {away?\\ · away from {away}?}{focus?\\ · focus {focus}}{tafs?\\ · {tafs}}";
/// Where every column counts, and nothing is said off the clock.
const BRIEF: &str = "{running? {what} {time}}";
/// What a small bar shows.
const SHORT: &str = "{color:category}{dot}{color} {running? {time} | off}";

/// The status bars and prompts that `--for` knows.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Tool {
    Tmux,
    Waybar,
    Starship,
    Polybar,
    I3status,
    Sketchybar,
    Zellij,
    Prompt,
}

impl Tool {
    /// How it writes colors.
    pub(super) const fn markup(self) -> Markup {
        match self {
            Self::Tmux => Markup::Tmux,
            Self::Waybar | Self::I3status => Markup::Pango,
            Self::Starship | Self::Sketchybar | Self::Prompt => Markup::Plain,
            Self::Polybar => Markup::Polybar,
            Self::Zellij => Markup::Zellij,
        }
    }

    /// What it shows where nothing else is asked for.
    pub(super) const fn template(self) -> &'static str {
        match self {
            Self::Tmux | Self::Waybar | Self::Polybar | Self::I3status | Self::Zellij => BAR,
            Self::Sketchybar => LABEL,
            Self::Starship | Self::Prompt => BRIEF,
        }
    }
}

/// What a tool is told beside the text.
pub(super) struct Facts<'a> {
    pub(super) filling: Filling<'a>,
    /// All of the status, for whoever points at it.
    pub(super) whole: String,
}

/// A custom module of waybar.
#[derive(Serialize)]
struct Waybar<'a> {
    text: &'a str,
    tooltip: String,
    class: &'a str,
    alt: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    percentage: Option<u8>,
}

/// A block of the protocol of i3bar.
#[derive(Serialize)]
struct I3Block<'a> {
    name: &'static str,
    full_text: &'a str,
    short_text: String,
    markup: &'static str,
}

/// What the tool reads.
pub(super) fn write(tool: Tool, template: &Template, facts: &Facts<'_>) -> Result<String, Error> {
    let filling = &facts.filling;
    let text = template.fill(filling);
    match tool {
        // A bar reads a line.
        Tool::Tmux | Tool::Starship | Tool::Polybar | Tool::Zellij | Tool::Prompt => {
            Ok(text.replace('\n', " "))
        }
        Tool::Waybar => {
            let category = (filling.value)(Field::Category);
            let class = if category.is_empty() {
                "off"
            } else {
                &category
            };
            let module = Waybar {
                text: &text,
                tooltip: filling.markup.escape(&facts.whole).into_owned(),
                class,
                alt: class,
                percentage: (filling.value)(Field::Percent).parse().ok(),
            };
            output::json("the status", &module)
        }
        Tool::I3status => {
            let short = template::parse(SHORT).map_err(parse_error::mark_in(SHORT))?;
            let block = I3Block {
                name: "tafs",
                full_text: &text,
                short_text: short.fill(filling),
                markup: "pango",
            };
            output::json("the status", &block)
        }
        Tool::Sketchybar => {
            let icon = (filling.value)(Field::Dot);
            let Tone(red, green, blue) = filling.running_tone();
            let color = if filling.has_color {
                format!("icon.color=0xff{red:02x}{green:02x}{blue:02x}\n")
            } else {
                String::new()
            };
            let label = text.replace('\n', " ");
            Ok(format!("icon={icon}\n{color}label={label}"))
        }
    }
}
