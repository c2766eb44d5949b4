"""The pictures: which home, when, which keys, and what must stand on the screen then."""

from dataclasses import dataclass

from private_python import REPOSITORY
from seed import CLOSE, REVIEW

SIZES = ("200x60", "160x48", "120x40", "100x30", "80x24", "40x12")

NARROW = ("100x30", "80x24", "40x12")

# What a terminal says of itself, what the config says of the theme, and the background it has.
PALETTES = {
    "dark": {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"},
    "light": {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"},
    "256": {"TERM": "xterm-256color", "LANG": "C.UTF-8"},
    "16": {"TERM": "xterm", "LANG": "C.UTF-8"},
    "none": {"TERM": "xterm-256color", "LANG": "C.UTF-8", "NO_COLOR": "1"},
    "ascii": {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LC_ALL": "en_US.ISO-8859-1"},
}
# The shipped themes can be asked for by name too; `light` is one of them.
THEMES = {file.stem: f'[theme]\nname = "{file.stem}"\n' for file in (REPOSITORY / "assets" / "themes").glob("*.toml")
          if file.stem != "dark"}
USUAL = tuple(PALETTES)
PALETTES |= {name: PALETTES["dark"] for name in sorted(THEMES) if name not in PALETTES}
BACKGROUNDS = {"light": (0xFB, 0xF9, 0xF4)}
DARK = (0x12, 0x14, 0x1A)

# On the contact sheet all are in dark, and these in some more palettes; the 256 colors look like dark.
MORE_PALETTES = ("light", "16", "none", "ascii")
IN_MORE_PALETTES = ("today", "today-letters", "week", "trends", "review-4-reveal")


@dataclass(frozen=True)
class Shot:
    """One picture."""

    name: str
    home: str
    now: str
    keys: str
    # A pattern that the screen must show, from 120x40 on.
    shows: str
    sizes: tuple = SIZES
    # What else the program is called with.
    words: tuple = ()


THURSDAY, FRIDAY = "2026-03-12T14:32:10", "2026-03-06T16:50:00"
STEPS = (
    ("tidy", "Tidy"), ("last-week", "Last week"), ("guess", "Your guess"), ("reveal", "Actual vs guess"),
    ("commitment", "Commitment"), ("output", "Output"), ("top", "Top non-selling"), ("freed", "Freed time"),
    ("decision", "One decision"),
)


LONG = (
    "POC terms: two sites, six weeks, legal joins at 15:00; they want the security papers first, "
    "and their CFO decides by the end of the month"
)


def steps():
    """The nine steps of the review, each opened by its number's way from the first."""
    for number, (name, title) in enumerate(STEPS):
        home = "week" if number < 3 else "guessed"
        keys = REVIEW + "pgdn " * number
        yield Shot(f"review-{number + 1}-{name}", home, FRIDAY, keys, title)


SHOTS = (
    Shot("today", "day", THURSDAY, "", "53.7|time available"),
    Shot("today-past-block", "day", THURSDAY, "up up", "edit"),
    Shot("today-gap", "day", THURSDAY, "g", "fill"),
    Shot("today-suggestion", "suggested", THURSDAY, "g down", "Kestrel"),
    Shot("today-first-day", "empty", "2026-03-12T08:41:00", "", "Press a letter"),
    Shot("today-full", "full", "2026-03-12T16:20:00", "", "deal-strategy"),
    Shot("today-bounds", "holed", THURSDAY, "", "coverage"),
    Shot("today-under-gate", "morning", "2026-03-12T09:22:00", "", "more minutes"),
    Shot("today-off", "day", THURSDAY, "o", "off the clock"),
    Shot("today-yesterday", "day", THURSDAY, "left", "Wed 11 Mar"),
    Shot("today-letters", "day", THURSDAY, "a", "What kind"),
    Shot("today-back-date", "day", THURSDAY, "15", "15 min ago"),
    Shot("today-guard", "day", THURSDAY, "90s", "again to remove"),
    Shot("today-category", "day", THURSDAY, "g c", "untracked"),
    Shot("today-note", "day", THURSDAY, 'n ", legal joins at 15:00"', "legal joins"),
    Shot("today-account", "day", THURSDAY, 'up @ ctrl-u "Hal"', "account"),
    Shot("today-outcome", "day", THURSDAY, '+ "advance"', "outcome"),
    Shot("today-edit", "day", THURSDAY, "up enter ctrl-u \"12:50-13:50 selling /prep @Northwind\"", "12:50"),
    Shot("today-split", "day", THURSDAY, 'up / ctrl-u "13:30"', "13:30"),
    Shot("today-add", "day", THURSDAY, 'i "10:05-10:40 selling /follow-up @Halden pricing sent"', "add a block"),
    Shot("today-long-note", "day", THURSDAY, f'n ctrl-u "{LONG}" enter', "by the end of the month"),
    Shot("today-names-hidden", "day", THURSDAY, "H", "names hidden"),
    Shot("today-second-day", "second", "2026-03-12T08:41:00", "", "set up|setup"),
    Shot("week", "week", FRIDAY, "tab", "Requests"),
    Shot("week-selected-day", "week", FRIDAY, "tab up up", "Requests"),
    Shot("week-so-far", "day", THURSDAY, "tab", "W11"),
    Shot("trends", "week", FRIDAY, "tab tab", "TAFS by week"),
    Shot("trends-26-weeks", "empty", FRIDAY, "tab tab up", "26 weeks", words=("demo",)),
    Shot("trends-2", "week", FRIDAY, "tab tab pgdn", "page 2"),
    Shot("trends-3", "week", FRIDAY, "tab tab pgdn pgdn", "page 3", NARROW),
    *steps(),
    Shot("review-closed", "guessed", FRIDAY, REVIEW + CLOSE, "Review complete"),
    Shot("palette", "day", THURSDAY, ': "sel"', "selling"),
    Shot("find", "day", THURSDAY, 'f "@north"', "Northwind"),
    Shot("help", "day", THURSDAY, "?", "help|Keys"),
    Shot("month", "day", THURSDAY, "C", "March"),
    Shot("away", "day", "2026-03-12T18:40:00", "", "was|away"),
    Shot("history", "day", THURSDAY, "a c u ctrl-u", "undone"),
)
