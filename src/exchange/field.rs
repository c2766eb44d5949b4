//! What the columns of a sheet can mean, and the columns of a sheet as a person names them. Knows no sheet.

/// What a column can mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Field {
    Id,
    Start,
    End,
    /// The date of both, where start and end are only times of day.
    Date,
    StartDate,
    EndDate,
    Length,
    Category,
    Activity,
    Account,
    Requester,
    Tags,
    Note,
    Title,
    Project,
    Client,
    Touches,
    Conversations,
    Meetings,
    Grade,
    Source,
    Fit,
    /// Who called whom.
    Direction,
    /// Whether somebody answered, or how a call ended.
    Connected,
    AllDay,
    /// Whether a meeting takes the time: busy, free, out of office.
    ShowAs,
    /// What became of it: held, canceled.
    Status,
    /// The zone of its times.
    Zone,
    Attendees,
    MoreAttendees,
    Organizer,
    /// Somebody or something of a customer that it is linked with.
    Customer,
    /// Whose time it is.
    Person,
}

impl Field {
    pub(super) const COUNT: usize = Self::Person as usize + 1;

    /// Those that a person can give a column, by the words for them.
    pub const NAMED: [(&'static str, Self); 22] = [
        ("start", Self::Start),
        ("end", Self::End),
        ("duration", Self::Length),
        ("date", Self::Date),
        ("start_date", Self::StartDate),
        ("end_date", Self::EndDate),
        ("title", Self::Title),
        ("account", Self::Account),
        ("requester", Self::Requester),
        ("activity", Self::Activity),
        ("category", Self::Category),
        ("direction", Self::Direction),
        ("connected", Self::Connected),
        ("tags", Self::Tags),
        ("project", Self::Project),
        ("note", Self::Note),
        ("person", Self::Person),
        ("attendees", Self::Attendees),
        ("all_day", Self::AllDay),
        ("show_as", Self::ShowAs),
        ("zone", Self::Zone),
        ("id", Self::Id),
    ];
}

/// In what a length is counted, where it is only a number.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum LengthUnit {
    Milliseconds,
    Seconds,
    Minutes,
    Hours,
}

impl LengthUnit {
    /// All of them, as a person writes them behind the name of a column.
    pub(super) const NAMED: [(&'static str, Self); 4] = [
        ("ms", Self::Milliseconds),
        ("s", Self::Seconds),
        ("min", Self::Minutes),
        ("h", Self::Hours),
    ];
}

/// Which columns of a sheet mean what, in the words of its own first line.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct NamedColumns {
    pub(super) columns: Vec<(Field, String)>,
    pub(super) unit: Option<LengthUnit>,
}

/// A sheet that the config has a name for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NamedSource {
    pub name: String,
    pub columns: NamedColumns,
}
