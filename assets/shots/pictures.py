#!/usr/bin/env python3
"""The pictures of the project's README, into assets/: screens as in table.py, and the HTML page of a week.

    pictures.py [--only NAME…] -- PROGRAM
"""

import private_python

private_python.enter()

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import draw
import seed
from camera import take
from private_python import REPOSITORY
from table import SHOTS

ASSETS = REPOSITORY / "assets"
# The picture's name, the shot that it is, its size.
SCREENS = (
    ("today", "today", "120x40"), ("first", "today-first-day", "80x24"), ("note", "today-note", "80x24"),
    ("edit", "today-edit", "80x24"), ("week", "week-selected-day", "120x40"), ("trends", "trends", "120x40"),
    ("review", "review-4-reveal", "120x40"),
)
PAGE = "page"
PAGE_SIZE = "860,1210"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def save_page(program, homes):
    """Saves the page of a week as a browser shows it, where there is one."""
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    if not browser:
        print(f"{PAGE}.png stays as it is: there is no {', '.join(BROWSERS)}", file=sys.stderr)
        return
    home = seed.Home(homes / "guessed", program)
    page, picture = homes / "week.html", homes / "page.png"
    home.run(seed.EVENING, f"review 2026-W10 --html -o {page}")
    words = ["--headless", "--disable-gpu", "--no-sandbox", "--hide-scrollbars", f"--window-size={PAGE_SIZE}"]
    done = subprocess.run([browser, *words, f"--screenshot={picture}", page.as_uri()], capture_output=True, text=True)
    if not picture.exists():
        sys.exit(f"{browser} has drawn no page:\n{done.stderr}")
    with draw.Image.open(picture) as drawn:
        draw.save_small(drawn.convert("RGB"), ASSETS / f"{PAGE}.png")


def main():
    names = [name for name, _, _ in SCREENS] + [PAGE]
    usage = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usage.add_argument("--only", nargs="+", choices=names, default=names)
    usage.add_argument("program")
    asked = usage.parse_args()
    program = seed.find_program(asked.program)
    shots = {shot.name: shot for shot in SHOTS}
    wanted = [(name, shots[shot], size) for name, shot, size in SCREENS if name in asked.only]
    with tempfile.TemporaryDirectory(prefix="tafs-pictures-") as folder:
        homes = Path(folder)
        seeded = {shot.home for _, shot, _ in wanted} | ({"guessed"} if PAGE in asked.only else set())
        seed.make_homes(seeded, program, homes)
        for name, shot, size in wanted:
            grid, _, wrong = take(program, homes, shot, "dark", size)
            if wrong:
                sys.exit(f"{name} {wrong}")
            draw.save_small(draw.draw_grid(grid), ASSETS / f"{name}.png")
        if PAGE in asked.only:
            save_page(program, homes)


if __name__ == "__main__":
    main()
