//! The measured week: TAFS, large, and each category beside the guess and the usual.

use super::page::Page;
use ratatui::style::Modifier;

use crate::domain::block::Category;
use crate::domain::format;
use crate::domain::stamp::Length;
use crate::report::review::ByCategory;
use crate::report::review::words::{self, Line};
use crate::tui::paint::piece;
use crate::tui::question::ReviewQuestion;
use crate::tui::theme::Role;
use crate::tui::widgets::bars::bar;
use crate::tui::widgets::digits;

impl Page<'_> {
    pub(super) fn reveal(&mut self) {
        let record = self.record;
        if record.totals.tracked_s == 0 {
            self.said(self.said);
        } else {
            self.figure();
            self.blank();
            self.table();
            self.blank();
            let after = self
                .said
                .iter()
                .skip(1 + Category::WORK.len())
                .cloned()
                .collect::<Vec<Line>>();
            self.said(&after);
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
        let tracked = Self::hours(record.totals.tracked_s);
        let told = words::tafs(record);
        let figure = match &told {
            Some(tafs) => tafs.split([' ', '(']).next().unwrap_or_default().to_owned(),
            None => Self::hours(record.totals.selling_s),
        };
        let hours = if let Some(tafs) = &told {
            let bounds = tafs
                .split_once('(')
                .map(|(_, bounds)| format!(" · {}", bounds.trim_end_matches(')')));
            vec![
                piece(Self::hours(record.totals.selling_s), self.strong()),
                self.quiet(format!(
                    " of {tracked} tracked{}",
                    bounds.unwrap_or_default()
                )),
            ]
        } else {
            let missing = record.missing.get("tafs").map_or("", String::as_str);
            vec![self.quiet(format!("of {tracked} tracked · a share {missing}"))]
        };
        if !self.is_roomy() {
            let unit = if told.is_some() { " %  " } else { "  " };
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
            let unit = if told.is_some() && index == 2 {
                "% "
            } else {
                "  "
            };
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
        let of = |values: &Option<ByCategory<f64>>| {
            values
                .as_ref()
                .and_then(|values| values.get("tafs"))
                .copied()
        };
        let told = words::has_shares(record);
        let mut words = Vec::new();
        if let Some(guess) = of(&record.guess) {
            let gap = of(&record.gap_pp).filter(|_| told);
            let gap = gap.map_or_else(String::new, |gap| {
                format!(", {} points", words::signed(gap))
            });
            words.push(format!(
                "guess {}{gap}",
                format::percent(guess).replace(".0 %", " %")
            ));
        }
        if let Some(usual) = &record.usual {
            let steady = record
                .steady
                .iter()
                .any(|name| name == Category::Selling.name());
            let delta = of(&record.delta_pp).filter(|_| told);
            let delta = delta.map(|delta| {
                if steady {
                    "steady".to_owned()
                } else {
                    words::signed(delta)
                }
            });
            let delta = delta.map_or_else(String::new, |delta| format!(", {delta}"));
            words.push(format!("usual {}{delta}", format::percent(usual.tafs)));
        }
        words
    }

    /// A row a category: hours, its share, its distance from the usual and from the guess.
    fn table(&mut self) {
        let record = self.record;
        let seconds = Category::WORK.map(|category| words::seconds_of(record, category));
        let percents = format::whole_percents(seconds.map(Length::seconds));
        let longest = seconds.into_iter().max().unwrap_or_default().max(1);
        let told = words::has_shares(record);
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
            let filled = bar(seconds[index] as f64 / longest as f64, columns);
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
                format!("{:>8}", Self::hours(seconds[index])),
                self.strong(),
            ));
            if told {
                row.push(self.quiet(format!("{:>8}", format!("{} %", percents[index]))));
            }
            let points = |values: &Option<ByCategory<f64>>| {
                values
                    .as_ref()
                    .and_then(|values| values.get(category.name()))
                    .copied()
                    .map(words::signed)
            };
            if usual {
                let steady = record.steady.iter().any(|name| name == category.name());
                let delta = if steady {
                    Some("steady".to_owned())
                } else {
                    points(&record.delta_pp)
                };
                row.push(piece(
                    format!("{:>8}", delta.unwrap_or_default()),
                    self.style(Role::Quiet),
                ));
            }
            if guess {
                row.push(self.quiet(format!("{:>8}", points(&record.gap_pp).unwrap_or_default())));
            }
            self.line(row);
        }
    }
}
