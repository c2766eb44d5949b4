//! The measured week: TAFS, large, and each category beside the guess and the usual.

use super::page::Page;
use ratatui::style::Modifier;

use crate::domain::block::Category;
use crate::domain::format;
use crate::insight::coverage::Reading;
use crate::report::document::Block;
use crate::report::review::record::Shares;
use crate::report::review::steps::signed;
use crate::report::share;
use crate::tui::paint::piece;
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::digits;

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
            "enter answers",
        );
    }

    /// The figure, three lines high, and beside it what it is of, the guess and the usual.
    fn figure(&mut self) {
        let record = self.record;
        let selling = self.scene.settings.theme.category(Category::Selling);
        let reading = record.reading();
        let (selling_time, tracked) = (
            format::hours(record.totals.selling),
            format::hours(record.totals.tracked()),
        );
        let (figure, bounds) = match reading {
            Reading::TooEarly { .. } => (selling_time.clone(), None),
            Reading::Exact { tafs } => (percent_of(tafs), None),
            Reading::Bounded { tafs, low, high } => {
                (percent_of(tafs), Some(share::range(low, high)))
            }
            Reading::OnlyBounds { low, high } => {
                (format!("{:.0}–{:.0}", low * 100.0, high * 100.0), None)
            }
        };
        let told = !matches!(reading, Reading::TooEarly { .. });
        let hours = if told {
            let bounds = bounds.map_or_else(String::new, |bounds| format!(" · {bounds}"));
            let tracked = format!(" of {tracked} tracked{bounds}");
            vec![piece(selling_time, self.strong()), self.quiet(tracked)]
        } else {
            let missing = record.missing.tafs.as_deref().unwrap_or_default();
            vec![self.quiet(format!("of {tracked} tracked · a share {missing}"))]
        };
        if !self.is_roomy() {
            let unit = if told { " %  " } else { "  " };
            let large = piece(
                format!("{figure}{unit}"),
                selling.add_modifier(Modifier::BOLD),
            );
            self.line([vec![large], hours].concat());
            for words in self.compared() {
                self.line(vec![self.quiet(words)]);
            }
            return;
        }
        let compared = vec![self.quiet(self.compared().join(" · "))];
        let beside = [
            vec![piece("time available for selling", self.strong())],
            hours,
            compared,
        ];
        let rows = digits::rows(&figure);
        for (index, (large, beside)) in rows.into_iter().zip(beside).enumerate() {
            let unit = if told && index == 2 { "% " } else { "  " };
            self.line(
                [
                    vec![
                        piece(large, selling),
                        piece(unit, selling),
                        self.quiet("  "),
                    ],
                    beside,
                ]
                .concat(),
            );
        }
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
        let record = self.record;
        let lengths = Category::WORK.map(|category| record.totals.of(category));
        let percents = format::whole_percents(lengths);
        let longest = lengths.into_iter().max().unwrap_or_default();
        let told = record.reading().tafs().is_some();
        let (usual, guess) = (
            told && record.delta_pp.is_some(),
            told && record.gap_pp.is_some(),
        );
        let roomy = self.is_roomy();
        let columns = if roomy {
            self.room().saturating_sub(48).clamp(8, 32)
        } else {
            0
        };
        if usual || guess {
            let names = if roomy {
                14 + usize::from(columns) + 2
            } else {
                2
            };
            let heads = [
                (true, "hours"),
                (told, "%"),
                (usual, "usual"),
                (guess, "guess"),
            ];
            let mut row = vec![piece(" ".repeat(names), self.style(Role::Faint))];
            row.extend(
                heads
                    .iter()
                    .filter(|(shown, _)| *shown)
                    .map(|(_, head)| self.faint(format!("{head:>8}"))),
            );
            self.line(row);
        }
        for (index, category) in Category::WORK.into_iter().enumerate() {
            let style = self.scene.settings.theme.category(category);
            let filled = bar(
                lengths[index].share_of(longest).unwrap_or_default(),
                columns,
            );
            let rest = usize::from(columns).saturating_sub(filled.chars().count());
            let name = if roomy {
                format!("{} {:<12}", category.letter(), category.name())
            } else {
                format!("{} ", category.letter())
            };
            let mut row = vec![
                piece(name, style),
                piece(format!("{filled}{}", " ".repeat(rest)), style),
            ];
            if roomy {
                row.push(self.quiet("  "));
            }
            row.push(piece(
                format!("{:>8}", format::hours(lengths[index])),
                self.strong(),
            ));
            if told {
                row.push(self.quiet(format!("{:>8}", format!("{} %", percents[index]))));
            }
            let points = |shares: Option<Shares>| {
                let points = shares.and_then(|shares| shares.of(category));
                points.map_or_else(String::new, signed)
            };
            if usual {
                let delta = if record.steady.contains(&category) {
                    "steady".to_owned()
                } else {
                    points(record.delta_pp)
                };
                row.push(self.quiet(format!("{delta:>8}")));
            }
            if guess {
                row.push(self.quiet(format!("{:>8}", points(record.gap_pp))));
            }
            self.line(row);
        }
    }
}

/// A share as the large digits write it, which have no room for its sign.
fn percent_of(share: f64) -> String {
    format!("{:.1}", share * 100.0)
}
