#!/usr/bin/env python3
"""A tour through a day, as an animated picture: the real program, pressed key by key.

    tour.py [--out FILE] -- PROGRAM

The program's clock stands still under TAFS_NOW. So each scene is a run of its own, later on the same file, and the
cuts between them are the hours of the day.
"""

import private_python

private_python.enter()

import argparse
import json
import tempfile
from pathlib import Path

import draw
import seed
from camera import open_screen
from private_python import REPOSITORY

SIZE = "120x40"
# So long a key is looked at, in milliseconds, while more come.
KEY = 120
FRIDAY = "2026-03-06"

# When, and what is pressed, each with how long the result is looked at.
FIRST_DAY = ("08:30:00", (("", 1800), ("s", 1400), ("p", 1000)))
MORNING = (
    ("11:20:40", (("", 1000), ("a", 1200), ("c", 900))),
    ("11:44:30", (("", 700), ("15", 1600), ("s", 800), ("m", 600), ('@ "Kestrel"', 400), ("enter", 1000))),
)
EVENING = ("16:50:00", (
    ("", 1200), ("tab", 1900), ("up up", 1300), ("tab", 2000), ("tab", 700), ("pgdn pgdn", 900),
    ("] ] ] ] ] ] ]", 900), ("enter", 2600), (': "pro"', 1800), ("esc", 800),
))


def film(program, home, scene):
    """The frames of a scene, each with how long it is shown."""
    clock, beats = scene
    with open_screen([program], home, f"{FRIDAY}T{clock}", "dark", SIZE) as terminal:
        for keys, dwell in beats:
            pictures = [draw.draw_grid(terminal.grid) for _ in terminal.press_each(keys)]
            pictures = pictures or [draw.draw_grid(terminal.grid)]
            yield from ((picture, KEY) for picture in pictures[:-1])
            yield pictures[-1], dwell


def blocks_of(begin, end):
    """The lines of W10 that begin in this span of local times."""
    lines = seed.W10.read_text().splitlines(keepends=True)
    return "".join(line for line in lines if begin <= json.loads(line)["start"][:16] < end)


def scenes(program, folder):
    """The frames of all scenes."""
    seed.make_homes({"empty"}, program, folder)
    yield from film(program, folder / "empty", FIRST_DAY)
    home = seed.Home(folder / "tour", program)
    seed.seed_reviews(home)
    home.run(at("11:20:00"), "import json -", blocks_of("2026-03-02", f"{FRIDAY}T10:45"))
    home.run(at("10:45:00"), "s /nurture @Lumen shared benchmark note")
    for scene in MORNING:
        yield from film(program, folder / "tour", scene)
    home.run(at("12:00:00"), "stop")
    home.run(at("16:50:00"), "import json -", blocks_of(f"{FRIDAY}T12:00", "2026-03-07"))
    yield from film(program, folder / "tour", EVENING)


def at(clock):
    """A moment of the Friday."""
    return f"{FRIDAY}T{clock}+01:00"


def save(frames, path):
    """Saves the frames as one animated picture without loss; what does not change is one frame."""
    pictures, times = [], []
    for picture, dwell in frames:
        if pictures and picture.tobytes() == pictures[-1].tobytes():
            times[-1] += dwell
        else:
            pictures.append(picture)
            times.append(dwell)
    pictures[0].save(path, save_all=True, append_images=pictures[1:], duration=times, loop=0, lossless=True,
                     quality=100, method=4, minimize_size=True)
    print(f"{path}: {len(pictures)} frames, {sum(times) / 1000:.0f} s, {path.stat().st_size // 1024} KB")


def main():
    usage = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    usage.add_argument("--out", type=Path, default=REPOSITORY / "assets" / "tour.webp")
    usage.add_argument("program")
    asked = usage.parse_args()
    with tempfile.TemporaryDirectory(prefix="tafs-tour-") as folder:
        save(scenes(seed.find_program(asked.program), Path(folder)), asked.out)


if __name__ == "__main__":
    main()
