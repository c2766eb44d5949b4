//! The options of CSV for a spreadsheet: which program reads it, and how that program writes numbers.

use clap::{Args, ValueEnum};

use crate::domain::stamp::Stamp;
use crate::error::Error;
use crate::exchange::csv::{Cells, Style};
use crate::report::csv::Dialect;

/// A program with wishes of its own.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
enum Program {
    /// Any spreadsheet that takes commas and decimal points
    Sheets,
    /// Excel and others in German and most of Europe: ; between cells, decimal comma, marked as UTF-8
    ExcelDe,
}

/// How a spreadsheet is served.
#[derive(Args, Debug)]
pub(super) struct SheetArgs {
    /// As CSV with dates, times, hours and minutes as a spreadsheet reads them: sheets or excel-de
    #[arg(
        long = "for",
        value_name = "PROGRAM",
        value_enum,
        hide_possible_values = true
    )]
    program: Option<Program>,
    /// CSV with CHAR between the cells: , ; | or tab
    #[arg(long, value_name = "CHAR")]
    delimiter: Option<String>,
    /// CSV with CHAR before the fraction of a number: . or ,
    #[arg(long, value_name = "CHAR")]
    decimal: Option<String>,
    /// CSV that says it is UTF-8, for programs that don't expect it
    #[arg(long)]
    bom: bool,
}

impl SheetArgs {
    /// Whether a program was named, which takes nothing but CSV.
    pub(super) const fn is_for_program(&self) -> bool {
        self.program.is_some()
    }

    /// Refuses the options where the shape is another: `to_get_csv` says what to write.
    pub(super) fn check_shape(&self, is_csv: bool, to_get_csv: &str) -> Result<(), Error> {
        let asked = [
            (self.program.is_some(), "--for"),
            (self.delimiter.is_some(), "--delimiter"),
            (self.decimal.is_some(), "--decimal"),
            (self.bom, "--bom"),
        ];
        match asked.into_iter().find(|(is_asked, _)| *is_asked && !is_csv) {
            Some((_, option)) => Err(Error::usage(format!("{option} is for CSV only"))
                .hint(format!("{to_get_csv}, or drop {option}"))),
            None => Ok(()),
        }
    }

    /// How the sheet is written, as of now.
    pub(super) fn style(&self, cells: Cells, now: Stamp) -> Result<Style, Error> {
        Ok(Style {
            cells,
            dialect: self.dialect()?,
            for_sheets: self.program.map(|_| now),
        })
    }

    /// What stands between cells and in numbers. A decimal comma moves the cells apart by `;` unless that is said.
    pub(super) fn dialect(&self) -> Result<Dialect, Error> {
        let is_german = self.program == Some(Program::ExcelDe);
        let decimal = match self.decimal.as_deref() {
            None if is_german => ',',
            None | Some(".") => '.',
            Some(",") => ',',
            Some(other) => {
                return Err(
                    Error::usage(format!("--decimal is . or , and not {other:?}"))
                        .hint("write --decimal , or leave it out"),
                );
            }
        };
        let delimiter = match self.delimiter.as_deref() {
            None if decimal == ',' => b';',
            None | Some(",") => b',',
            Some(";") => b';',
            Some("|") => b'|',
            Some("\t" | "\\t" | "tab") => b'\t',
            Some(other) => {
                return Err(Error::usage(format!(
                    "--delimiter is , ; | or tab, and not {other:?}"
                ))
                .hint(
                    "write --delimiter ';' with the quotes: a shell would end the command there",
                ));
            }
        };
        if delimiter == b',' && decimal == ',' {
            return Err(
                Error::usage("a comma can't stand both between cells and in numbers")
                    .hint("add --delimiter ';'"),
            );
        }
        Ok(Dialect {
            delimiter,
            decimal,
            has_bom: self.bom || is_german,
        })
    }
}
