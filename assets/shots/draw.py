"""A grid of cells as a picture. Letters come from DejaVu Sans Mono; blocks and lines are drawn, so that they meet."""

import math
import sys
import unicodedata
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

FONTS = Path("/usr/share/fonts/truetype/dejavu")
# Each picture is drawn once, in cells of a fixed size in pixels; thumbnails have their own cells.
CELL, THUMBNAIL = (10, 19), (5, 10)

# What the sixteen names look like on a terminal of a plain dark theme.
SIXTEEN = {
    "black": "22252c", "red": "d06a6a", "green": "8fbf72", "brown": "e5b95c", "blue": "5f87d7", "magenta": "b48ac8",
    "cyan": "7fc4bb", "white": "d3d0c8", "brightblack": "6b707c", "brightred": "e88b8b", "brightgreen": "a9d68c",
    "brightbrown": "f2d58a", "brightblue": "85aaf0", "brightmagenta": "cdaae0", "bfightmagenta": "cdaae0",
    "brightcyan": "9adcd3", "brightwhite": "f4f2ec",
}
PAGE, INK = (0x12, 0x14, 0x1A), (0xD3, 0xD0, 0xC8)
missing = set()


def color(name, default):
    """The red, green and blue of a color as pyte names it."""
    if name == "default":
        return default
    value = SIXTEEN.get(name, name)
    return tuple(int(value[at:at + 2], 16) for at in (0, 2, 4))


def mix(one, other, part):
    """So large a part of one color, the rest of the other."""
    return tuple(round(a * part + b * (1 - part)) for a, b in zip(one, other))


def look(char):
    """The colors of a cell: ink and ground, after dim and reverse."""
    ink, ground = color(char.fg, INK), color(char.bg, PAGE)
    if char.blink:  # dim, see `Grid`
        ink = mix(ink, ground, 0.55)
    return (ground, ink) if char.reverse else (ink, ground)


@lru_cache
def font(cell, bold, italic):
    """The face that fits into a cell, and the row its letters stand on."""
    if not FONTS.joinpath("DejaVuSansMono.ttf").exists():
        sys.exit(f"no DejaVu Sans Mono in {FONTS}: install fonts-dejavu-core")
    style = {(1, 0): "-Bold", (0, 1): "-Oblique", (1, 1): "-BoldOblique"}.get((bool(bold), bool(italic)), "")
    path = FONTS / f"DejaVuSansMono{style}.ttf"
    if not path.exists():
        path = FONTS / f"DejaVuSansMono{'-Bold' if bold else ''}.ttf"
    # The widest size whose letters are no wider than a cell.
    size = max(size for size in range(4, 64) if ImageFont.truetype(path, size).getlength("M") <= cell[0])
    face = ImageFont.truetype(path, size)
    ascent, descent = face.getmetrics()
    return face, round((cell[1] - ascent - descent) / 2) + ascent


@lru_cache
def has_letter(text):
    """Whether the face knows a character, which else is drawn as an empty box."""
    face = font(CELL, False, False)[0]
    known = face.getmask(text).getbbox() is None or bytes(face.getmask(text)) != bytes(face.getmask("\U0010ffff"))
    if not known:
        missing.add(f"{text} U+{ord(text[0]):04X} {unicodedata.name(text[0], '')}")
    return known


# Quarters of the quadrants, as bits: 1 top left, 2 top right, 4 bottom left, 8 bottom right.
QUADRANTS = dict(zip("▘▝▀▖▌▞▛▗▚▐▜▄▙▟█", range(1, 16)))
# The four arms of a line, each 0 none, 1 light or 2 heavy: left, right, up, down.
ARMS = {
    "─": (1, 1, 0, 0), "━": (2, 2, 0, 0), "│": (0, 0, 1, 1), "┃": (0, 0, 2, 2), "┌": (0, 1, 0, 1), "┐": (1, 0, 0, 1),
    "└": (0, 1, 1, 0), "┘": (1, 0, 1, 0), "├": (0, 1, 1, 1), "┤": (1, 0, 1, 1), "┬": (1, 1, 0, 1), "┴": (1, 1, 1, 0),
    "┼": (1, 1, 1, 1), "╵": (0, 0, 1, 0), "╷": (0, 0, 0, 1), "╴": (1, 0, 0, 0), "╶": (0, 1, 0, 0), "╸": (2, 0, 0, 0),
    "╺": (0, 2, 0, 0), "╼": (1, 2, 0, 0), "╾": (2, 1, 0, 0),
}
# Corners that are round: to the left or right, up or down.
ROUND = {"╭": (1, 1), "╮": (-1, 1), "╰": (1, -1), "╯": (-1, -1)}
# Broken lines: how many pieces, and whether they lie.
DASHES = {"┈": (4, True), "╌": (2, True), "┄": (3, True), "┊": (4, False), "┆": (3, False), "╎": (2, False)}
SHADES = {"░": 1, "▒": 2, "▓": 3}
FINE = 4
STEPS = [round(round(value / 255 * 5) / 5 * 255) for value in range(256)]


def rectangles(text):
    """The rectangles of a block element, in parts of the cell: left, top, right, bottom."""
    if text in QUADRANTS:
        bits = QUADRANTS[text]
        places = ((0, 0), (0.5, 0), (0, 0.5), (0.5, 0.5))
        return [(x, y, x + 0.5, y + 0.5) for bit, (x, y) in enumerate(places) if bits >> bit & 1]
    code = ord(text)
    if 0x2581 <= code <= 0x2587:
        return [(0, 1 - (code - 0x2580) / 8, 1, 1)]
    if 0x2589 <= code <= 0x258F:
        return [(0, 0, (0x2590 - code) / 8, 1)]
    return {"▔": [(0, 0, 1, 1 / 8)], "▕": [(7 / 8, 0, 1, 1)]}.get(text)


def fill_part(mask, box, cell):
    """Fills a rectangle; a pixel that is only partly in it gets its part."""
    left, top, right, bottom = (value * cell[axis % 2] for axis, value in enumerate(box))
    for y in range(int(top), min(cell[1], int(bottom + 0.999))):
        height = min(y + 1, bottom) - max(y, top)
        for x in range(int(left), min(cell[0], int(right + 0.999))):
            part = height * (min(x + 1, right) - max(x, left))
            mask.putpixel((x, y), min(255, mask.getpixel((x, y)) + round(255 * part)))


def draw_arms(mask, arms, cell):
    """Draws a line from the middle of the cell to each edge that it reaches."""
    pen = ImageDraw.Draw(mask)
    (width, height), (x, y) = cell, (cell[0] // 2, cell[1] // 2)
    thick = {1: max(1, height // 19), 2: max(2, height * 2 // 13)}
    for arm, weight in zip("lrud", arms):
        if weight:
            half = thick[weight] // 2
            first, last = -half, thick[weight] - half - 1
            box = {
                "l": (0, y + first, x + last, y + last), "r": (x + first, y + first, width, y + last),
                "u": (x + first, 0, x + last, y + last), "d": (x + first, y + first, x + last, height),
            }[arm]
            pen.rectangle(box, fill=255)


def draw_fine(cell, draw):
    """A mask that is drawn larger and made smaller, for what is not upright."""
    large = Image.new("L", (cell[0] * FINE, cell[1] * FINE))
    draw(ImageDraw.Draw(large))
    return large.resize(cell, Image.Resampling.BOX)


def draw_corner(cell, way):
    """A round corner, whose ends are those of the straight lines."""
    width, height = cell[0] * FINE, cell[1] * FINE
    x, y = (cell[0] // 2) * FINE + FINE / 2, (cell[1] // 2) * FINE + FINE / 2
    across, down = way
    radius = min(width - x, y)
    turn = [step * math.pi / 24 for step in range(13)]
    bend = [(x + across * radius * (1 - math.cos(angle)), y + down * radius * (1 - math.sin(angle))) for angle in turn]
    path = [(x, height if down > 0 else 0), *bend, (width if across > 0 else 0, y)]
    return draw_fine(cell, lambda pen: pen.line(path, fill=255, width=FINE, joint="curve"))


def draw_dashes(mask, dashes, cell):
    """Draws a broken line."""
    pen, (count, lies) = ImageDraw.Draw(mask), dashes
    length = cell[0] if lies else cell[1]
    for piece in range(count):
        start = round(piece * length / count)
        end = max(start, round((piece + 0.5) * length / count) - 1)
        across = (cell[1] if lies else cell[0]) // 2
        pen.rectangle((start, across, end, across) if lies else (across, start, across, end), fill=255)


def draw_shade(mask, density, cell, at):
    """Dots that go on in the next cell: a quarter, a half or three quarters of the pixels."""
    for y in range(cell[1]):
        for x in range(cell[0]):
            column, row = at[0] + x, at[1] + y
            quarter = column % 2 == 0 and (row % 2 == 0) and (column // 2 + row // 2) % 2 == 0
            half = (column + row) % 2 == 0
            most = not (column % 2 == 1 and row % 2 == 1)
            if (quarter, half, most)[density - 1]:
                mask.putpixel((x, y), 255)


def draw_letter(mask, char, cell):
    """Draws a letter of the face in the middle of its cell."""
    face, base = font(cell, char.bold, char.italics)
    wide = mask.width
    ImageDraw.Draw(mask).text(((wide - face.getlength(char.data)) / 2, base), char.data, font=face, fill=255, anchor="ls")


@lru_cache(maxsize=8192)
def shape(char, cell, wide, at):
    """Where the ink of a cell lies. `at` is its place in the picture where that changes the look, else nothing."""
    mask, text = Image.new("L", (cell[0] * wide, cell[1])), char.data
    single = text if len(text) == 1 else " "
    if boxes := rectangles(single):
        for box in boxes:
            fill_part(mask, box, cell)
    elif single in ARMS:
        draw_arms(mask, ARMS[single], cell)
    elif single in ROUND:
        mask = draw_corner(cell, ROUND[single])
    elif single in DASHES:
        draw_dashes(mask, DASHES[single], cell)
    elif single in "╱╲":
        width, height = cell[0] * FINE, cell[1] * FINE
        line = (0, height, width, 0) if single == "╱" else (0, 0, width, height)
        mask = draw_fine(cell, lambda pen: pen.line(line, fill=255, width=FINE))
    elif single in SHADES:
        draw_shade(mask, SHADES[single], cell, at)
    elif text.strip():
        has_letter(text)
        draw_letter(mask, char, cell)
    # A few steps of ink are as smooth as all of them, and keep a picture within 256 colors.
    mask = mask.point(STEPS)
    rule = ImageDraw.Draw(mask)
    if char.underscore:
        row = font(cell, False, False)[1] + max(1, cell[1] // 10)
        rule.line((0, min(row, cell[1] - 1), mask.width, min(row, cell[1] - 1)), fill=255)
    if char.strikethrough:
        rule.line((0, cell[1] // 2 + 1, mask.width, cell[1] // 2 + 1), fill=255)
    return mask


def draw_grid(grid, cell=CELL):
    """The picture of a screen."""
    picture = Image.new("RGB", (grid.columns * cell[0], grid.lines * cell[1]), PAGE)
    pen = ImageDraw.Draw(picture)
    for row in range(grid.lines):
        line = grid.buffer[row]
        for column in range(grid.columns):
            char = line[column]
            if not char.data:
                continue
            wide = 2 if column + 1 < grid.columns and not line[column + 1].data else 1
            x, y = column * cell[0], row * cell[1]
            ink, ground = look(char)
            pen.rectangle((x, y, x + cell[0] * wide - 1, y + cell[1] - 1), fill=ground)
            if char.data.strip() or char.underscore or char.strikethrough:
                plain = char._replace(fg="", bg="", reverse=False, blink=False)
                at = (x % 4, y % 4) if char.data in SHADES else None
                picture.paste(ink, (x, y), shape(plain, cell, wide, at))
    cursor = grid.cursor
    if not cursor.hidden and cursor.y < grid.lines and cursor.x < grid.columns:
        x, y = cursor.x * cell[0], cursor.y * cell[1]
        ink, _ = look(grid.buffer[cursor.y][cursor.x])
        pen.rectangle((x, y, x + max(1, cell[0] // 5) - 1, y + cell[1] - 1), fill=ink)
    return picture


def save_small(picture, path, most=256):
    """Saves a picture with a table of its colors: the most frequent ones, where they are more than fit."""
    found = sorted(picture.getcolors(picture.width * picture.height), reverse=True)[:most]
    table = Image.new("P", (1, 1))
    table.putpalette([part for _, color in found for part in color])
    picture.quantize(palette=table, dither=Image.Dither.NONE).save(path, optimize=True)
