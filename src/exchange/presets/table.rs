//! One entry for each sheet that another tool writes. Where a tool lets people choose columns, these are its usual ones.

use super::preset::Preset;
use crate::exchange::field::{Field, LengthUnit};
use crate::exchange::layout::{LeftOut, Rows, Traits, YES};
use crate::exchange::sections::{first_table, teams_meeting, zoom_meetings};

const ALL_DAY: LeftOut = LeftOut {
    field: Field::AllDay,
    words: YES,
    why: "all-day",
};
/// Outlook writes numbers: 1 tentative, 2 busy, 3 free, 4 out of office, 5 working elsewhere.
const FREE: LeftOut = LeftOut {
    field: Field::ShowAs,
    words: &["3", "0", "free", "frei", "libre", "disponible"],
    why: "free",
};
const AWAY: LeftOut = LeftOut {
    field: Field::ShowAs,
    words: &[
        "4",
        "out of office",
        "outofoffice",
        "oof",
        "abwesend",
        "absent(e)",
        "absent du bureau",
        "fuera de la oficina",
    ],
    why: "out of office",
};
const CANCELED: LeftOut = LeftOut {
    field: Field::Status,
    words: &["canceled", "cancelled"],
    why: "canceled",
};
const CALLS: Traits = Traits {
    rows: Rows::Calls,
    ..Traits::OF_WORK
};
const MEETINGS: Traits = Traits {
    rows: Rows::Meetings,
    ..Traits::OF_WORK
};

pub(super) const PRESETS: &[Preset] = &[
    Preset {
        name: "outlook",
        what: "an Outlook calendar as CSV",
        hint: "in Outlook choose File, Open & Export, Import/Export, Export to a file, Comma Separated Values",
        known_by: &[
            &[
                "Subject",
                "Start Date",
                "Start Time",
                "End Date",
                "End Time",
                "All day event",
                "Show time as",
            ],
            &[
                "Betreff",
                "Beginnt am",
                "Beginnt um",
                "Endet am",
                "Endet um",
            ],
            &[
                "Objet",
                "Date de début",
                "Heure de début",
                "Date de fin",
                "Heure de fin",
            ],
            &[
                "Objet",
                "Début",
                "Début 2",
                "Fin",
                "Fin 2",
                "Journée entière",
            ],
            &[
                "Asunto",
                "Fecha de comienzo",
                "Comienzo",
                "Fecha de finalización",
                "Finalización",
            ],
            &[
                "Asunto",
                "Fecha de inicio",
                "Hora de inicio",
                "Fecha de finalización",
                "Hora de finalización",
            ],
        ],
        columns: &[
            (Field::Title, &["Subject", "Betreff", "Objet", "Asunto"]),
            (
                Field::StartDate,
                &[
                    "Start Date",
                    "Beginnt am",
                    "Date de début",
                    "Début",
                    "Fecha de comienzo",
                    "Fecha de inicio",
                ],
            ),
            (
                Field::Start,
                &[
                    "Start Time",
                    "Beginnt um",
                    "Heure de début",
                    "Début 2",
                    "Comienzo",
                    "Hora de inicio",
                ],
            ),
            (
                Field::EndDate,
                &[
                    "End Date",
                    "Endet am",
                    "Date de fin",
                    "Fin",
                    "Fecha de finalización",
                    "Fecha de fin",
                ],
            ),
            (
                Field::End,
                &[
                    "End Time",
                    "Endet um",
                    "Heure de fin",
                    "Fin 2",
                    "Finalización",
                    "Hora de finalización",
                ],
            ),
            (
                Field::AllDay,
                &[
                    "All day event",
                    "Ganztägiges Ereignis",
                    "Ganztaegiges Ereignis",
                    "Journée entière",
                    "Todo el día",
                ],
            ),
            (
                Field::ShowAs,
                &[
                    "Show time as",
                    "Zeitspanne zeigen als",
                    "Afficher la disponibilité",
                    "Disponibilité",
                    "Mostrar la hora como",
                    "Mostrar hora como",
                ],
            ),
            (
                Field::Organizer,
                &[
                    "Meeting Organizer",
                    "Besprechungsplanung",
                    "Organisateur d'une réunion",
                    "Organizador de la reunión",
                ],
            ),
            (
                Field::Attendees,
                &[
                    "Required Attendees",
                    "Erforderliche Teilnehmer",
                    "Participants obligatoires",
                    "Asistentes necesarios",
                ],
            ),
            (
                Field::MoreAttendees,
                &[
                    "Optional Attendees",
                    "Optionale Teilnehmer",
                    "Participants facultatifs",
                    "Asistentes opcionales",
                ],
            ),
            (
                Field::Tags,
                &["Categories", "Kategorien", "Catégories", "Categorías"],
            ),
        ],
        traits: Traits {
            left_out: &[ALL_DAY, FREE, AWAY],
            ..MEETINGS
        },
        source: "https://wiki.mozilla.org/Calendar:Feature_Implementations:ImportExport:CSV",
    },
    Preset {
        name: "google-calendar",
        what: "a Google calendar as CSV",
        hint: "Google's own export is ics: tafs import ics; as CSV it has the columns of Google's import",
        known_by: &[&[
            "Subject",
            "Start Date",
            "Start Time",
            "End Date",
            "End Time",
            "All Day Event",
        ]],
        columns: &[
            (Field::Title, &["Subject"]),
            (Field::StartDate, &["Start Date"]),
            (Field::Start, &["Start Time"]),
            (Field::EndDate, &["End Date"]),
            (Field::End, &["End Time"]),
            (Field::AllDay, &["All Day Event"]),
            (Field::Attendees, &["Attendees", "Guests"]),
        ],
        traits: Traits {
            left_out: &[ALL_DAY],
            ..MEETINGS
        },
        source: "https://support.google.com/calendar/answer/37118",
    },
    Preset {
        name: "salesforce-event",
        what: "Salesforce events as CSV",
        hint: "export the object Event, with Subject, StartDateTime, EndDateTime, IsAllDayEvent and ShowAs",
        known_by: &[
            &["Subject", "StartDateTime", "EndDateTime"],
            &["Subject", "StartDateTime", "DurationInMinutes"],
            &["Subject", "ActivityDateTime", "DurationInMinutes"],
        ],
        columns: &[
            (Field::Id, &["Id"]),
            (Field::Title, &["Subject"]),
            (Field::Start, &["StartDateTime", "ActivityDateTime"]),
            (Field::End, &["EndDateTime"]),
            (Field::Length, &["DurationInMinutes"]),
            (Field::AllDay, &["IsAllDayEvent"]),
            (Field::ShowAs, &["ShowAs"]),
            (Field::Status, &["IsDeleted"]),
            (Field::Account, &["Account.Name", "Account Name"]),
            (Field::Customer, &["WhoId", "WhatId", "AccountId"]),
            (Field::Person, &["Owner.Name", "OwnerId"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Minutes),
            left_out: &[
                ALL_DAY,
                FREE,
                AWAY,
                LeftOut {
                    field: Field::Status,
                    words: YES,
                    why: "deleted",
                },
            ],
            in_utc: true,
            ..MEETINGS
        },
        source: "https://developer.salesforce.com/docs/platform/object-reference/references/standard-objects/object-event.html",
    },
    Preset {
        name: "salesforce-task",
        what: "Salesforce tasks with their calls as CSV",
        hint: "export the object Task, with Subject, CallDurationInSeconds, CallType, CallDisposition and CompletedDateTime",
        known_by: &[
            &["Subject", "CallDurationInSeconds", "CompletedDateTime"],
            &["Subject", "CallDurationInSeconds", "CreatedDate"],
        ],
        columns: &[
            (Field::Id, &["Id"]),
            (Field::Title, &["Subject"]),
            (Field::End, &["CompletedDateTime", "CreatedDate"]),
            (Field::Length, &["CallDurationInSeconds"]),
            (Field::Direction, &["CallType"]),
            (Field::Connected, &["CallDisposition"]),
            (Field::Account, &["Account.Name", "Account Name"]),
            (Field::Person, &["Owner.Name", "OwnerId"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Seconds),
            left_out: &[LeftOut {
                field: Field::Length,
                words: &[],
                why: "no call",
            }],
            in_utc: true,
            ..CALLS
        },
        source: "https://developer.salesforce.com/docs/platform/field-reference/references/field-reference/salesforce-field-reference-openactivity.html",
    },
    Preset {
        name: "salesforce-activities",
        what: "a Salesforce report of activities as CSV",
        hint: "add the columns Start and End to the report: without them it says the day alone",
        known_by: &[
            &["Assigned", "Subject", "Date", "Company / Account"],
            &["Assigned", "Subject", "Start", "End"],
        ],
        columns: &[
            (Field::Title, &["Subject"]),
            (Field::Start, &["Start", "Start Date/Time"]),
            (Field::End, &["End", "End Date/Time"]),
            (Field::Length, &["Duration", "Duration (Minutes)"]),
            (Field::AllDay, &["All-Day Event", "All Day Event"]),
            (Field::Account, &["Company / Account", "Account Name"]),
            (Field::Customer, &["Contact", "Lead"]),
            (Field::Person, &["Assigned"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Minutes),
            left_out: &[
                ALL_DAY,
                LeftOut {
                    field: Field::Start,
                    words: &[],
                    why: "without a time of day",
                },
            ],
            ..MEETINGS
        },
        source: "https://developer.salesforce.com/docs/atlas.en-us.228.0.sfFieldRef.meta/sfFieldRef/salesforce_field_reference_OpenActivity.htm",
    },
    Preset {
        name: "hubspot-calls",
        what: "HubSpot calls as CSV",
        hint: "in HubSpot choose CRM, Calls, Export, with Activity date, Call duration, Call outcome and Call direction",
        known_by: &[
            &["Call Title", "Activity date", "Call duration"],
            &["Call Title", "Activity date", "Call duration (HH:mm:ss)"],
        ],
        columns: &[
            (Field::Id, &["Record ID"]),
            (Field::Title, &["Call Title"]),
            (Field::Start, &["Activity date"]),
            (
                Field::Length,
                &["Call duration", "Call duration (HH:mm:ss)"],
            ),
            (Field::Direction, &["Call direction"]),
            (Field::Connected, &["Call outcome"]),
            (Field::Account, &["Associated Company", "Company name"]),
            (Field::Person, &["Activity assigned to", "Call owner"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Milliseconds),
            answered: &["connected"],
            ..CALLS
        },
        source: "https://developers.hubspot.com/docs/api/crm/calls",
    },
    Preset {
        name: "hubspot-meetings",
        what: "HubSpot meetings as CSV",
        hint: "in HubSpot choose CRM, Meetings, Export, with Meeting name, Meeting start time and Meeting end time",
        known_by: &[
            &["Meeting name", "Meeting start time", "Meeting end time"],
            &["Meeting title", "Meeting start time", "Meeting end time"],
        ],
        columns: &[
            (Field::Id, &["Record ID"]),
            (Field::Title, &["Meeting name", "Meeting title"]),
            (Field::Start, &["Meeting start time"]),
            (Field::End, &["Meeting end time"]),
            (Field::Status, &["Meeting outcome"]),
            (Field::Account, &["Associated Company", "Company name"]),
            (Field::Customer, &["Associated Contact", "Associated Deal"]),
            (Field::Attendees, &["Attendees"]),
            (Field::Person, &["Activity assigned to", "Meeting owner"]),
        ],
        traits: Traits {
            left_out: &[
                CANCELED,
                LeftOut {
                    field: Field::Status,
                    words: &["no show", "no_show", "no-show"],
                    why: "no show",
                },
                LeftOut {
                    field: Field::Status,
                    words: &["rescheduled"],
                    why: "rescheduled",
                },
            ],
            ..MEETINGS
        },
        source: "https://developers.hubspot.com/docs/api/crm/meetings",
    },
    Preset {
        name: "aircall",
        what: "an Aircall call history",
        hint: "in Aircall choose Analytics, Call history, Export",
        known_by: &[&[
            "datetime (UTC)",
            "direction",
            "from",
            "to",
            "answered",
            "duration (in call)",
        ]],
        // The columns from and to are phone numbers.
        columns: &[
            (Field::Id, &["call id"]),
            (Field::Start, &["datetime (UTC)"]),
            (Field::Length, &["duration (in call)"]),
            (Field::Direction, &["direction"]),
            (Field::Connected, &["answered"]),
            (Field::Tags, &["tags"]),
            (Field::Person, &["user"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Seconds),
            in_utc: true,
            ..CALLS
        },
        source: "https://developer.aircall.io/docs/analytics",
    },
    Preset {
        name: "gong",
        what: "Gong calls as CSV",
        hint: "export the calls with title, started, duration, direction and scope",
        known_by: &[
            &["title", "started", "duration", "scope"],
            &["title", "started", "duration", "primaryUserId"],
        ],
        columns: &[
            (Field::Id, &["id"]),
            (Field::Title, &["title"]),
            (Field::Start, &["started"]),
            (Field::Length, &["duration"]),
            (Field::Customer, &["scope"]),
            (Field::Person, &["primaryUserId"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Seconds),
            in_utc: true,
            ..MEETINGS
        },
        source: "https://help.gong.io/apidocs/retrieve-call-data-by-date-range-v2calls-2",
    },
    Preset {
        name: "outreach",
        what: "Outreach calls as CSV",
        hint: "export the calls with dialedAt, answeredAt, completedAt, direction and outcome",
        known_by: &[
            &["dialedAt", "completedAt", "direction"],
            &["DIALED_AT", "COMPLETED_AT", "FROM", "TO"],
        ],
        columns: &[
            (Field::Id, &["id"]),
            (Field::Start, &["dialedAt"]),
            (Field::End, &["completedAt"]),
            (Field::Direction, &["direction"]),
            (Field::Connected, &["outcome"]),
            (Field::Tags, &["tags"]),
            (Field::Person, &["user", "userId"]),
        ],
        traits: Traits {
            in_utc: true,
            left_out: &[LeftOut {
                field: Field::Start,
                words: &[],
                why: "logged without times",
            }],
            ..CALLS
        },
        source: "https://developers.outreach.io/api/reference/tag/Call",
    },
    Preset {
        name: "ringcentral",
        what: "a RingCentral call log",
        hint: "in RingCentral choose Call log, Download",
        known_by: &[
            &[
                "Type",
                "Date",
                "Time",
                "Action",
                "Action Result",
                "Duration",
            ],
            &[
                "Direction",
                "Type",
                "From",
                "To",
                "Date",
                "Time",
                "Action",
                "Duration",
            ],
        ],
        columns: &[
            (Field::Date, &["Date"]),
            (Field::Start, &["Time"]),
            (Field::Length, &["Duration"]),
            (Field::Direction, &["Direction"]),
            (Field::Connected, &["Action Result", "Result"]),
            (Field::Title, &["Name"]),
            (Field::Status, &["Type"]),
            (Field::Person, &["Extension"]),
        ],
        traits: Traits {
            answered: &["accepted", "call connected", "answered"],
            left_out: &[LeftOut {
                field: Field::Status,
                words: &["fax", "sms"],
                why: "no call",
            }],
            ..CALLS
        },
        source: "https://developers.ringcentral.com/guide/voice/call-log/api",
    },
    Preset {
        name: "zoom-phone",
        what: "a Zoom Phone call log",
        hint: "in the Zoom web portal choose Phone, History, Export",
        known_by: &[
            &[
                "Caller Number",
                "Callee Number",
                "Direction",
                "Duration",
                "Result",
                "Date Time",
            ],
            &[
                "Caller Number",
                "Callee Number",
                "Direction",
                "Duration",
                "Result",
                "Start Time",
            ],
            &[
                "caller_number",
                "callee_number",
                "date_time",
                "direction",
                "duration",
                "result",
            ],
        ],
        columns: &[
            (Field::Id, &["Call ID", "id"]),
            (Field::Start, &["Date Time", "Start Time"]),
            (Field::Length, &["Duration"]),
            (Field::Direction, &["Direction"]),
            (Field::Connected, &["Result"]),
            (Field::Person, &["User", "Owner"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Seconds),
            answered: &["call connected", "answered", "connected"],
            ..CALLS
        },
        source: "https://developers.zoom.us/docs/phone/understanding-call-logs/",
    },
    Preset {
        name: "zoom-meetings",
        what: "a Zoom report of meetings",
        hint: "in the Zoom web portal choose Reports, Usage, Export as CSV",
        known_by: &[
            &[
                "Topic",
                "Meeting ID",
                "Start Time",
                "End Time",
                "Participants",
            ],
            &[
                "Topic",
                "ID",
                "Host",
                "Start time",
                "End time",
                "Participants",
            ],
        ],
        columns: &[
            (Field::Title, &["Topic"]),
            (Field::Start, &["Start Time"]),
            (Field::End, &["End Time"]),
            (Field::Length, &["Duration (Minutes)"]),
            (Field::Attendees, &["Addresses"]),
            (
                Field::Person,
                &["User Email", "Host email", "User Name", "Host"],
            ),
        ],
        traits: Traits {
            cut: Some(zoom_meetings),
            ..MEETINGS
        },
        source: "https://support.zoom.com/hc/sv/article?id=zm_kb&sysparm_article=KB0082661",
    },
    Preset {
        name: "teams-attendance",
        what: "a Teams attendance report",
        hint: "in the meeting in Teams choose Attendance, Download",
        known_by: &[],
        columns: &[
            (Field::Title, &["Meeting title"]),
            (Field::Start, &["Start time"]),
            (Field::End, &["End time"]),
            (Field::Attendees, &["Addresses"]),
        ],
        traits: Traits {
            short_years: true,
            cut: Some(teams_meeting),
            ..MEETINGS
        },
        source: "https://office365itpros.com/2021/06/11/teams-meeting-attendance-report/",
    },
    Preset {
        name: "teams-pstn",
        what: "a Teams report of PSTN usage",
        hint: "in the Teams admin center choose Analytics & reports, PSTN and SMS usage, Export",
        known_by: &[&[
            "UsageId",
            "Call Type",
            "Start Time",
            "End Time",
            "Duration Seconds",
        ]],
        columns: &[
            (Field::Id, &["UsageId"]),
            (Field::Start, &["Start Time"]),
            (Field::End, &["End Time"]),
            (Field::Length, &["Duration Seconds"]),
            (Field::Direction, &["Call Type"]),
            (
                Field::Person,
                &["UPN", "User Principal Name", "User Display Name"],
            ),
        ],
        traits: Traits {
            in_utc: true,
            ..CALLS
        },
        source: "https://learn.microsoft.com/en-us/graph/api/resources/callrecords-pstncalllogrow",
    },
    Preset {
        name: "kimai",
        what: "a Kimai export",
        hint: "in Kimai choose Export, CSV",
        known_by: &[
            &["Date", "From", "To", "Duration", "Project", "Activity"],
            &["Date", "Begin", "End", "Duration", "Project", "Activity"],
            &["Datum", "Von", "Bis", "Dauer", "Projekt", "Tätigkeit"],
        ],
        columns: &[
            (Field::Date, &["Date", "Datum"]),
            (Field::Start, &["From", "Begin", "Von"]),
            (Field::End, &["To", "End", "Bis"]),
            (Field::Length, &["Duration", "Dauer"]),
            (Field::Title, &["Description", "Beschreibung"]),
            (Field::Activity, &["Activity", "Tätigkeit"]),
            (Field::Project, &["Project", "Projekt"]),
            (Field::Client, &["Customer", "Kunde"]),
            (Field::Tags, &["Tags", "Schlagworte"]),
            (Field::Person, &["User", "Username", "Benutzer", "Name"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Hours),
            ..Traits::OF_WORK
        },
        source: "https://www.kimai.org/",
    },
    Preset {
        name: "timing",
        what: "time entries of Timing as CSV",
        hint: "in Timing choose Reports, Time Entries, Export as CSV",
        known_by: &[
            &["Project", "Title", "Start Date", "End Date", "Duration"],
            &[
                "Project",
                "Task Title",
                "Start Date",
                "End Date",
                "Duration",
            ],
            &[
                "Project",
                "Activity Title",
                "Start Date",
                "End Date",
                "Duration",
            ],
        ],
        columns: &[
            (Field::StartDate, &["Start Date"]),
            (Field::EndDate, &["End Date"]),
            (Field::Length, &["Duration"]),
            (Field::Title, &["Title", "Task Title", "Activity Title"]),
            (Field::Note, &["Notes"]),
            (Field::Project, &["Project"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Seconds),
            ..Traits::OF_WORK
        },
        source: "https://timingapp.com/",
    },
    Preset {
        name: "manictime",
        what: "a ManicTime timeline as CSV",
        hint: "in ManicTime choose the timeline Tags, then Export, CSV",
        known_by: &[
            &["Name", "Start", "End", "Duration", "Process"],
            &["Name", "Start", "End", "Duration", "Notes"],
        ],
        columns: &[
            (Field::Start, &["Start"]),
            (Field::End, &["End"]),
            (Field::Length, &["Duration"]),
            (Field::Title, &["Name"]),
            (Field::Note, &["Notes"]),
            (Field::Project, &["Process"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Hours),
            ..Traits::OF_WORK
        },
        source: "https://www.manictime.com/",
    },
    Preset {
        name: "atimelogger",
        what: "an aTimeLogger report as CSV",
        hint: "in aTimeLogger choose More, Reports, CSV",
        known_by: &[&["Activity type", "Duration", "From", "To", "Comment"]],
        columns: &[
            (Field::Start, &["From"]),
            (Field::End, &["To"]),
            (Field::Length, &["Duration"]),
            (Field::Title, &["Comment"]),
            (Field::Activity, &["Activity type"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Hours),
            cut: Some(first_table),
            ..Traits::OF_WORK
        },
        source: "http://www.atimelogger.com/",
    },
    Preset {
        name: "simple-time-tracker",
        what: "records of Simple Time Tracker as CSV",
        hint: "in Simple Time Tracker choose Settings, Export, CSV",
        known_by: &[&["activity name", "time started", "time ended"]],
        columns: &[
            (Field::Start, &["time started"]),
            (Field::End, &["time ended"]),
            (Field::Title, &["comment"]),
            (Field::Activity, &["activity name"]),
            (Field::Project, &["categories"]),
            (Field::Tags, &["record tags"]),
        ],
        traits: Traits::OF_WORK,
        source: "https://github.com/Razeeman/Android-SimpleTimeTracker",
    },
    Preset {
        name: "harvest",
        what: "a Harvest report with start and end times",
        hint: "Harvest keeps the hours of a day, and when they were only where it tracks start and end times; else take in your calendar of that time",
        known_by: &[
            &[
                "Date",
                "Client",
                "Project",
                "Task",
                "Hours",
                "Started At",
                "Ended At",
            ],
            &["Date", "Client", "Project", "Task", "Hours"],
        ],
        columns: &[
            (Field::Date, &["Date"]),
            (Field::Start, &["Started At"]),
            (Field::End, &["Ended At"]),
            (Field::Length, &["Hours"]),
            (Field::Title, &["Notes"]),
            (Field::Activity, &["Task"]),
            (Field::Project, &["Project"]),
            (Field::Client, &["Client"]),
            (Field::Person, &["First Name", "Employee"]),
        ],
        traits: Traits {
            unit: Some(LengthUnit::Hours),
            left_out: &[LeftOut {
                field: Field::Start,
                words: &[],
                why: "without a start",
            }],
            ..Traits::OF_WORK
        },
        source: "https://help.getharvest.com/api-v2/timesheets-api/timesheets/time-entries/",
    },
];
