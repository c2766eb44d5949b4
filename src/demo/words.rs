//! The names and the notes of the made-up life.

/// Customers; one word each.
pub(super) const ACCOUNTS: [&str; 48] = [
    "Northwind",
    "Halden",
    "Brightwell",
    "Kestrel",
    "Ostrava",
    "Lumen",
    "Aldermoor",
    "Baltica",
    "Corvus",
    "Dunmore",
    "Elbe-Logistik",
    "Fairhaven",
    "Granitic",
    "Hollis",
    "Inverloch",
    "Juniper",
    "Kaldera",
    "Larkfield",
    "Marisol",
    "Nordlys",
    "Oakhurst",
    "Pellworm",
    "Quarry",
    "Ravensburg",
    "Solvik",
    "Tamarack",
    "Umbra",
    "Verdane",
    "Westerly",
    "Xylos",
    "Yarrow",
    "Zenith",
    "Arcadia",
    "Birchwood",
    "Castellan",
    "Delphine",
    "Estuary",
    "Foxglove",
    "Gresham",
    "Harbour",
    "Isolde",
    "Jutland",
    "Kingsway",
    "Lindqvist",
    "Montrose",
    "Novara",
    "Orchard",
    "Pinnacle",
];

/// Who was in a first, second, … meeting and what came of it: an advance.
pub(super) const ADVANCES: [&[&str]; 4] = [
    &[
        "demo agreed for next week",
        "brings the ops lead next time",
        "sends the process map",
        "asked for a demo",
    ],
    &[
        "CFO joins next call",
        "security call booked",
        "wants a business case",
        "two more teams to see it",
    ],
    &[
        "POC terms agreed",
        "budget owner named",
        "legal has our paper",
        "board date known",
    ],
    &[
        "redlines back by Friday",
        "signature date set",
        "procurement opened the order",
        "last question is the start date",
    ],
];
/// It goes on, nothing was agreed.
pub(super) const CONTINUATIONS: [&str; 7] = [
    "nice chat, no next step",
    "will get back to us",
    "waiting for budget season",
    "same questions as last time",
    "sponsor away, call again",
    "likes it, no date",
    "needs to ask IT",
];
/// It is over.
pub(super) const NOES: [&str; 4] = [
    "stays with the old tool",
    "no budget this year",
    "project stopped",
    "went with the rival",
];
/// It is sold.
pub(super) const WINS: [&str; 4] = [
    "signed!",
    "order in, 24 months",
    "won: start on the 1st",
    "signed, two sites",
];

/// Prospecting.
pub(super) const PROSPECTING: [&str; 10] = [
    "",
    "",
    "",
    "",
    "CFO list",
    "spring list",
    "lapsed trials",
    "referrals",
    "event list",
    "manufacturing list",
];
/// Nurture of a named account.
pub(super) const NURTURE: [&str; 5] = [
    "shared benchmark note",
    "congratulated on the move",
    "sent the case study",
    "invited to the round table",
    "quarterly check-in",
];
/// Preparation.
pub(super) const PREP: [&str; 6] = [
    "annual report",
    "stakeholder map",
    "questions for the CFO",
    "demo script",
    "",
    "last three calls",
];
/// Follow-up.
pub(super) const FOLLOW_UP: [&str; 5] = [
    "recap and next steps",
    "",
    "sent the numbers",
    "minutes to all",
    "answered two questions",
];
/// Proposals.
pub(super) const PROPOSAL: [&str; 5] = [
    "business case",
    "proposal",
    "pricing options",
    "executive summary",
    "second version",
];
/// Deals thought over with the team.
pub(super) const DEAL_STRATEGY: [&str; 3] = [
    "deal plan with SE",
    "how to reach the CFO",
    "what if they stall",
];

/// A request from inside: who asks, and for what. Each looks small.
pub(super) const MAIL: [(&str, &str); 12] = [
    ("self", "inbox"),
    ("self", "inbox"),
    ("self", "inbox"),
    ("self", "chat backlog"),
    ("marketing", "persona survey"),
    ("marketing", "quote for the case study"),
    ("product", "roadmap input"),
    ("enablement", "feedback on the new deck"),
    ("manager", "numbers for the leadership call"),
    ("revops", "missing close dates"),
    ("finance", "receipts, again"),
    ("exec", "slide on the pipeline"),
];
/// Internal meetings beside the fixed ones.
pub(super) const MEETINGS: [(&str, &str, &str); 5] = [
    ("product", "roadmap input", ""),
    ("enablement", "tool rollout", "dealroom"),
    ("marketing", "campaign briefing", "newdeck"),
    ("exec", "all hands", ""),
    ("revops", "territory review", ""),
];
/// Trouble after the sale.
pub(super) const TROUBLE: [(&str, &str); 6] = [
    ("support", "lost order"),
    ("finance", "invoice retype"),
    ("customer", "wrong delivery date"),
    ("support", "access for new users"),
    ("finance", "credit note"),
    ("customer", "contract copy"),
];
/// Approvals.
pub(super) const APPROVALS: [(&str, &str); 5] = [
    ("legal", "redlines"),
    ("finance", "discount ok?"),
    ("legal", "data agreement"),
    ("finance", "payment terms"),
    ("exec", "discount sign-off"),
];
/// Learning: the activity and what about.
pub(super) const LEARNING: [(&str, &str, &str); 8] = [
    ("skills", "objection role-play", "newdeck"),
    ("customer-knowledge", "CFO reading pack", ""),
    ("product", "release notes walk-through", ""),
    ("coaching", "call review with the manager", ""),
    ("experiment", "2-line email test", ""),
    ("product", "new pricing module", "pricing"),
    ("skills", "discovery questions", ""),
    ("customer-knowledge", "podcast on logistics", ""),
];
/// Distraction: the activity and, rarely, what.
pub(super) const DISTRACTION: [(&str, &str); 9] = [
    ("web", ""),
    ("web", "news"),
    ("phone", ""),
    ("phone", ""),
    ("chatter", ""),
    ("chatter", "coffee corner"),
    ("interruption", ""),
    ("stalling", ""),
    ("web", ""),
];
