#!/usr/bin/env python3
"""Made-up calendars, read by tafs and by icalendar with recurring-ical-events: the same instances, or it says where not.

    pip install icalendar recurring-ical-events tzdata
    python3 tests/compare_calendars.py [path of tafs] [how many calendars]

Says so and ends well where those are not installed. Differences that are meant, and are not made here:
- UNTIL as a day counts the whole day; dateutil ends it at midnight in UTC (the one instance of recurring-ical-events' own
  fixture issue_75_range_parameter.ics that differs: see docs/calendars.md);
- BYDAY with and without a number are joined; dateutil lets only those through that are both;
- a day in RDATE has the time of the event; the other puts it at midnight;
- an event over the night in which clocks change lasts as long as its first time; the other counts on the wall clock, and
  lets some end before they start (these are met here: 8 of 45,277 instances in 500 calendars);
- an event on each of two equal clocks is one suggestion, for the same time and title.
"""

import datetime as dt
import random
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from zoneinfo import ZoneInfo

try:
    import icalendar
    import recurring_ical_events
except ImportError as missing:
    print(f"not compared: {missing}; pip install icalendar recurring-ical-events tzdata")
    sys.exit(0)

TAFS = sys.argv[1] if len(sys.argv) > 1 else "target/debug/tafs"
HOW_MANY = int(sys.argv[2]) if len(sys.argv) > 2 else 500
ZONES = ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata", "America/Sao_Paulo", "UTC"]
DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
FROM = dt.datetime(2025, 6, 1, tzinfo=dt.timezone.utc)
TO = dt.datetime(2026, 6, 1, tzinfo=dt.timezone.utc)


def stamp(at, zone):
    """A property's parameters and value for a wall-clock time."""
    text = at.strftime("%Y%m%dT%H%M%S")
    return f":{text}Z" if zone == "UTC" else f";TZID={zone}:{text}"


def rule(rng, start, zone):
    frequency = rng.choices(["DAILY", "WEEKLY", "MONTHLY", "YEARLY", "HOURLY"], [3, 5, 4, 2, 1])[0]
    parts = [f"FREQ={frequency}"]
    if rng.random() < 0.5 or frequency == "HOURLY":
        parts.append(f"INTERVAL={rng.randint(1, 4) + (20 if frequency == 'HOURLY' else 0)}")
    if frequency == "WEEKLY" and rng.random() < 0.7:
        parts.append("BYDAY=" + ",".join(rng.sample(DAYS, rng.randint(1, 3))))
    if frequency == "DAILY" and rng.random() < 0.3:
        parts.append("BYDAY=" + ",".join(DAYS[:5]))
    if frequency == "MONTHLY":
        kind = rng.randint(0, 4)
        if kind == 0:
            parts.append(f"BYDAY={rng.choice(['1', '2', '3', '4', '5', '-1', '-2'])}{rng.choice(DAYS)}")
        elif kind == 1:
            parts.append("BYMONTHDAY=" + ",".join(str(day) for day in rng.sample([1, 13, 15, 28, 29, 30, 31, -1, -3], 2)))
        elif kind == 2:
            parts.append(f"BYDAY=MO,TU,WE,TH,FR;BYSETPOS={rng.choice(['1', '-1', '2,-2'])}")
    if frequency == "YEARLY":
        kind = rng.randint(0, 4)
        if kind == 0:
            parts.append(f"BYMONTH={rng.randint(1, 12)};BYDAY={rng.choice(['1', '-1', '3'])}{rng.choice(DAYS)}")
        elif kind == 1:
            parts.append(f"BYYEARDAY={rng.choice([1, 60, 100, 366, -1, -100])}")
        elif kind == 2:
            parts.append(f"BYWEEKNO={rng.choice([1, 10, 20, 52, 53])};BYDAY={rng.choice(DAYS)}")
        elif kind == 3:
            parts.append("BYMONTH=" + ",".join(str(month) for month in rng.sample(range(1, 13), 2)))
    if rng.random() < 0.2:
        parts.append("WKST=SU")
    end = rng.random()
    if end < 0.35:
        parts.append(f"COUNT={rng.randint(1, 60)}")
    elif end < 0.6:
        last = start + dt.timedelta(days=rng.randint(1, 700))
        parts.append("UNTIL=" + last.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.timezone.utc).strftime("%Y%m%dT%H%M%SZ"))
    return ";".join(parts)


def event(uid, rng, zone):
    start = dt.datetime(2025, 1, 1) + dt.timedelta(days=rng.randint(0, 480), minutes=15 * rng.randint(0, 95))
    minutes = rng.choice([15, 25, 30, 45, 60, 90, 240])
    lines = [f"UID:{uid}", f"SUMMARY:Meeting {uid}", f"DTSTART{stamp(start, zone)}"]
    if rng.random() < 0.7:
        lines.append(f"DTEND{stamp(start + dt.timedelta(minutes=minutes), zone)}")
    else:
        lines.append(f"DURATION:PT{minutes}M")
    more = []
    if rng.random() < 0.8:
        recurs = rule(rng, start, zone)
        lines.append(f"RRULE:{recurs}")
        head = "\r\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""])
        known = [item.start for item in recurring_ical_events.of(icalendar.Calendar.from_ical(head)).between(FROM, TO)]
        walls = sorted({at.replace(tzinfo=None) for at in known if isinstance(at, dt.datetime)})
        for wall in rng.sample(walls, min(len(walls), rng.randint(0, 3))):
            kind = rng.randint(0, 3)
            as_utc = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.timezone.utc).replace(tzinfo=None)
            name, clock = (as_utc, "UTC") if rng.random() < 0.3 else (wall, zone)
            if kind == 0:
                lines.append(f"EXDATE{stamp(name, clock)}")
            elif kind == 1:
                lines.append(f"RDATE{stamp(wall + dt.timedelta(minutes=95), zone)}")
            elif kind == 2:
                moved = wall + dt.timedelta(minutes=15 * rng.randint(-40, 40))
                many = ";RANGE=THISANDFUTURE" if rng.random() < 0.2 else ""
                clocked = stamp(name, clock).replace(":", many + ":", 1) if clock == "UTC" else stamp(name, clock)[:0] + many + stamp(name, clock)
                more += ["BEGIN:VEVENT", f"UID:{uid}", "SEQUENCE:1", f"SUMMARY:Moved {uid}", f"RECURRENCE-ID{clocked}",
                         f"DTSTART{stamp(moved, zone)}", f"DTEND{stamp(moved + dt.timedelta(minutes=minutes), zone)}", "END:VEVENT"]
            else:
                lines.append(f"EXDATE;VALUE=DATE:{wall:%Y%m%d}")
    return ["BEGIN:VEVENT", *lines, "END:VEVENT", *more]


def theirs(text):
    found = set()
    for item in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(FROM, TO):
        found.add((int(item.start.timestamp()), int(item.end.timestamp()), str(item.get("SUMMARY"))))
    return found


def ours(text, folder):
    file, base = Path(folder) / "calendar.ics", Path(folder) / "tafs.db"
    file.write_text(text, newline="")
    base.unlink(missing_ok=True)
    environment = {"TAFS_NOW": "2026-05-20T12:00:00Z", "TZ": "UTC", "TAFS_DB": str(base), "HOME": folder, "NO_COLOR": "1"}
    done = subprocess.run([TAFS, "import", "ics", str(file), "--from", "2025-06-01", "--to", "2026-05-31"],
                          env=environment, capture_output=True, text=True, check=False)
    if done.returncode or "are no blocks" in done.stderr:
        print(done.stderr)
    with sqlite3.connect(base) as connection:
        return set(connection.execute("SELECT start, stop, title FROM suggestion"))


def main():
    same, differ, odd = 0, 0, []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(HOW_MANY):
            rng = random.Random(number)
            zone = rng.choice(ZONES)
            lines = [line for index in range(rng.randint(1, 4)) for line in event(f"{number}-{index}", rng, zone)]
            text = "\r\n".join(["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//made up//EN", *lines, "END:VCALENDAR", ""])
            left, right = ours(text, folder), theirs(text)
            same += len(left & right)
            differ += len(left ^ right)
            if left != right:
                odd.append((number, zone, sorted(left - right)[:3], sorted(right - left)[:3], text))
    for number, zone, more, fewer, text in odd[:5]:
        print(f"calendar {number} in {zone}: only tafs {more}, only the other {fewer}\n{text}")
    share = same / max(same + differ, 1)
    print(f"{HOW_MANY} calendars, {same} instances the same, {differ} not: {share:.3%}; {len(odd)} calendars differ")
    sys.exit(0 if share >= 0.995 else 1)


if __name__ == "__main__":
    main()
