//! The one table out of a file that holds more than one: reports of meetings, logs with a summary below. The table is
//! written anew, with the columns that its preset asks for.

/// The table of a file that holds more.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Cut {
    pub(super) table: String,
    /// How many lines below it nothing was taken from.
    pub(super) below: usize,
}

/// The first table of a file, up to an empty line.
pub(super) fn first_table(text: &str) -> Option<Cut> {
    let mut rest = text.lines().skip_while(|line| is_empty(line));
    let lines: Vec<&str> = rest.by_ref().take_while(|line| !is_empty(line)).collect();
    (!lines.is_empty()).then(|| Cut {
        table: lines.join("\n") + "\n",
        below: rest.filter(|line| !is_empty(line)).count(),
    })
}

/// A report of Zoom: the meetings, and where the participants of one follow, their addresses beside it.
pub(super) fn zoom_meetings(text: &str) -> Option<Cut> {
    let cut = first_table(text)?;
    let table = &cut.table;
    let rest: Vec<&str> = text
        .lines()
        .skip_while(|line| is_empty(line))
        .skip_while(|line| !is_empty(line))
        .collect();
    let addresses = addresses(rest.iter().copied());
    if addresses.is_empty() || table.lines().count() != 2 {
        return Some(cut);
    }
    let mut lines = table.lines();
    let (header, row) = (lines.next()?, lines.next()?);
    // A comma may end the lines already.
    let end = |line: &str| line.trim_end_matches(',').to_owned();
    let addresses = quoted(&addresses.join(" "));
    let table = format!("{},Addresses\n{},{addresses}\n", end(header), end(row));
    Some(Cut { table, below: 0 })
}

/// The attendance report of a meeting in Teams, as a table of that one meeting: its title, when it began and ended, and
/// the addresses of who was there.
pub(super) fn teams_meeting(text: &str) -> Option<Cut> {
    let pairs: Vec<(String, &str)> = text
        .lines()
        .filter_map(|line| line.split_once(['\t', ',']))
        .map(|(name, value)| (name.trim_matches('"').trim().to_lowercase(), value))
        .collect();
    let value = |names: [&str; 2]| {
        let found = pairs
            .iter()
            .find(|(name, _)| names.contains(&name.as_str()));
        found.map(|(_, value)| {
            let value = value.trim().trim_end_matches(['\t', ',']);
            let inside = value
                .strip_prefix('"')
                .and_then(|rest| rest.strip_suffix('"'));
            inside.unwrap_or(value).to_owned()
        })
    };
    let start = value(["start time", "meeting start time"])?;
    let end = value(["end time", "meeting end time"])?;
    let title = value(["meeting title", "title"]).unwrap_or_default();
    let cells = [title, start, end, addresses(text.lines()).join(" ")];
    let row: Vec<String> = cells.iter().map(|cell| quoted(cell)).collect();
    let table = format!(
        "Meeting title,Start time,End time,Addresses\n{}\n",
        row.join(",")
    );
    Some(Cut { table, below: 0 })
}

/// Whether a text is the attendance report of Teams, by how it begins.
pub(super) fn is_teams_meeting(text: &str) -> bool {
    let begins = text
        .trim_start_matches('\u{feff}')
        .trim_start()
        .to_lowercase();
    (begins.starts_with("1. summary") || begins.starts_with("meeting summary"))
        && begins.contains("start time")
}

fn is_empty(line: &str) -> bool {
    line.trim_matches([',', ';', '\t', ' ', '\r', '"'])
        .is_empty()
}

/// The mail addresses in some lines, each once.
fn addresses<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<&'t str> {
    let mut all: Vec<&str> = Vec::new();
    let cells = lines.flat_map(|line| line.split(['\t', ',', ';', '"', ' ']));
    for cell in cells.map(str::trim).filter(|cell| cell.contains('@')) {
        if !all.contains(&cell) {
            all.push(cell);
        }
    }
    all
}

fn quoted(cell: &str) -> String {
    format!("\"{}\"", cell.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_that_is_wanted_comes_out() {
        let cut = |table: &str, below| {
            let table = table.to_owned();
            Some(Cut { table, below })
        };
        let two = "a,b\r\n1,2\r\n\r\nc,d\r\n3,4\r\n\r\n5,6\r\n";
        assert_eq!(first_table(two), cut("a,b\n1,2\n", 3));
        assert_eq!(first_table("\n,,\n"), None);
        let zoom = "Topic,Start,\nDemo,9:00,\n,,\nName,Email\nDana,dana@halden.com\nSam,\n";
        assert_eq!(
            zoom_meetings(zoom),
            cut("Topic,Start,Addresses\nDemo,9:00,\"dana@halden.com\"\n", 0)
        );
        assert_eq!(
            zoom_meetings("a,b\n1,2\n3,4\n\na,b\n5,6\n"),
            cut("a,b\n1,2\n3,4\n", 2)
        );
        let teams = "1. Summary\nMeeting title\tDemo, \"live\"\nStart time\t3/2/26, 9:00:00 AM\nEnd time\t3/2/26, 9:30:00 AM\n\n\
            2. Participants\nName\tFirst Join\tEmail\nDana\t3/2/26, 9:00:00 AM\tdana@halden.com\n";
        assert_eq!(
            teams_meeting(teams),
            cut(
                "Meeting title,Start time,End time,Addresses\n\"Demo, \"\"live\"\"\",\"3/2/26, 9:00:00 AM\",\"3/2/26, 9:30:00 AM\",\"dana@halden.com\"\n",
                0
            )
        );
        assert!(is_teams_meeting(teams));
        assert_eq!(teams_meeting("a,b\n1,2\n"), None);
    }
}
