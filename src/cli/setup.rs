//! `tafs setup`: four short questions, one line each. Lines come from a terminal or from a script; an empty one keeps
//! what holds, and where they end the rest is skipped. What a person answers wrongly is asked again; a script stops there.
//! The config is written once, after its last question.

use std::io::{self, IsTerminal};

use super::ctx::{Check, Ctx, Global};
use super::hours::tell_past;
use super::import::{import_tool, print_report};
use super::output::{self, Output};
use super::week_hours::{DAYS, describe_week, read_week};
use crate::config::{
    Config, ConfigPlace, Entry, NO_GOAL, check_values, read_entries, write_values,
};
use crate::domain::taxonomy::Role;
use crate::error::Error;
use crate::exchange::installed::{FoundTool, find_tools};

/// Keys of the config with their values.
type Values = Vec<(String, String)>;

struct Setup<'a> {
    place: &'a ConfigPlace,
    /// Whether it names a file that is not there yet.
    is_new: bool,
    check: Check,
    out: Output,
    /// What the answers so far set, written once all questions about the config are answered.
    values: Values,
    /// What that is.
    answered: Vec<&'static str>,
    is_written: bool,
}

/// A question with its number, and what its answer sets.
struct Question<'a> {
    number: u8,
    sets: &'static str,
    words: &'a str,
    /// What holds where it is not answered.
    kept: &'a str,
}

pub(super) fn set_up(global: &Global, check: Check) -> Result<(), Error> {
    let mut place = global.config_place()?;
    // One that is asked for by name is made as well, but not before there is something to write.
    let is_new = place.asked.is_some() && place.read_if_there()?.is_none();
    if is_new {
        place = ConfigPlace {
            usual: place.path().to_owned(),
            asked: None,
        };
    }
    let (config, entries) = read_entries(&place)?;
    check(&config)?;
    let mut setup = Setup {
        place: &place,
        is_new,
        check,
        out: Output::new(global.color),
        values: Values::new(),
        answered: Vec::new(),
        is_written: false,
    };
    setup
        .out
        .message("Four short questions; Enter keeps what is in brackets");
    let goes_on =
        setup.ask_role(&config)? && setup.ask_hours(&entries)? && setup.ask_goal(&config)?;
    setup.write_answers(goes_on)?;
    tell_past(global, check);
    if goes_on && !setup.ask_imports(global)? {
        setup.out.aside("nothing was imported");
    }
    setup.out.aside("tafs setup asks again at any time");
    Ok(())
}

impl Setup<'_> {
    fn ask_role(&mut self, config: &Config) -> Result<bool, Error> {
        let names = Role::ALL.map(Role::name).join(", ");
        let question = Question {
            number: 1,
            sets: "role",
            words: &format!("Your role: {names}"),
            kept: config.role.name(),
        };
        self.ask_setting(&question, |answer| {
            Ok(vec![("role.preset".to_owned(), answer.to_owned())])
        })
    }

    fn ask_hours(&mut self, entries: &[Entry]) -> Result<bool, Error> {
        let week = DAYS.map(|day| hours_of(entries, day));
        self.out
            .aside("such as 09:00-17:30, or mon-thu 09:00-12:00, 13:00-18:00; fri 09:00-13:00");
        let question = Question {
            number: 2,
            sets: "planned hours",
            words: "Planned hours, or none",
            kept: &describe_week(&week),
        };
        self.ask_setting(&question, |answer| {
            let keys = DAYS.iter().map(|day| format!("hours.{day}"));
            Ok(keys.zip(read_week(answer, &week)?).collect())
        })
    }

    fn ask_goal(&mut self, config: &Config) -> Result<bool, Error> {
        let goal = config.goal.tafs;
        let question = Question {
            number: 3,
            sets: "goal",
            words: "Goal: percent of your time for selling, or none",
            kept: &goal.map_or_else(|| NO_GOAL.to_owned(), describe_share),
        };
        self.ask_setting(&question, |answer| {
            Ok(vec![("goal.tafs".to_owned(), read_goal(answer)?)])
        })
    }

    /// Asks until the answer holds or is empty, and keeps it; whether there are more lines.
    fn ask_setting(
        &mut self,
        question: &Question<'_>,
        read: impl Fn(&str) -> Result<Values, String>,
    ) -> Result<bool, Error> {
        loop {
            let Question { number, words, .. } = question;
            let asked = format!("{number} of 4  {words} [{}]: ", question.kept);
            let Some(answer) = read_answer(&asked)? else {
                return Ok(false);
            };
            if answer.is_empty() {
                return Ok(true);
            }
            let check = |values: &Values| {
                let found = check_values(self.place, values, self.check);
                found.map_err(|error| error.way_out().map_or(error.to_string(), str::to_owned))
            };
            let values = read(&answer).map(|values| [self.values.clone(), values].concat());
            let values = values.and_then(|values| check(&values).map(|()| values));
            match values {
                Err(why) => self.refuse_answer(*number, &answer, &why)?,
                Ok(values) => {
                    self.values = values;
                    self.answered.push(question.sets);
                    return Ok(true);
                }
            }
        }
    }

    /// Writes the answers, all at once, and says which they are. Whatever ends the program before writes nothing.
    fn write_answers(&mut self, are_all_asked: bool) -> Result<(), Error> {
        if self.answered.is_empty() && !(self.is_new && are_all_asked) {
            let skipped = if are_all_asked { "The" } else { "Skipped: the" };
            self.out
                .message(&format!("{skipped} config stays as it is"));
            return Ok(());
        }
        write_values(self.place, &self.values, self.check)?;
        self.is_written = true;
        let kept = match self.answered.as_slice() {
            [] => "the defaults".to_owned(),
            answered => answered.join(", "),
        };
        let rest = if are_all_asked {
            ""
        } else {
            "; the rest stays as it is"
        };
        let path = self.place.path().display();
        self.out.message(&format!("Saved in {path}: {kept}{rest}"));
        Ok(())
    }

    /// Says why an answer is not taken. The next line of a script answers another question: there it ends.
    fn refuse_answer(&self, number: u8, answer: &str, why: &str) -> Result<(), Error> {
        if io::stdin().is_terminal() {
            self.out.aside(&format!("{answer}: {why}"));
            return Ok(());
        }
        let saved = if self.is_written {
            format!("saved so far: {}", self.answered.join(", "))
        } else {
            "nothing was saved".to_owned()
        };
        let what = format!("answer {number} of 4, \"{answer}\", is not taken: {why}");
        Err(Error::usage(what).hint(format!("{saved}; correct it, then run tafs setup again")))
    }

    fn ask_imports(&self, global: &Global) -> Result<bool, Error> {
        let tools = find_tools(|name| std::env::var_os(name));
        if tools.is_empty() {
            self.out
                .message("4 of 4  No data of another tracker found to import");
            self.out
                .aside("tafs import FORMAT FILE takes in a file of yours");
            return Ok(true);
        }
        let ctx = Ctx::new(global, self.check)?;
        for tool in &tools {
            if !self.ask_import(&ctx, tool)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Says what an import would add, and runs it once that is agreed to.
    fn ask_import(&self, ctx: &Ctx, tool: &FoundTool) -> Result<bool, Error> {
        let name = tool.format.name();
        let path = tool.path.display();
        self.out
            .message(&format!("4 of 4  {name} has data in {path}"));
        let report = match import_tool(ctx, tool, true) {
            Ok(report) => report,
            Err(error) => {
                self.out
                    .aside(error.to_string().lines().next().unwrap_or_default());
                return Ok(true);
            }
        };
        if report.added == 0 {
            self.out.aside("nothing in it to add");
            return Ok(true);
        }
        print_report(ctx, tool, &report)?;
        loop {
            let Some(answer) = read_answer("Import it? y or n [n]: ")? else {
                return Ok(false);
            };
            match answer.to_lowercase().as_str() {
                "" | "n" | "no" => return Ok(true),
                "y" | "yes" => {
                    let report = import_tool(ctx, tool, false)?;
                    return print_report(ctx, tool, &report).map(|()| true);
                }
                _ => self.refuse_answer(4, &answer, "write y or n")?,
            }
        }
    }
}

/// The next line; `None` where there is none.
fn read_answer(question: &str) -> Result<Option<String>, Error> {
    output::ask(question);
    let mut line = String::new();
    let read = io::stdin().read_line(&mut line).map_err(|error| {
        Error::failed(format!("standard input cannot be read: {error}")).caused_by(error)
    })?;
    // What a script answers does not end the line of the question.
    if read == 0 || !io::stdin().is_terminal() {
        output::end_question();
    }
    Ok((read > 0).then(|| line.trim().to_owned()))
}

fn hours_of(entries: &[Entry], day: &str) -> String {
    let key = format!("hours.{day}");
    let found = entries.iter().find(|entry| entry.key == key);
    let value = found.and_then(|entry| entry.value.as_ref()?.as_str());
    value.unwrap_or_default().to_owned()
}

/// The goal as the config has it, of `45`, `45 %` or its 0.45; `none` takes it away.
fn read_goal(text: &str) -> Result<String, String> {
    if text.eq_ignore_ascii_case(NO_GOAL) {
        return Ok(NO_GOAL.to_owned());
    }
    let (number, is_percent) = match text.strip_suffix('%') {
        Some(number) => (number, true),
        None => (text, false),
    };
    let number: Option<f64> = number.trim().replace(',', ".").parse().ok();
    let percent = number.map(|number| {
        if is_percent || number > 1.0 {
            number
        } else {
            number * 100.0
        }
    });
    let rounded = percent.map(|percent| (percent * 100.0).round() / 10_000.0);
    rounded
        .filter(|share| *share > 0.0 && *share <= 1.0)
        .map(|share| share.to_string())
        .ok_or_else(|| "write percent above 0 and up to 100, such as 45".to_owned())
}

fn describe_share(share: f64) -> String {
    format!("{} %", (share * 10_000.0).round() / 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_goal_is_read_in_three_ways() {
        for (text, goal) in [
            ("45", Some("0.45")),
            ("45 %", Some("0.45")),
            ("0.45", Some("0.45")),
            ("33,3%", Some("0.333")),
            ("1", Some("1")),
            ("None", Some("none")),
            ("a lot", None),
            ("450", None),
            ("0", None),
            ("-5", None),
            ("nan", None),
            ("inf", None),
            ("0.001 %", None),
            ("", None),
        ] {
            assert_eq!(read_goal(text).ok().as_deref(), goal, "{text}");
        }
        assert_eq!(describe_share(0.45), "45 %");
    }
}
