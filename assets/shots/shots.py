#!/usr/bin/env python3
"""Pictures of the screens: each of table.py at each size in each palette, drawn by the real program.

    shots.py [--only NAME…] [--size SIZE…] [--palette NAME…] [--text] [--sheet FILE] --out FOLDER -- PROGRAM
    shots.py --contact -- PROGRAM        the contact sheet beside this file, and nothing else
    shots.py --list                      the names

Names may be beginnings: `--only today review-4`. Without more it makes them all, which takes half an hour.
"""

import private_python

private_python.enter()

import argparse
import os
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import draw
import seed
import sheet
from camera import take
from table import IN_MORE_PALETTES, MORE_PALETTES, PALETTES, SHOTS, SIZES, USUAL

CONTACT = private_python.HERE / "contact-sheet.png"
CONTACT_SIZE = "120x40"


def name_of(picture):
    """What the file of a picture is called."""
    shot, palette, size = picture
    return f"{shot.name}-{size}-{palette}"


def save(job):
    """Takes one picture into its files; its name, what is wrong with it, and the letters that the font lacks."""
    program, homes, picture, out, with_text = job
    name = name_of(picture)
    grid, text, wrong = take(program, homes, *picture)
    draw.save_small(draw.draw_grid(grid), out / f"{name}.png")
    draw.save_small(draw.draw_grid(grid, draw.THUMBNAIL), out / "small" / f"{name}.png")
    if with_text:
        (out / f"{name}.txt").write_text(text + "\n")
    return name, wrong, sorted(draw.missing)


def make(program, pictures, out, with_text=False):
    """Makes pictures; whether each shows what it should."""
    (out / "small").mkdir(parents=True, exist_ok=True)
    is_right, missing = True, set()
    with tempfile.TemporaryDirectory(prefix="tafs-shots-") as homes:
        seed.make_homes({shot.home for shot, _, _ in pictures}, program, Path(homes))
        jobs = [(program, homes, picture, out, with_text) for picture in pictures]
        # Most of the time is waiting for a program to be quiet.
        with ProcessPoolExecutor(3 * os.cpu_count()) as pool:
            for name, wrong, unknown in pool.map(save, jobs):
                missing |= set(unknown)
                if wrong:
                    is_right = False
                    print(f"{name} {wrong}", file=sys.stderr)
    for letter in sorted(missing):
        print(f"the font has no {letter}", file=sys.stderr)
    return is_right


def make_contact_sheet(program):
    """Makes the contact sheet: all in dark, some in other palettes too; whether each shows what it should."""
    shots = [shot for shot in SHOTS if CONTACT_SIZE in shot.sizes]
    pictures = [(shot, "dark", CONTACT_SIZE) for shot in shots]
    pictures += [(shot, palette, CONTACT_SIZE) for palette in MORE_PALETTES for shot in shots
                 if shot.name in IN_MORE_PALETTES]
    with tempfile.TemporaryDirectory(prefix="tafs-contact-") as folder:
        is_right = make(program, pictures, Path(folder))
        sheet.save_sheet(map(name_of, pictures), Path(folder) / "small", CONTACT)
    return is_right


def read_arguments():
    """The command line."""
    usage = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usage.add_argument("--only", nargs="+", default=[""], metavar="NAME")
    usage.add_argument("--size", nargs="+", choices=SIZES, default=SIZES)
    usage.add_argument("--palette", nargs="+", choices=PALETTES, default=USUAL,
                       help=f"default: {' '.join(USUAL)}")
    usage.add_argument("--text", action="store_true", help="also what each screen says, as .txt")
    usage.add_argument("--sheet", type=Path, metavar="FILE", help="also a sheet of what was made")
    usage.add_argument("--out", type=Path, metavar="FOLDER")
    usage.add_argument("--contact", action="store_true")
    usage.add_argument("--list", action="store_true")
    usage.add_argument("program", nargs="?")
    asked = usage.parse_args()
    if not asked.list and (not asked.program or not (asked.out or asked.contact)):
        usage.error("name a folder and the program: --out FOLDER -- target/release/tafs")
    return asked


def main():
    asked = read_arguments()
    shots = [shot for shot in SHOTS if shot.name.startswith(tuple(asked.only))]
    if not shots:
        sys.exit(f"no picture begins with {' or '.join(asked.only)}; --list names them all")
    if asked.list:
        print("\n".join(shot.name for shot in shots))
        return 0
    program = seed.find_program(asked.program)
    if asked.contact:
        return 0 if make_contact_sheet(program) else 1
    pictures = [(shot, palette, size) for palette in asked.palette for size in asked.size for shot in shots
                if size in shot.sizes]
    is_right = make(program, pictures, asked.out, asked.text)
    if asked.sheet:
        sheet.save_sheet(map(name_of, pictures), asked.out / "small", asked.sheet)
    return 0 if is_right else 1


if __name__ == "__main__":
    sys.exit(main())
