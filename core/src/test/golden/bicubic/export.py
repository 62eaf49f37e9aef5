"""Reference pixels of Pillow's BICUBIC on pictures that any language can rebuild, resized as transforms do.

Made with Pillow 13.0.0. Bytes within 1 of 255, deep grey (mode F, cut off at 0 and 255) within 1e-3.
Run: python3 export.py > values.json
"""
import base64
import json

import numpy as np
import PIL
from PIL import Image

MEAN = (0.485, 0.456, 0.406, 0.449)


def picture(width, height, channels):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
    values = (x * 7 + y * 13 + c * 50 + x * y * (c + 1) // 5 + (x * 31 + y * 17 + c * 11) % 23) % 256
    return Image.fromarray(values.astype(np.uint8).squeeze())


cases = {}


def add(name, image):
    a = np.asarray(image)
    if a.dtype == np.float32:
        a = np.clip(a, 0, 255)
    cases[name] = {
        "height": a.shape[0],
        "width": a.shape[1],
        "type": str(a.dtype),
        "values": base64.b64encode(a.tobytes()).decode(),
    }


def to(image, width, height):
    return image.resize((width, height), Image.Resampling.BICUBIC)


def shorter(image, size):
    width, height = image.size
    return to(image, size, size * height // width) if width <= height else to(image, size * width // height, size)


def padded(image):
    side = max(image.size)
    around = Image.new(image.mode, (side, side), tuple(round(255 * v) for v in MEAN[: len(image.getbands())]))
    around.paste(image, ((side - image.width) // 2, (side - image.height) // 2))
    return around


for name, image in {"rgb": picture(25, 18, 3), "tall": picture(18, 25, 3), "grey": picture(25, 18, 1)}.items():
    for size in (5, 9, 17, 31):
        add(f"{name} resize({size})", shorter(image, size))
    add(f"{name} resize_to(7,40)", to(image, 40, 7))
for size in (9, 31):
    add(f"rgb squeezed({size})", to(picture(25, 18, 3), size, size))
    add(f"rgb padded({size})", to(padded(picture(25, 18, 3)), size, size))
for size in (9, 31):
    add(f"deep resize({size})", shorter(picture(25, 18, 1).convert("F"), size))
add("rgb box(3,2,15,12) to 20", to(picture(25, 18, 3).crop((3, 2, 18, 14)), 20, 20))

print(json.dumps({"pillow": PIL.__version__, "cases": cases}))
