"""The contact sheet: small pictures side by side, each with its name below."""

from PIL import Image, ImageDraw

import draw

GAP, CAPTION = 12, 20
GROUND, INK = (0x30, 0x33, 0x3B), (0xEC, 0xE8, 0xDF)
WIDEST = 2500


def save_sheet(names, folder, path):
    """Saves one picture of these small ones, in rows as wide as they fit."""
    pictures = [(name, Image.open(folder / f"{name}.png").convert("RGB")) for name in names]
    places, x, y, tallest = [], GAP, GAP, 0
    for name, picture in pictures:
        if x + picture.width + GAP > WIDEST and x > GAP:
            x, y, tallest = GAP, y + tallest + CAPTION + GAP, 0
        places.append((x, y, name, picture))
        x, tallest = x + picture.width + GAP, max(tallest, picture.height)
    width = max(x + picture.width for x, _, _, picture in places) + GAP
    sheet = Image.new("RGB", (width, y + tallest + CAPTION + GAP), GROUND)
    pen, (face, base) = ImageDraw.Draw(sheet), draw.font((7, 14), False, False)
    for x, y, name, picture in places:
        sheet.paste(picture, (x, y))
        pen.text((x, y + picture.height + 3 + base), name, font=face, fill=INK, anchor="ls")
    draw.save_small(sheet, path)
