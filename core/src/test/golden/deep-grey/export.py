"""Grey pictures with more than 8 bits: files of many kinds, and what a pipeline makes of their values.

Made with Pillow 13.0.0, NumPy and tifffile. Files hold `stored`, 12-bit values in 16 bits, unless noted beside them.
Resizing is Pillow's BILINEAR in mode F on values that were cut off at 100 and 3500 and scaled to 0...1.
Compare with absolute tolerance 1e-4. Run: python3 export.py > values.json
"""
import base64
import io
import json
import struct
import sys
import zlib

import numpy as np
import tifffile
from PIL import Image

LOW, HIGH = 100, 3500
rng = np.random.default_rng(7)
y, x = np.mgrid[0:23, 0:29]
stored = np.clip(2000 + 1900 * np.sin(x / 3) * np.cos(y / 4) + rng.normal(0, 60, (23, 29)), 0, 4095).astype(np.uint16)
stored[0, 0] = 4095


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(values, extra=b"", colour=0):
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    head = struct.pack(">IIBBBBB", values.shape[1], values.shape[0], 16, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def tiff(values, **how):
    out = io.BytesIO()
    tifffile.imwrite(out, values, **how)
    return out.getvalue()


def pillow(values, kind):
    out = io.BytesIO()
    Image.fromarray(values).save(out, kind)
    return out.getvalue()


def packed12(values):
    rows = b""
    for row in values:
        bits = "".join(format(int(v), "012b") for v in row)
        bits += "0" * (-len(bits) % 8)
        rows += int(bits, 2).to_bytes(len(bits) // 8, "big")
    height, width = values.shape
    entries = [(256, width), (257, height), (258, 12), (259, 1), (262, 1), (273, 0), (277, 1), (278, height), (279, len(rows))]
    start = 8 + 2 + 12 * len(entries) + 4
    out = b"II*\0" + struct.pack("<IH", 8, len(entries))
    for tag, value in entries:
        out += struct.pack("<HHII", tag, 4 if tag in (256, 257, 273, 278, 279) else 3, 1, start if tag == 273 else value)
    return out + b"\0\0\0\0" + rows


turn6 = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0"
files = {
    "pillow.png": pillow(stored, "PNG"),
    "pillow.tif": pillow(stored, "TIFF"),
    "deflate.tif": tiff(stored, compression="zlib", predictor=True),
    "bigendian.tif": tiff(stored, byteorder=">"),
    "tiled.tif": tiff(stored, tile=(16, 16)),
    "alpha.png": png(np.dstack([stored, np.full_like(stored, 65535)]), colour=4),
    "double.tif": tiff(stored.astype(np.float64)),
    "float.tif": tiff(stored.astype(np.float32)),
    "signed.tif": tiff(stored.astype(np.int16)),
    "int.tif": tiff(stored.astype(np.int32)),
    "white-is-zero.tif": tiff(stored, photometric="miniswhite"),
    "packed12.tif": packed12(stored),
    "sbit.png": png(stored, chunk(b"sBIT", b"\x0c")),
    "sbit-upper.png": png((stored << 4) | (stored >> 8), chunk(b"sBIT", b"\x0c")),
    "max.tif": tiff(stored, extratags=[(281, 3, 1, 3000, True)]),
    "exif6.png": png(stored, chunk(b"eXIf", turn6)),
    "orientation6.tif": tiff(stored, extratags=[(274, 3, 1, 6, True)]),
    "orientation4.tif": tiff(stored, extratags=[(274, 3, 1, 4, True)]),
}
scaled = ((np.clip(stored.astype(np.float64), LOW, HIGH) - LOW) / (HIGH - LOW)).astype(np.float32)
picture = Image.fromarray(scaled)  # mode F


def plane(image):
    return np.asarray(image, dtype=np.float32).ravel().tolist()


def smaller(side):  # torchvision: the shorter side, the longer one rounded down; then the middle
    width = side * 29 // 23
    resized = picture.resize((width, side), Image.BILINEAR)
    left = int(round((width - 12) / 2))
    top = int(round((side - 12) / 2))
    return plane(resized.crop((left, top, left + 12, top + 12)))


json.dump(
    {
        "files": {name: base64.b64encode(data).decode() for name, data in files.items()},
        "stored": stored.ravel().tolist(),
        "resize 14, crop 12": smaller(14),
        "resize 31, crop 12": smaller(31),
        "box (5, 3, 20, 17) to 12x12": plane(picture.crop((5, 3, 20, 17)).resize((12, 12), Image.BILINEAR)),
        "percentiles": [int(v) for v in np.percentile(np.concatenate([stored.ravel(), stored.ravel() // 2]), [0.1, 99.9], method="inverted_cdf")],
    },
    sys.stdout,
)
