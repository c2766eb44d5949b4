//! `tafs import --interactive`: what no rule sorts is offered label by label, before anything is taken. Each answer is a
//! rule; what it sorts is not asked for again.

use std::path::Path;

use super::interrupts::Interrupts;
use super::options;
use super::source::{Input, is_stdin, name_of};
use crate::cli::ctx::Ctx;
use crate::cli::keys::{Key, can_ask, read_key};
use crate::cli::output;
use crate::config::write_rules;
use crate::domain::block::{Activity, Category};
use crate::domain::classify::{Classified, Classify, Rule, When};
use crate::domain::format;
use crate::error::{Error, Exit};
use crate::exchange::source::{Format, ImportOptions};
use crate::exchange::{self, Contents, ExchangeError, ImportRequest, Unsorted};

/// A longer line of choices is broken.
const WIDTH: usize = 76;

/// Refuses to ask where nobody answers.
pub(super) fn check(file: &Path) -> Result<(), Error> {
    let instead =
        "tafs import FILE --dry-run --explain lists what no rule sorts, each with a rule to paste";
    if is_stdin(file) {
        return Err(
            Error::usage("--interactive reads keys, and standard input is the file")
                .hint(format!("name a file; or {instead}")),
        );
    }
    if !can_ask() {
        return Err(
            Error::usage("--interactive asks in a terminal, and this isn't one").hint(instead),
        );
    }
    Ok(())
}

/// What was answered to a label.
enum Answer {
    Rule(Box<Rule>),
    LeftToDefault,
}

/// A question that is under way.
enum Next {
    Answer(Answer),
    Back,
    Done,
}

/// Asks what the labels mean that no rule sorts, and whether the rules go into the config; the rules. Without an answer
/// nothing is imported. `given` are the rules of the command line.
pub(super) fn choose_rules(
    ctx: &Ctx,
    given: &[String],
    (file, format): (&Path, Format),
    request: &ImportRequest<'_>,
    interrupts: &Interrupts,
) -> Result<Vec<Rule>, Error> {
    let in_file = |error| Error::in_file(name_of(file), error);
    let contents = Input::open(file, Some(format), interrupts)
        .and_then(|input| input.contents(interrupts))
        .map_err(in_file)?;
    let mut answers: Vec<(Unsorted, Answer)> = Vec::new();
    let mut is_first = true;
    loop {
        let classify = options::classify(ctx, given, &rules_of(&answers))?;
        let unsorted = find_unsorted(file, &contents, &with_rules(request, &classify));
        let unsorted = unsorted.map_err(|error| in_file(interrupts.or(error)))?;
        let is_new = |label: &&Unsorted| {
            let mut known = answers.iter();
            !known.any(|(known, _)| known.label == label.label && known.value == label.value)
        };
        let Some(label) = unsorted.iter().find(is_new).cloned() else {
            break;
        };
        if is_first {
            explain_keys(ctx, file);
            is_first = false;
        }
        match ask_label((ctx, interrupts), &label)? {
            Next::Answer(answer) => answers.push((label, answer)),
            Next::Back => drop(answers.pop()),
            Next::Done => break,
        }
    }
    if is_first {
        ctx.message("Nothing to ask: every row has its category");
    }
    if !request.dry_run {
        offer_to_write((ctx, interrupts), &answers)?;
    }
    Ok(rules_of(&answers))
}

fn rules_of(answers: &[(Unsorted, Answer)]) -> Vec<Rule> {
    let rule = |(_, answer): &(Unsorted, Answer)| match answer {
        Answer::Rule(rule) => Some((**rule).clone()),
        Answer::LeftToDefault => None,
    };
    answers.iter().filter_map(rule).collect()
}

/// The same import by other rules, with what is to be told of each row.
fn with_rules<'a>(request: &ImportRequest<'_>, classify: &'a Classify) -> ImportRequest<'a> {
    let options: ImportOptions = request.options.clone();
    ImportRequest {
        days: request.days,
        explain: true,
        ..ImportRequest::new(request.format, options, classify)
    }
}

fn find_unsorted(
    file: &Path,
    contents: &Contents,
    request: &ImportRequest<'_>,
) -> Result<Vec<Unsorted>, ExchangeError> {
    let pass_by = &mut |_, _| Ok(());
    // Our own blocks have their categories.
    if request.format == Format::Json {
        return Ok(Vec::new());
    }
    let report = if request.format == Format::Hours {
        exchange::stream_database(file, request, pass_by)
    } else {
        exchange::stream(contents.clone(), request, pass_by)
    }?;
    Ok(report.list_unsorted())
}

fn explain_keys(ctx: &Ctx, file: &Path) {
    let categories =
        Category::ALL.map(|category| format!("{} {}", category.letter(), category.name()));
    ctx.message(format!(
        "What is it? The most time in {} that no rule sorts, one by one:",
        name_of(file).display()
    ));
    ctx.aside(categories.join(" · "));
    ctx.aside("Enter: leave it as admin · u: back · q: import with what is chosen so far");
    ctx.aside("Ctrl-C: cancel, and import nothing");
}

/// Asks for the category of a label, then for the activity.
fn ask_label(asking: Asking<'_>, label: &Unsorted) -> Result<Next, Error> {
    let (time, rows) = (format::spoken(label.time), format::count(label.rows, "row"));
    loop {
        output::ask(&format!(
            "{} {:?}, {time} in {rows}: ",
            label.label, label.value
        ));
        let category = loop {
            match next_key(asking)? {
                Key::Char('q') => {
                    show_answer("import");
                    return Ok(Next::Done);
                }
                Key::Char('u') => {
                    show_answer("back");
                    return Ok(Next::Back);
                }
                Key::Enter => {
                    show_answer("left as admin");
                    return Ok(Next::Answer(Answer::LeftToDefault));
                }
                Key::Char(letter) => {
                    if let Some(found) = Category::ALL
                        .iter()
                        .find(|category| category.letter() == letter)
                    {
                        break *found;
                    }
                }
                Key::Cancel => {}
            }
        };
        show_answer(category.name());
        if let Which::Activity(activity) = ask_activity(asking, category)? {
            let kind = Classified {
                activity,
                ..Classified::of(category)
            };
            let mut when = When::default();
            if let Some(part) = when.part(label.label) {
                *part = Some(label.value.clone());
            }
            let line = None;
            let rule = Box::new(Rule { when, kind, line });
            return Ok(Next::Answer(Answer::Rule(rule)));
        }
    }
}

/// What was answered to the activity.
enum Which {
    Activity(Option<Activity>),
    Back,
}

/// The activity of a category, if it is to have one.
fn ask_activity(asking: Asking<'_>, category: Category) -> Result<Which, Error> {
    let (ctx, _) = asking;
    let kinds = ctx.taxonomy().kinds(category);
    if kinds.is_empty() {
        return Ok(Which::Activity(None));
    }
    let choices = kinds
        .iter()
        .map(|kind| format!("{} {}", kind.letter, kind.name));
    for line in broken(choices) {
        ctx.aside(line);
    }
    output::ask("  which? Enter: none · u: back: ");
    loop {
        match next_key(asking)? {
            Key::Enter => {
                show_answer("none");
                return Ok(Which::Activity(None));
            }
            Key::Char(letter) => {
                let found = ctx.taxonomy().by_letter(category, letter);
                if let Some(Ok(activity)) = found.map(|kind| Activity::new(&kind.name)) {
                    show_answer(activity.as_str());
                    return Ok(Which::Activity(Some(activity)));
                }
                if letter == 'u' {
                    show_answer("back");
                    return Ok(Which::Back);
                }
            }
            Key::Cancel => {}
        }
    }
}

/// Choices beside each other, on as many lines as they need.
fn broken(choices: impl Iterator<Item = String>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for choice in choices {
        match lines.last_mut() {
            Some(line) if line.chars().count() + choice.chars().count() + 3 <= WIDTH => {
                line.push_str(" · ");
                line.push_str(&choice);
            }
            _ => lines.push(choice),
        }
    }
    lines
}

/// Who is asked, and what Ctrl-C sets where it comes between two keys.
type Asking<'a> = (&'a Ctx, &'a Interrupts);

/// The next key; Ctrl-C ends the import before it has begun.
fn next_key((ctx, interrupts): Asking<'_>) -> Result<Key, Error> {
    let key = read_key(interrupts.as_fd())?;
    if key == Key::Cancel {
        output::end_question();
        ctx.message("Canceled: nothing was imported");
        return Err(Error::said(Exit::Interrupted));
    }
    Ok(key)
}

/// Shows what a key meant, behind its question.
fn show_answer(word: &str) {
    output::ask(word);
    output::end_question();
}

/// Asks once whether the rules go into the config. The import goes on even if they can't be written.
fn offer_to_write(asking: Asking<'_>, answers: &[(Unsorted, Answer)]) -> Result<(), Error> {
    let (ctx, _) = asking;
    let rules: Vec<String> = answers
        .iter()
        .filter_map(|(label, answer)| spell(label, answer))
        .collect();
    if rules.is_empty() {
        return Ok(());
    }
    let path = ctx.config_place.path().display();
    let count = format::count(rules.len(), "rule");
    output::ask(&format!("Write {count} to {path}? y or n [n]: "));
    let is_wanted = loop {
        match next_key(asking)? {
            Key::Char('y' | 'Y') => break true,
            Key::Char('n' | 'N') | Key::Enter => break false,
            Key::Char(_) | Key::Cancel => {}
        }
    };
    show_answer(if is_wanted {
        "yes"
    } else {
        "no, for this import only"
    });
    if is_wanted {
        match write_rules(&ctx.config_place, &rules.join("\n")) {
            Ok(_) => ctx.message(format!("Saved in {path}: {count}")),
            Err(error) => output::report(&error, ctx.color),
        }
    }
    Ok(())
}

/// A rule as the config has it.
fn spell(label: &Unsorted, answer: &Answer) -> Option<String> {
    let Answer::Rule(rule) = answer else {
        return None;
    };
    let kind = &rule.kind;
    let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
    let mut rule = format!("[[rules]]\n{} = {}\n", label.label, quoted(&label.value));
    rule.extend(["category = ", &quoted(kind.category.name()), "\n"]);
    if let Some(activity) = &kind.activity {
        rule.extend(["activity = ", &quoted(activity.as_str()), "\n"]);
    }
    Some(rule)
}
