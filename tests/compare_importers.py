#!/usr/bin/env python3
"""Compares what `tafs import` counts with what Timewarrior and Watson report of the same files, and what `tafs export`
writes with what Timewarrior reads of it. Says which of them is not installed, and leaves that part out.

    tests/compare_importers.py target/debug/tafs [timew] [watson]
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime
from pathlib import Path

FIXTURES = Path(__file__).parent / "fixtures" / "import"
FAULTS = []


def run(words, **more):
    env = {"PATH": os.environ["PATH"], "TZ": "Europe/Berlin", "LANG": "C.UTF-8", **more.pop("env", {})}
    done = subprocess.run(words, env=env, capture_output=True, text=True, input=more.get("input", ""))
    if done.returncode:
        sys.exit(f"{' '.join(map(str, words))}: {done.stderr or done.stdout}")
    return done.stdout


def same(what, ours, theirs):
    print(f"{'same' if ours == theirs else 'DIFFERENT'}  {what}: tafs {ours}, tool {theirs}")
    if ours != theirs:
        FAULTS.append(what)


def ours(tafs, home, format, file):
    words = [tafs, "--db", home / "never.db", "import", format, file, "--dry-run", "--json"]
    report = json.loads(run(words, env={"HOME": str(home), "TAFS_NOW": "2026-11-01T09:00:00Z"}))
    return report["read"], report["read_s"]


def moment(text):
    return datetime.strptime(text, "%Y%m%dT%H%M%SZ") if "-" not in text else datetime.fromisoformat(text)


def total(rows, start, end):
    closed = [row for row in rows if end in row]
    return len(closed), sum(int((moment(row[end]) - moment(row[start])).total_seconds()) for row in closed)


def in_timew(timew, home, name, text):
    folder = home / name
    (folder / "data").mkdir(parents=True)
    (folder / "data" / "2026-03.data").write_text(text, encoding="utf-8")
    (folder / "timewarrior.cfg").touch()
    env = {"TIMEWARRIORDB": str(folder), "HOME": str(home)}
    # The first time it says that it counts the tags.
    run([timew, "export", ":yes"], env=env)
    return run([timew, "export", ":yes"], env=env), folder


def timewarrior(tafs, timew, home):
    lines = (FIXTURES / "timewarrior" / "2026-03.data").read_text(encoding="utf-8").splitlines(keepends=True)
    # The rest of that file stands there for tafs alone: Timewarrior itself stops at a line that is no interval.
    export, folder = in_timew(timew, home, "read", "".join(line for line in lines if line.startswith("inc")))
    theirs = total(json.loads(export), "start", "end")
    file = home / "export.json"
    file.write_text(export, encoding="utf-8")
    same("timewarrior, data file", ours(tafs, home, "timewarrior", folder / "data" / "2026-03.data"), theirs)
    same("timewarrior, export", ours(tafs, home, "timewarrior", file), theirs)
    maya = Path(__file__).parent / "fixtures" / "maya.jsonl"
    env = {"HOME": str(home), "TAFS_NOW": "2026-11-01T09:00:00Z"}
    db = ["--db", home / "maya.db"]
    read = json.loads(run([tafs, *db, "import", "json", maya, "--json"], env=env))
    written = run([tafs, *db, "export", "--format", "timewarrior"], env=env)
    export, folder = in_timew(timew, home, "written", written)
    same("timewarrior, what tafs wrote", (read["read"], read["read_s"]), total(json.loads(export), "start", "end"))
    summary = run([timew, "summary", ":all", ":yes"], env={"TIMEWARRIORDB": str(folder), "HOME": str(home)})
    hours, minutes, seconds = map(int, summary.split()[-1].split(":"))
    same("timewarrior, its summary", read["read_s"], hours * 3600 + minutes * 60 + seconds)


def watson(tafs, watson, home):
    folder = home / "watson"
    folder.mkdir()
    shutil.copy(FIXTURES / "watson" / "frames", folder / "frames")
    log = run([watson, "log", "--all", "--json"], env={"WATSON_DIR": str(folder), "HOME": str(home)})
    theirs = total(json.loads(log), "start", "stop")
    file = home / "log.json"
    file.write_text(log, encoding="utf-8")
    same("watson, frames", ours(tafs, home, "watson", folder / "frames"), theirs)
    same("watson, log", ours(tafs, home, "watson", file), theirs)
    report = json.loads(run([watson, "report", "--all", "--json"], env={"WATSON_DIR": str(folder), "HOME": str(home)}))
    same("watson, its report", theirs[1], int(report["time"]))


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    tafs = Path(sys.argv[1]).resolve()
    tools = [(timewarrior, sys.argv[2:3] or ["timew"]), (watson, sys.argv[3:4] or ["watson"])]
    for compare, (name,) in tools:
        tool = shutil.which(name)
        if tool is None:
            print(f"absent     {name} is not installed: not compared")
            continue
        with tempfile.TemporaryDirectory() as home:
            compare(tafs, tool, Path(home))
    sys.exit(1 if FAULTS else 0)


main()
