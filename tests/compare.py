#!/usr/bin/env python3
"""Compares tafs with the tools whose files it reads, and prints a figure per comparison.

    cargo build && tests/compare.py [path of tafs, else target/debug/tafs] [how many calendars, else 500]

Makes a virtual environment in target/compare and installs the other readers into it from PyPI (icalendar,
recurring-ical-events, Watson); Timewarrior is Debian's, and is installed by apt-get where it is missing and that may
be done. Ends with 1 where anything disagrees, and with 2 where a tool to compare with is missing.

- compare_calendars.py: made-up calendars, at least 99.5 % of all instances the same.
- compare_importers.py: blocks and seconds of the fixtures, all the same.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
VENV = HERE.parent / "target" / "compare"
PACKAGES = ["icalendar", "recurring-ical-events", "tzdata", "td-watson"]


def install_from_pypi():
    python = VENV / "bin" / "python"
    if not (VENV / "bin" / "watson").exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PACKAGES], check=True)
    return python


def install_timewarrior():
    if shutil.which("timew") is None and shutil.which("apt-get") and os.geteuid() == 0:
        subprocess.run(["apt-get", "install", "--yes", "--quiet=2", "timewarrior"], check=False)
    return shutil.which("timew")


def main():
    tafs = Path(sys.argv[1] if len(sys.argv) > 1 else HERE.parent / "target" / "debug" / "tafs").resolve()
    if not tafs.exists():
        sys.exit(f"there is no {tafs}: cargo build makes it")
    calendars = sys.argv[2] if len(sys.argv) > 2 else "500"
    python, timew = install_from_pypi(), install_timewarrior()
    comparisons = {
        "calendars": [python, HERE / "compare_calendars.py", tafs, calendars],
        "importers": [python, HERE / "compare_importers.py", tafs, timew or "timew", VENV / "bin" / "watson"],
    }
    results = {name: subprocess.run(words, check=False).returncode for name, words in comparisons.items()}
    for name, code in results.items():
        print(f"{name}: {'agree' if code == 0 else 'DISAGREE'}")
    if any(results.values()):
        sys.exit(1)
    if timew is None:
        print("timewarrior is missing: not compared")
        sys.exit(2)


if __name__ == "__main__":
    main()
