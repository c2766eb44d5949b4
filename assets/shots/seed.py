"""The made-up seller whose weeks the pictures show: Maya of `tests/fixtures`, the weeks before and the days after.

Each home is a folder with a file and a config of its own, written by the program's commands alone.
"""

import datetime
import itertools
import json
import os
import shlex
import shutil
import subprocess

from private_python import REPOSITORY
from terminal import Terminal

ZONE = "Europe/Berlin"
BERLIN = datetime.timezone(datetime.timedelta(hours=1))
CONFIG = '[goal]\ntafs = 0.45\n'
W10 = REPOSITORY / "tests" / "fixtures" / "maya.jsonl"

# Hours of selling, admin, learning and distraction; the two weeks in between are a holiday.
WEEKS = {
    "2025-12-08": (16.8, 18.6, 1.4, 3.3), "2025-12-15": (15.9, 18.9, 1.0, 3.7), "2026-01-05": (14.9, 18.8, 1.2, 3.7),
    "2026-01-12": (16.7, 18.0, 1.1, 3.6), "2026-01-19": (16.2, 18.5, 1.5, 3.2), "2026-01-26": (18.6, 17.2, 1.8, 3.2),
    "2026-02-02": (17.5, 18.0, 1.5, 3.5), "2026-02-09": (18.2, 17.0, 2.0, 4.0), "2026-02-16": (16.9, 17.8, 1.0, 3.3),
    "2026-02-23": (18.0, 17.4, 1.5, 3.9),
}
HOLIDAY = "2025-12-22..2026-01-04"
# The first days of W11, in minutes.
DAYS = {"2026-03-09": (232, 211, 20, 34), "2026-03-10": (266, 168, 50, 22), "2026-03-11": (218, 237, 0, 41)}
# How a week's selling falls on its days; admin takes what selling leaves.
WEEKDAYS = (0.9, 1.1, 0.95, 1.15, 0.9)

# What a day of the earlier weeks is made of: the category, the part of it (of a break, its minutes)
# and what else there is to say.
SHAPES = (
    """
admin 0.3 internal-meeting !manager
selling 0.3 prep {account}
selling 0.3 meeting {account} {grade}
admin 0.15 crm !self
break 40
distraction 0.6 web
selling 0.3 prospecting {calls}
admin 0.3 reporting !manager
selling 0.1 follow-up {account}
admin 0.25 internal-email !self
learning 1 product
distraction 0.4 phone
    """,
    """
selling 0.35 prospecting {calls}
admin 0.2 crm !self
selling 0.25 meeting {account} {grade}
distraction 0.3 chatter
admin 0.25 approvals {account} !legal
break 35
selling 0.25 proposal {account}
admin 0.2 approvals {account} !finance
learning 1 skills
selling 0.15 follow-up {account}
admin 0.35 internal-meeting !manager
distraction 0.7 web
    """,
    """
admin 0.25 internal-email !self
selling 0.15 nurture {account}
admin 0.3 reporting !manager
selling 0.3 meeting {account} {grade}
break 45
admin 0.25 problem-solving {account} !finance
distraction 1 web
learning 1 customer-knowledge
selling 0.25 proposal {account}
admin 0.2 crm !self
selling 0.3 prospecting {calls}
    """,
)
ACCOUNTS = ("@Northwind", "@Kestrel", "@Lumen", "@Ostrava")

THURSDAY = """
0834-0858 admin/internal-email !self inbox
0858-1012 selling/prospecting +24touch +3conv +1meeting
1037-1109 admin/reporting !manager forecast sheet
1109-1141 learning/skills objection role-play #newdeck
1141-1158 distraction/web
1158-1233 break
1233-1306 admin/approvals @Halden !legal redlines, round 2
1306-1350 selling/prep @Northwind POC scope with Priya
"""
MEETING = "/meeting @Northwind POC terms"
# The same day with more than two hours that nobody knows anything of.
HOLED = "\n".join(line for line in THURSDAY.splitlines() if not line.startswith(("1037", "1109", "1141")))
# A day in thirty pieces.
FULL = """
0830-0842 admin/internal-email !self inbox
0842-0851 selling/follow-up @Kestrel
0851-0904 admin/crm !self
0904-0941 selling/prospecting +9touch +1conv
0941-0949 distraction/chatter
0949-1016 selling/prospecting +11touch +2conv +1meeting
1016-1028 selling/prep @Halden
1028-1052 selling/meeting @Halden +continuation wants a business case
1052-1058 admin/crm @Halden
1058-1109 distraction/phone
1109-1131 admin/approvals @Halden !legal redlines
1131-1138 admin/internal-email !finance discount ok?
1138-1159 selling/proposal @Halden
1159-1207 distraction/web
1207-1238 break
1238-1251 selling/nurture @Lumen
1251-1309 learning/product release notes
1309-1317 admin/internal-email !marketing persona survey
1317-1349 selling/prospecting +14touch +2conv
1349-1356 admin/crm !self
1356-1402 distraction/web
1402-1425 selling/meeting @Kestrel +advance security call booked
1425-1433 selling/follow-up @Kestrel
1433-1446 admin/problem-solving @Ostrava !support lost order
1446-1503 admin/internal-meeting !manager forecast call
1503-1511 distraction/stalling
1511-1529 selling/deal-strategy @Northwind
1529-1541 admin/reporting !revops stage fields
1541-1558 selling/prep @Northwind
"""


def find_program(path):
    """The whole path of the program; ends it all where there is none."""
    if not os.access(path, os.X_OK) or os.path.isdir(path):
        raise SystemExit(f"{path} isn't a program: build it with cargo build --release --locked, or name another one")
    return os.path.abspath(path)


def at(day, minute):
    """A moment of a day, as RFC 3339."""
    midnight = datetime.datetime.fromisoformat(day).replace(tzinfo=BERLIN)
    return (midnight + datetime.timedelta(minutes=minute)).isoformat()


def blocks_of_day(day, minutes, shape, account):
    """A day of the earlier weeks, whose lengths add up to `minutes` of each category."""
    whole = dict(zip(("selling", "admin", "learning", "distraction"), minutes))
    said = {
        "account": account, "calls": f"+{minutes[0] // 9}touch +{minutes[0] // 60}conv +{minutes[0] // 200}meeting",
        "grade": "+continuation" if int(day[-2:]) % 3 == 1 else "+advance",
    }
    told = dict.fromkeys(whole, 0.0)
    clock = 8 * 60 + 30 + int(day[-1]) % 4 * 4
    for line in shape.strip().splitlines():
        category, part, *words = line.split(" ", 2)
        part, words = float(part), "".join(words)
        before = told.get(category, 0)
        told[category] = before + part
        total = whole.get(category, 1)
        length = round(total * (before + part)) - round(total * before)
        if length:
            yield f"{day} {clock}-{clock + length} {category}{'/' if words else ''}{words.format(**said)}"
        clock += length


def earlier_days():
    """The lines of all days but those of W10 and of the Thursday."""
    for week, (monday, hours) in enumerate(WEEKS.items()):
        of_week = [round(60 * value) for value in hours]
        spread = [0.0] * 4
        for weekday, weight in enumerate(WEEKDAYS):
            parts = (weight, 2 - weight, 1, 1)
            before = [round(total * part / 5) for total, part in zip(of_week, spread)]
            spread = [sum_ + part for sum_, part in zip(spread, parts)]
            minutes = [round(total * part / 5) - start for total, part, start in zip(of_week, spread, before)]
            day = (datetime.date.fromisoformat(monday) + datetime.timedelta(days=weekday)).isoformat()
            shape, account = SHAPES[(week // 3 + weekday) % 3], ACCOUNTS[(week + weekday) % len(ACCOUNTS)]
            yield from blocks_of_day(day, minutes, shape, account)
    for number, (day, minutes) in enumerate(DAYS.items()):
        yield from blocks_of_day(day, minutes, SHAPES[number], ACCOUNTS[number % 2])


def read_line(line):
    """A block as `tafs import json` takes it."""
    day, times, what, *words = line.split()
    start, end = (int(minute) for minute in times.split("-"))
    category, _, activity = what.partition("/")
    block = {"start": at(day, start), "end": at(day, end), "category": category}
    outcomes, note = {}, []
    kinds = {"touch": "touches", "conv": "conversations", "meeting": "meetings"}
    for word in words:
        name = word.lstrip("+0123456789")
        if word[0] in "@!":
            block["account" if word[0] == "@" else "requester"] = word[1:]
        elif word[0] == "#":
            block.setdefault("tags", []).append(word[1:])
        elif word[0] == "+":
            outcomes |= {kinds[name]: int(word[1:-len(name)])} if name in kinds else {"grade": name}
        else:
            note.append(word)
    extra = {"activity": activity, "note": " ".join(note), "outcomes": outcomes}
    return json.dumps(block | {key: value for key, value in extra.items() if value})


def lines_of(day, table):
    """The lines of a table of one day, with minutes in the place of clock times."""
    minute = lambda clock: int(clock[:2]) * 60 + int(clock[2:])
    for line in table.strip().splitlines():
        times, rest = line.split(" ", 1)
        start, end = times.split("-")
        yield f"{day} {minute(start)}-{minute(end)} {rest}"


def meetings(*events):
    """A calendar with these meetings of the Thursday."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//tafs//shots//EN"]
    for start, end, title in events:
        times = [f"{name};TZID={ZONE}:20260312T{clock}00" for name, clock in (("DTSTART", start), ("DTEND", end))]
        lines += ["BEGIN:VEVENT", f"UID:{start}@tafs", *times, f"SUMMARY:{title}", "END:VEVENT"]
    return "\r\n".join([*lines, "END:VCALENDAR", ""])


class Home:
    """A person's home folder, and the program run in it at a moment."""

    def __init__(self, folder, program):
        self.folder, self.program = folder, program
        (folder / ".config" / "tafs").mkdir(parents=True, exist_ok=True)
        (folder / ".config" / "tafs" / "config.toml").write_text(CONFIG)

    def environment(self, now):
        """What the program knows of the machine: nothing of this one."""
        return {"HOME": str(self.folder), "PATH": os.environ["PATH"], "TZ": ZONE, "TAFS_NOW": now}

    def run(self, now, words, given=None):
        """Runs a command; a refusal ends it all."""
        command = [self.program, *shlex.split(words)]
        done = subprocess.run(command, env=self.environment(now), input=given, text=True, capture_output=True)
        if done.returncode:
            raise SystemExit(f"tafs {words}\n{done.stderr}")

    def press(self, now, keys):
        """Opens the screen, presses keys, and leaves."""
        told = {"TERM": "xterm", "LANG": "C.UTF-8"}
        with Terminal([self.program], (120, 40), self.environment(now) | told, (0, 0, 0)) as screen:
            screen.press(keys)

    def take_in(self, now, lines):
        """Imports blocks."""
        self.run(now, "import json -", "".join(read_line(line) + "\n" for line in lines))


# To the first step of the review, from any screen of a day without a cursor on a line of text.
REVIEW = "shift-tab " + "pgup " * 9
# From there over the reveal to the last row of the last step.
CLOSE = "pgdn " * 8 + "down " * 12 + "enter"
EVENING = "2026-03-06T16:50:00+01:00"
NOW = "2026-03-12T14:32:10+01:00"
NEXT = ("1500", "1545", "Halden: business case"), ("1630", "1700", "Forecast call")


def seed_empty(home):
    """A file that is made when the screen opens."""


def seed_second(home):
    """The morning after the first day."""
    home.take_in(NOW, lines_of("2026-03-11", "\n".join(THURSDAY.strip().splitlines()[:4])))


def seed_reviewed(home, until, week, guess, commitment):
    """The blocks of the days up to a Friday, and its review: guessed, revealed, and closed with a commitment."""
    now = f"{until}T18:30:00+01:00"
    home.take_in(now, [line for line in earlier_days() if line[:10] <= until])
    home.run(now, f"guess {guess} --week {week}")
    home.press(now, REVIEW + CLOSE)
    home.run(now, f"commit '{commitment}' --week next")


def seed_reviews(home):
    """The weeks before W10, two of them with their reviews, and W10's commitment."""
    home.run("2026-02-20T08:00:00+01:00", f"day off {HOLIDAY}")
    seed_reviewed(home, "2026-02-20", "2026-W08", "58 25 9 8", ">= 6h selling/prospecting")
    seed_reviewed(home, "2026-02-27", "2026-W09", "56 26 9 9", ">= 6h selling/prospecting")


def seed_week(home):
    """Friday of W10, off the clock: its review is not begun."""
    seed_reviews(home)
    home.run(EVENING, "import json -", W10.read_text())


def seed_guessed(home):
    """The same with the guess made."""
    seed_week(home)
    home.run(EVENING, "guess 60 22 10 8 --week 2026-W10")


def seed_days(home):
    """All before the Thursday."""
    seed_guessed(home)
    home.take_in(NOW, [line for line in earlier_days() if line > "2026-03-06"])
    home.run(NOW, "commit '>= 7h selling/prospecting' --week 2026-W11")


def seed_day(home, table=THURSDAY):
    """The Thursday at 14:32, in a meeting."""
    seed_days(home)
    home.take_in(NOW, lines_of("2026-03-12", table))
    home.run("2026-03-12T13:50:00+01:00", f"s {MEETING}")
    home.run(NOW, "import ics -", meetings(*NEXT))


def seed_holed(home):
    """The Thursday with hours untracked: TAFS stands with its bounds."""
    seed_day(home, HOLED)


def seed_morning(home):
    """The Thursday before two hours are tracked."""
    seed_days(home)
    home.take_in(NOW, itertools.islice(lines_of("2026-03-12", THURSDAY), 1))
    home.run("2026-03-12T08:58:00+01:00", "s /prospecting")


def seed_full(home):
    """A Thursday in thirty pieces."""
    seed_days(home)
    home.take_in("2026-03-12T16:20:00+01:00", lines_of("2026-03-12", FULL))
    home.run("2026-03-12T15:58:00+01:00", "s /meeting @Northwind POC terms")


def seed_suggested(home):
    """The Thursday with a meeting that the calendar tells of and no block does."""
    seed_day(home)
    home.run(NOW, "import ics -", meetings(("1015", "1035", "Kestrel: security call"), *NEXT))


HOMES = {
    "empty": seed_empty, "second": seed_second, "week": seed_week, "guessed": seed_guessed, "day": seed_day, "holed": seed_holed,
    "morning": seed_morning, "full": seed_full, "suggested": seed_suggested,
}


def make_homes(names, program, folder):
    """Seeds these homes, each in a folder of its own."""
    for name in sorted(names):
        place = folder / name
        shutil.rmtree(place, ignore_errors=True)
        HOMES[name](Home(place, program))
