//! The fields of a template.

/// Makes the enum of the fields, the list of them, their names and what is said of each.
macro_rules! fields {
    ($($field:ident = $name:literal, $about:literal;)*) => {
        /// What a field stands for.
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub(in crate::cli) enum Field {
            $(#[doc = $about] $field,)*
        }

        impl Field {
            /// All of them, as they are listed.
            pub(in crate::cli) const ALL: [Self; [$($name),*].len()] = [$(Self::$field),*];

            /// The name in the braces.
            pub(in crate::cli) const fn name(self) -> &'static str {
                match self { $(Self::$field => $name,)* }
            }

            /// What it stands for, in words.
            pub(in crate::cli) const fn about(self) -> &'static str {
                match self { $(Self::$field => $about,)* }
            }
        }
    };
}

fields! {
    Running = "running", "what runs, whole: selling · meeting @Halden";
    What = "what", "the same in brief: meeting @Halden";
    Dot = "dot", "● while something runs, else ○";
    Category = "category", "selling, admin, learning, distraction or break";
    Letter = "letter", "its letter: s";
    Activity = "activity", "meeting";
    Account = "account", "Halden";
    Requester = "requester", "who asked for it";
    Tags = "tags", "q1 renewal";
    Note = "note", "the note, on one line";
    Elapsed = "elapsed", "how long it has run: 0:42:10";
    Time = "time", "the same without seconds: 0h42";
    Since = "since", "since when: 13:50";
    Focus = "focus", "what is left of a focus run: 42:10";
    Away = "away", "since when you have been away, until you answer: 13:50";
    Tafs = "tafs", "TAFS today: 51.8 %, bounds if much is untracked, – too early";
    Percent = "percent", "the same as a whole number: 52; nothing where it is a range";
    Goal = "goal", "your goal: 45 %";
    Selling = "selling", "selling today: 4h10";
    Admin = "admin", "admin today";
    Learning = "learning", "learning today";
    Distraction = "distraction", "distraction today";
    Break = "break", "breaks today";
    Tracked = "tracked", "tracked today: 8h03";
    Untracked = "untracked", "untracked today";
    WeekTafs = "week_tafs", "TAFS of this week";
    WeekSelling = "week_selling", "selling this week";
    WeekTracked = "week_tracked", "tracked this week";
}
