//! The measured week: TAFS, large, and each category beside the guess and the usual.

use super::page::Page;
use ratatui::style::Modifier;

use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::insight::coverage::Reading;
use crate::report::document::Block;
use crate::report::review::record::Shares;
use crate::report::review::steps::signed;
use crate::report::share;
use crate::tui::paint::{Ink, Piece, piece};
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::{digits, share as share_widget};

impl Page<'_> {
    pub(super) fn reveal(&mut self) {
        let record = self.record;
        if record.totals.tracked().is_positive() {
            self.figure();
            self.blank();
            self.table();
            self.blank();
            let is_drawn = |block: &&Block| match block {
                Block::Figure(_) => true,
                Block::Table(table) => !table.heads.is_empty(),
                Block::Lead(_)
                | Block::Note(_)
                | Block::Caption(_)
                | Block::Days(_)
                | Block::Trend(..) => false,
            };
            let said = self.said;
            self.said(said.iter().filter(|block| !is_drawn(block)));
        } else {
            self.said(self.said);
        }
        self.blank();
        self.question(
            ReviewQuestion::Surprise,
            record.answers.surprise.as_deref(),
            &self.answer_hint("answers"),
        );
    }

    /// The figure, three lines high, and beside it what it is of, the guess and the usual.
    fn figure(&mut self) {
        let reading = self.record.reading();
        let unit = share_widget::unit(reading);
        let hours = self.hours(reading);
        let selling = self.scene.theme.category(Category::Selling);
        let figure = share_widget::figure(reading, self.record.totals.selling);
        if !self.is_roomy() {
            let bold = selling.add_modifier(Modifier::BOLD);
            let large = piece(format!("{figure}{unit}  "), bold);
            self.line([vec![large], hours].concat());
            for words in self.compared() {
                self.line(vec![self.quiet(words)]);
            }
            return;
        }
        let beside = [
            vec![self.strong(share_widget::DEFINITION)],
            hours,
            vec![self.quiet(self.compared().join(" · "))],
        ];
        let rows = digits::rows(&figure).into_iter().zip(beside);
        for (index, (large, beside)) in rows.enumerate() {
            let unit = if index == 2 { unit.trim_start() } else { "" };
            let large = piece(format!("{large}{unit:<4}"), selling);
            self.line([vec![large], beside].concat());
        }
    }

    /// The hours behind the figure, and what is missing for a share.
    fn hours(&self, reading: Reading) -> Vec<Piece> {
        let record = self.record;
        let tracked = format::hours(record.totals.tracked());
        let bounds = match reading {
            Reading::TooEarly { .. } => {
                let missing = record.missing.tafs.as_deref().unwrap_or_default();
                return vec![self.quiet(format!("of {tracked} tracked · a share {missing}"))];
            }
            Reading::Bounded { low, high, .. } => format!(" · {}", share::range(low, high)),
            Reading::Exact { .. } | Reading::OnlyBounds { .. } => String::new(),
        };
        let selling = self.strong(format::hours(record.totals.selling));
        vec![
            selling,
            self.quiet(format!(" of {tracked} tracked{bounds}")),
        ]
    }

    /// `guess 60 %, +8.2 points`, `usual 43.7 %, +8.1`.
    fn compared(&self) -> Vec<String> {
        let record = self.record;
        let of = |shares: Option<Shares>| shares?.of(Category::Selling);
        let told = record.reading().tafs().is_some();
        let mut words = Vec::new();
        if let Some(guess) = of(record.guess) {
            let gap = of(record.gap_pp).filter(|_| told);
            let gap = gap.map_or_else(String::new, |gap| format!(", {} points", signed(gap)));
            words.push(format!(
                "guess {}{gap}",
                format::percent(guess).replace(".0 %", " %")
            ));
        }
        if let Some(usual) = &record.usual {
            let delta = match of(record.delta_pp).filter(|_| told) {
                Some(_) if record.steady.contains(&Category::Selling) => ", steady".to_owned(),
                Some(delta) => format!(", {}", signed(delta)),
                None => String::new(),
            };
            words.push(format!("usual {}{delta}", format::percent(usual.tafs)));
        }
        words
    }

    /// A row a category: hours, its share, its distance from the usual and from the guess.
    fn table(&mut self) {
        let lengths = Category::WORK.map(|category| self.record.totals.of(category));
        let longest = lengths.into_iter().max().unwrap_or_default();
        let columns = self.columns(lengths);
        let bars = if self.is_roomy() {
            self.room().saturating_sub(48).clamp(8, 32)
        } else {
            0
        };
        // Hours and shares need no head.
        if columns.len() > 2 {
            let names = if self.is_roomy() {
                16 + usize::from(bars)
            } else {
                2
            };
            let mut row = vec![self.faint(" ".repeat(names))];
            row.extend(
                columns
                    .iter()
                    .map(|(head, _)| self.faint(format!("{head:>8}"))),
            );
            self.line(row);
        }
        for (index, category) in Category::WORK.into_iter().enumerate() {
            let style = self.scene.theme.category(category);
            let filled = bar(lengths[index].share_of(longest).unwrap_or_default(), bars);
            let rest = usize::from(bars).saturating_sub(filled.chars().count());
            let name = if self.is_roomy() {
                format!(
                    "{} {:<12}{filled}{}  ",
                    category.letter(),
                    category.name(),
                    " ".repeat(rest)
                )
            } else {
                format!("{} ", category.letter())
            };
            let mut row = vec![piece(name, style)];
            for (place, (_, figures)) in columns.iter().enumerate() {
                let style = if place == 0 {
                    self.theme().strong()
                } else {
                    self.style(Role::Quiet)
                };
                row.push(piece(format!("{:>8}", figures[index]), style));
            }
            self.line(row);
        }
    }

    /// The columns of the table, each with its head.
    fn columns(&self, lengths: [Length; 4]) -> Vec<(&'static str, [String; 4])> {
        let record = self.record;
        let mut columns = vec![("hours", lengths.map(format::hours))];
        if record.reading().tafs().is_none() {
            return columns;
        }
        let percents = format::whole_percents(lengths);
        columns.push(("%", percents.map(|percent| format!("{percent} %"))));
        let points =
            |shares: Shares, category| shares.of(category).map_or_else(String::new, signed);
        columns.extend(record.delta_pp.map(|delta| {
            let words = |category| {
                if record.steady.contains(&category) {
                    "steady".to_owned()
                } else {
                    points(delta, category)
                }
            };
            ("usual", Category::WORK.map(words))
        }));
        columns.extend(record.gap_pp.map(|gap| {
            (
                "guess",
                Category::WORK.map(|category| points(gap, category)),
            )
        }));
        columns
    }
}
