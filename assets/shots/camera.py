"""The program in front of the camera: on a copy of a home, at a moment, in a terminal of a palette and a size."""

import shutil
import tempfile
from pathlib import Path

import seed
from table import BACKGROUNDS, DARK, PALETTES, THEMES
from terminal import Terminal

OFFSET = "+01:00"
# From this size on a screen has room for all that a shot says.
CHECKED = ("200x60", "160x48", "120x40")


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
            wrong = ""
            if terminal.has_ended:
                wrong = f"ended by itself: {terminal.text().strip()}"
            elif size in CHECKED and not terminal.wait_for(shot.shows):
                wrong = f"does not show {shot.shows!r}"
            return terminal.grid, terminal.text(), wrong
