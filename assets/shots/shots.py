#!/usr/bin/env python3
"""Pictures of the screens: each of table.py at each size in each palette, drawn by the real program.

    shots.py [--only NAME…] [--size SIZE…] [--palette NAME…] [--text] [--sheet FILE] --out FOLDER -- PROGRAM
    shots.py --list

Names may be beginnings: `--only today review-4`. Without more it makes them all, which takes long.
"""

import private_python

private_python.enter()

import argparse
import os
import re
import shutil
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import draw
import seed
import sheet
from table import BACKGROUNDS, DARK, PALETTES, SHOTS, SIZES, THEMES
from terminal import Terminal

OFFSET = "+01:00"


def open_screen(command, home, now, palette, size):
    """A command on a home, at a moment, in a terminal of a palette and a size."""
    folder = Path(home)
    env = seed.Home(folder, command[0]).environment(now + OFFSET) | PALETTES[palette]
    config = folder / ".config" / "tafs" / "config.toml"
    config.write_text(seed.CONFIG + THEMES.get(palette, ""))
    columns, rows = (int(number) for number in size.split("x"))
    return Terminal(command, (columns, rows), env, BACKGROUNDS.get(palette, DARK))


def take(program, homes, shot, palette, size):
    """The screen of a shot, and what is wrong with it."""
    with tempfile.TemporaryDirectory(prefix="tafs-shot-") as folder:
        home = Path(folder) / "home"
        shutil.copytree(Path(homes) / shot.home, home)
        with open_screen([program, *shot.words], home, shot.now, palette, size) as terminal:
            terminal.press(shot.keys)
            is_checked = size == "120x40" or size == shot.sizes[0] != SIZES[0]
            wrong = "" if not is_checked or terminal.wait_for(shot.shows) else f"does not show {shot.shows!r}"
            return terminal.grid, terminal.text(), wrong


def save(job):
    """Takes one picture into its file; what there is to say of it."""
    program, homes, shot, palette, size, out, with_text = job
    grid, text, wrong = take(program, homes, shot, palette, size)
    name = f"{shot.name}-{size}-{palette}"
    draw.save_small(draw.draw_grid(grid), Path(out) / f"{name}.png")
    draw.save_small(draw.draw_grid(grid, draw.THUMBNAIL), Path(out) / "small" / f"{name}.png")
    if with_text:
        (Path(out) / f"{name}.txt").write_text(text + "\n")
    return name, wrong, sorted(draw.missing)


def read_arguments():
    """The command line."""
    usage = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usage.add_argument("--only", nargs="+", default=[""], metavar="NAME")
    usage.add_argument("--size", nargs="+", choices=SIZES, default=SIZES)
    usage.add_argument("--palette", nargs="+", choices=PALETTES, default=list(PALETTES))
    usage.add_argument("--text", action="store_true", help="also what each screen says, as .txt")
    usage.add_argument("--sheet", type=Path, help="a contact sheet of what was made")
    usage.add_argument("--out", type=Path)
    usage.add_argument("--list", action="store_true")
    usage.add_argument("program", nargs="*", default=[])
    asked = usage.parse_args()
    if not asked.list and (not asked.out or len(asked.program) != 1):
        usage.error("name a folder and the program: --out FOLDER -- target/release/tafs")
    return asked


def main():
    asked = read_arguments()
    shots = [shot for shot in SHOTS if shot.name.startswith(tuple(asked.only))]
    if asked.list:
        print("\n".join(shot.name for shot in shots))
        return 0
    if not shots:
        sys.exit(f"no picture begins with {' or '.join(asked.only)}; --list names them all")
    program = str(Path(asked.program[0]).resolve())
    (asked.out / "small").mkdir(parents=True, exist_ok=True)
    faults, missing = 0, set()
    with tempfile.TemporaryDirectory(prefix="tafs-shots-") as homes:
        seed.make_homes({shot.home for shot in shots}, program, Path(homes))
        jobs = [(program, homes, shot, palette, size, asked.out, asked.text)
                for palette in asked.palette for size in asked.size for shot in shots if size in shot.sizes]
        # Most of the time is waiting for a program to be quiet.
        with ProcessPoolExecutor(3 * os.cpu_count()) as pool:
            for name, wrong, unknown in pool.map(save, jobs):
                missing |= set(unknown)
                faults += bool(wrong)
                if wrong:
                    print(f"{name} {wrong}", file=sys.stderr)
    for letter in sorted(missing):
        print(f"the font has no {letter}", file=sys.stderr)
    if asked.sheet:
        sheet.save_sheet([f"{shot.name}-{size}-{palette}" for palette in asked.palette for size in asked.size
                          for shot in shots if size in shot.sizes], asked.out / "small", asked.sheet)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
