//! The texts of `--help` that are more than a line: what it is, and an example of each kind.

/// What the program is.
pub(super) const ABOUT: &str = "Time available for selling: one key tags your time, and the share that goes to \
                                selling is live. Without a command the full screen opens.";

/// Below the list of commands.
pub(super) const AFTER: &str = "\
Examples:
  tafs                                       the full screen
  tafs s @Northwind /meeting POC terms       selling, from now on
  tafs a --at -15m                           admin, for 15 minutes already
  tafs stop                                  off the clock
  tafs add selling 9:00 10:30 @Halden        after the fact
  tafs status                                what runs, and the share of today

A QUICK LINE says what a block was, in any order: @account !requester #tag
/activity +3conv +1meeting +22touch +advance; on prospecting also ~source +ready
+later +unfit; the rest is the note. Shells keep !, # and ~ for themselves: put
them in quotes, or use the flags of each command.";

/// Below `tafs start` and the five letters.
pub(super) const START: &str = "\
Examples:
  tafs start selling @Northwind /meeting POC terms
  tafs s @Northwind                          the same, short
  tafs a '!legal' redlines --at -15m         it began 15 minutes ago
  tafs s --at 9:40 --account 'Big Co'        a name with a space";

/// Below `tafs focus`.
pub(super) const FOCUS: &str = "\
Examples:
  tafs focus                                 60 minutes
  tafs focus 90m @Northwind /prospecting     selling starts, or this from now on

A switch to anything but selling ends it; the review names who asked for that
(!NAME). tafs undo takes the run back; tafs review --json lists the week's.";

/// Below `tafs stop`.
pub(super) const STOP: &str = "\
Examples:
  tafs stop
  tafs stop --at 17:30                       it ended then";

/// Below `tafs resume`.
pub(super) const RESUME: &str = "\
Example:
  tafs resume                                the interruption is over";

/// Below `tafs add`.
pub(super) const ADD: &str = "\
Examples:
  tafs add selling 9:00 10:30 @Halden /proposal business case
  tafs add admin yesterday 16:00 17:00 '!manager' forecast
  tafs add selling 2026-03-02 08:30 --for 45m +3conv
  tafs add distraction -30m -15m

A bare FROM is the nearest in the past, a bare TO the first after FROM.";

/// Below `tafs status`.
pub(super) const STATUS: &str = "\
Examples:
  tafs status
  tafs status --json
  tafs status --format '{letter} {elapsed} · {tafs}'

Off the clock the fields of what runs are empty; {{ and }} are braces. {tafs}
is – until 2h are tracked, 51.8 % (46.0–53.2 %) while some is untracked, and the
bounds alone while much is. {focus} is what is left of a focus run, 42:10.";

/// Below `tafs log`.
pub(super) const LOG: &str = "\
Examples:
  tafs log                                   today
  tafs log last-week
  tafs log 2026-03-02..2026-03-06 --json
  tafs log month --csv > march.csv

Ranges: today, yesterday, mon, week, last-week, 2026-W10, month, last-month,
2026-03, quarter, last-quarter, Q1, 2026-Q1, year, last-year, FY26, 2026,
2026-03-02, 7d, A..B, all.";

/// Below `tafs report`.
pub(super) const REVIEW: &str = "\
Examples:
  tafs review                                this week, or last on Mon and Tue
  tafs review 2026-W10 --json                for a script";

pub(super) const REPORT: &str = "\
Examples:
  tafs report                                this week, by category
  tafs report last-week --by requester       who took the time
  tafs report 2026-03 --by day --json
  tafs report --format html -o week.html     a page to show, or to print

Shares are those of the working time: selling, admin, learning, distraction.
Breaks don't count as work; only --by category names them. Hours use the local
time where they were recorded. What a block does not say is null in JSON.";

/// Below `tafs edit`.
pub(super) const EDIT: &str = "\
Examples:
  tafs edit last 08:30-09:05                 on the day of the block
  tafs edit running selling /meeting @Northwind
  tafs edit 0195a1b2 +1meeting +advance
  tafs edit last --source webinar --fit later
  tafs edit last @                           takes the account away

Only what is named changes. Tags that are named replace all tags. A source and a
fit stop counting with an activity that takes none, and go with the category.";

/// Below `tafs note`.
pub(super) const NOTE: &str = "\
Examples:
  tafs note running wants two references
  tafs note last --add 'call @Ann, +49 170 555'
  tafs note 0195a1b2 -- --force is text behind --
  tafs note last ''                          takes the note away

No character means anything here: @, !, #, / and + are text.";

/// Below `tafs delete`.
pub(super) const DELETE: &str = "\
Example:
  tafs delete last                           tafs undo brings it back";

/// Below `tafs split`.
pub(super) const SPLIT: &str = "\
Examples:
  tafs split last 9:40
  tafs split running -15m                    the last 15 minutes

Note and outcomes stay with the first part.";

/// Below `tafs merge`.
pub(super) const MERGE: &str = "\
Example:
  tafs merge last                            the time between them belongs to it

Where the two are of different categories, or lie more than 30 minutes apart,
nothing changes without --force: the message lists what would.";

/// Below `tafs move`.
pub(super) const MOVE: &str = "\
Examples:
  tafs move last --start 8:45
  tafs move last --start -5m --end +10m      5 minutes earlier, 10 later
  tafs move running --end 12:10              it ended then";

/// Below `tafs gaps`.
pub(super) const GAPS: &str = "\
Examples:
  tafs gaps
  tafs gaps week --json";

/// Below `tafs away`.
pub(super) const AWAY: &str = "\
Examples:
  tafs away                                  what is asked
  tafs away keep                             the work went on
  tafs away b                                it was a break
  tafs away off                              off the clock since then
  tafs away split 12:30                      cut there";

/// Below `tafs guess`.
pub(super) const GUESS: &str = "\
Examples:
  tafs guess 60                              selling, in percent
  tafs guess 60 22 10 8                      then admin, learning, distraction
  tafs guess 55% --week last
  tafs guess                                 what you guessed

Once the review has shown the week, its guess can't be changed.";

/// Below `tafs commit`.
pub(super) const COMMIT: &str = "\
Examples:
  tafs commit '>= 6h selling/prospecting'
  tafs commit at most 4h admin/problem-solving
  tafs commit at least 90m s/p before 12:00 on 5 days --week next
  tafs commit no distraction 09:00-11:00
  tafs commit at least 1h learning from admin/internal-email
  tafs commit                                what you committed to
  tafs commit --clear

Shells keep > and < for themselves: put them in quotes, or write at least and
at most. A floor is kept once it is reached, a ceiling once the planned time of
the week is over.";

/// Below `tafs accounts`.
pub(super) const ACCOUNTS: &str = "\
Examples:
  tafs accounts                              of all days, the most time first
  tafs accounts quarter
  tafs accounts 2026 --csv -o accounts.csv

A touch is a nurture, a follow-up or a meeting. It counts up to today whatever
the range is, and so do the 28 days by which an account is at risk or one to
watch.";

/// Below `tafs burden`.
pub(super) const BURDEN: &str = "\
Examples:
  tafs burden                                28 days up to today
  tafs burden 2026-Q1 --html -o requests.html
  tafs burden --md --examples                with notes and accounts

In a terminal all that a file will hold is printed before it is written. The
median needs 3 requests and 60 minutes of one requester; weeks are whole ones.";

/// Below `tafs day`.
pub(super) const DAY: &str = "\
Examples:
  tafs day off                               today
  tafs day off 2026-12-24..2026-12-31
  tafs day off 2026-03-13 12:00-17:30        the afternoon; commas for more
  tafs day work 2026-03-13 12:00-14:00       worked after all
  tafs day work 2026-03-07                   a Saturday, with Friday's hours
  tafs day planned 2026-12-24                as the config has it again

A weekday, such as fri, is the last one: name a date for one to come. What is
off in part isn't planned then, and no gap; blocks in it stay and count.";

/// Below `tafs hours`.
pub(super) const HOURS: &str = "\
Examples:
  tafs hours                                 what is planned
  tafs hours \"mon-fri 08:30-17:30\" --from 2026-04-01
  tafs hours \"mon-thu 9:00-12:00, 13:00-18:00; fri 9:00-13:00\" --from 2026-04-01
  tafs hours \"mon-wed 08:30-17:30\" --from 2026-04-01 --every 2 --week 1

Without --from the hours in the config change, for past weeks too. With it the
config gets a [[plan]] that starts on that date.";

/// Below `tafs pause`.
pub(super) const PAUSE: &str = "\
Examples:
  tafs pause next
  tafs pause 2026-W32
  tafs pause 2026-W32 --end                  it counts again

Weeks: 2026-W10, W10, this, last, next, or a date in the week.";

/// Below `tafs rename`.
pub(super) const RENAME: &str = "\
Examples:
  tafs rename @Nortwind @Northwind
  tafs rename @northwind @Northwind          the spelling alone
  tafs rename '!legal team' '!legal'         quotes for !, # and spaces
  tafs rename '#q1' '#Q1' --dry-run          what would become of it

Case and accents don't matter in the old name. Where the new one is there
already, both are one from then on; tafs undo takes them apart again.
Suggestions, commitments and review answers go along. tafs doctor --names
lists names that look alike.";

/// Below `tafs undo` and `tafs redo`.
pub(super) const UNDO: &str = "\
Examples:
  tafs undo                                  also what was done on another day
  tafs redo                                  and made again
  tafs undo --list                           all changes, the newest first
  tafs redo 12                               an undone one of the list";

/// Below `tafs export`.
pub(super) const EXPORT: &str = "\
Examples:
  tafs export > blocks.jsonl
  tafs export 2026-Q1 -o quarter.jsonl
  tafs export --format csv -o blocks.csv
  tafs export 2026-03 --format timewarrior -o 2026-03.data
  tafs export --everything -o all.jsonl      days off, reviews, suggestions, too

JSON has one block a line. Neither it nor CSV loses anything: imported again,
the blocks are the same. In CSV a text that a spreadsheet would take for a
formula gets a ' before it, which an import takes away again. --everything has
all of the file: tafs import json of it into a new file gives the same.";

/// Below `tafs import`.
pub(super) const IMPORT: &str = "\
Examples:
  tafs import calls.csv --dry-run            the file tells what it is
  tafs import outlook calendar.csv
  tafs import timewarrior 2026-03.data --dry-run
  tafs import watson ~/.config/watson/frames
  tafs import csv sheet.csv --date-format dmy --tz Europe/Berlin
  tafs import csv - --category tag:calls=selling/prospecting,selling < sheet.csv
  tafs import csv dialer.csv --columns \"start=Started at,duration=Talk time:s\"
  tafs import json all.jsonl                 of tafs export --everything

Formats: json, csv, timewarrior, watson, toggl, clockify, klog, bartib, hours,
activitywatch, ics, and of sales tools outlook, google-calendar,
salesforce-event, salesforce-task, salesforce-activities, hubspot-calls,
hubspot-meetings, aircall, gong, outreach, ringcentral, zoom-phone,
zoom-meetings, teams-attendance, teams-pstn, kimai, timing, manictime,
atimelogger, simple-time-tracker, harvest, and the names of [[sources]] in the
config.

Blocks that are already there stay as they are; importing twice adds nothing.
One tafs undo takes all of it back. A rule is tag, project, client, title (a
part of it), domain or not_domain, a colon, the value, = and a category with or
without an activity. A category alone is the default. Rules for every import go
in the config, as [[rules]]. --columns gives start, end, duration (:s, :ms, :min
or :h say its unit), date, title, account, requester, activity, direction,
connected, person and more the names of the file's own columns.";

/// Below `tafs backup`.
pub(super) const BACKUP: &str = "\
Examples:
  tafs backup                                into backups/ beside the file
  tafs backup /media/stick                   into that folder, named by the day
  tafs backup week.db --force
  tafs backup - | gzip > blocks.db.gz

The copy is whole, also while the screen is open or another program writes.
tafs restore brings it back.";

/// Below `tafs restore`.
pub(super) const RESTORE: &str = "\
Examples:
  tafs restore                               the backups, the newest first
  tafs restore tafs-2026-03-02.db            one of them, by its name
  tafs restore /media/stick/week.db
  gzip -d < blocks.db.gz | tafs restore -

The backup is checked first, and the file that is there now is kept beside it.
An open screen shows the restored file.";

/// Below `tafs config`.
pub(super) const CONFIG: &str = "\
Examples:
  tafs config                                where the file is, or would be
  tafs config get goal.tafs                  nothing where there is no goal
  tafs config set goal.tafs 0.45             comments and order stay
  tafs config set hours.fri '09:00-12:00, 13:00-16:00'
  tafs config set days_off.dates '[\"2026-12-25\"]'
  tafs config edit                           in $VISUAL or $EDITOR
  tafs config show --resolved                every value and its origin

The file is made where there is none. What is wrong is refused, with the line
and what would be right, and the file stays as it was. The first day that is
planned in hours writes the other days out, as they were.";

/// Below `tafs setup`.
pub(super) const SETUP: &str = "\
Examples:
  tafs setup                                 Enter keeps what is in brackets
  printf 'sdr\\n\\n45 %%\\n' | tafs setup       the same by a script

The config is written once, after the last question; where the lines end the
rest is skipped. The last question offers to import from Timewarrior, Watson,
bartib or hours if they are on this machine, with the figures of a dry run.";

/// Below `tafs doctor`.
pub(super) const DOCTOR: &str = "\
Examples:
  tafs doctor                                exit status 0: all is well
  tafs doctor --json                         for a script
  tafs doctor --repair                       save what can be read

A checkup only reads: the file and its rows, who else may read it, the disk, and
the copies beside it. Leftovers of ended processes are removed. A
repair copies the file aside first, with the date in its name.";

/// Below `tafs completions`.
pub(super) const COMPLETIONS: &str = "\
Examples:
  source <(tafs completions bash)            in ~/.bashrc
  source <(tafs completions zsh)             in ~/.zshrc, behind compinit
  tafs completions fish > ~/.config/fish/completions/tafs.fish
  tafs completions nushell > tafs.nu         then: use tafs.nu *

Names on record are offered too, the latest used first: tafs s @<Tab>. In Bash
and zsh put ! in quotes first: '!<Tab>. A Tab only reads the file.";

/// Below `tafs man`.
pub(super) const MAN: &str = "\
Examples:
  tafs man | man -l -                        read the main page
  tafs man ~/.local/share/man/man1           then: man tafs-start

A folder gets tafs.1, a page for each command, and tafs-config.5 for the config
file. Pages of an older version are replaced.";

/// Below `tafs demo`.
pub(super) const DEMO: &str = "\
Example:
  tafs demo                                  nothing of yours is touched";

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory};

    use crate::domain::text;

    /// A terminal of 80 columns breaks no line of the texts below options; each is set as it is to be read.
    fn check(command: &Command) {
        let below = command.get_after_help().map(ToString::to_string);
        for line in below.unwrap_or_default().lines() {
            let name = command.get_name();
            assert!(text::width(line) <= 80, "{name} --help: {line}");
        }
        command.get_subcommands().for_each(check);
    }

    #[test]
    fn no_text_of_help_is_broken_at_80_columns() {
        check(&crate::cli::Cli::command());
    }
}
