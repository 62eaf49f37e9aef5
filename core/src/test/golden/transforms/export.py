"""Reference pixels of torchvision's transforms on a PIL picture that any language can rebuild.

Run with torchvision 0.14.1 and Pillow 9.4: python3 export.py > values.json
"""
import base64
import json
import math

import numpy as np
import PIL
import torch
import torchvision
from PIL import Image
from torchvision.transforms import autoaugment
from torchvision.transforms import functional as F
from torchvision.transforms.functional import InterpolationMode


def picture(width, height, channels):
    y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(channels), indexing="ij")
    values = (x * 7 + y * 13 + c * 50 + x * y * (c + 1) // 5 + (x * 31 + y * 17 + c * 11) % 23) % 256
    return Image.fromarray(values.astype(np.uint8).squeeze())


rgb = picture(25, 18, 3)
square = picture(16, 16, 3)
grey = picture(25, 18, 1)
cases = {}


def add(name, image):
    a = np.asarray(image)
    cases[name] = {"height": a.shape[0], "width": a.shape[1], "pixels": base64.b64encode(a.tobytes()).decode()}


add("input", rgb)
add("grey of input", rgb.convert("L"))
add("vflip", F.vflip(rgb))
add("hflip", F.hflip(rgb))
for angle in (0, 10, -10, 33.3, 45, 90, 135, 180, 270, -90):
    add(f"rotate({angle})", F.rotate(rgb, angle))
for angle in (90, 180, 270):
    add(f"square rotate({angle})", F.rotate(square, angle))
add("grey rotate(20)", F.rotate(grey, 20))
add("center_crop(10,12)", F.center_crop(rgb, [10, 12]))
add("center_crop(11,13)", F.center_crop(rgb, [11, 13]))
add("center_crop(21,30)", F.center_crop(rgb, [21, 30]))
add("center_crop(21,10)", F.center_crop(rgb, [21, 10]))
add("pad 4, crop(top 2,left 1,18x25)", F.crop(F.pad(rgb, 4), 2, 1, 18, 25))
for size in (9, 12, 31):
    add(f"resize({size})", F.resize(rgb, size))
add("resize(7,40)", F.resize(rgb, [7, 40]))
add("grey resize(9)", F.resize(grey, 9))
MEAN = (0.485, 0.456, 0.406, 0.449)


def padded(image):
    width, height = image.size
    left, top = (max(image.size) - width) // 2, (max(image.size) - height) // 2
    fill = tuple(round(255 * value) for value in MEAN[: len(image.getbands())])
    padding = [left, top, max(image.size) - width - left, max(image.size) - height - top]
    return F.pad(image, padding, fill if len(fill) > 1 else fill[0])


def resized(image, size):
    """Pillow would multiply the colours by alpha first, torch does not."""
    if image.mode != "RGBA":
        return F.resize(image, [size, size])
    planes = torch.from_numpy(np.array(image)).permute(2, 0, 1)
    return F.resize(planes, [size, size], antialias=True).permute(1, 2, 0).contiguous()


for name, image in {"": rgb, "tall ": picture(18, 25, 3), "grey ": grey, "alpha ": picture(25, 18, 4)}.items():
    for size in (9, 25, 31):
        add(f"{name}padded_resize({size})", resized(padded(image), size))
    add(f"{name}squeezed_resize(9)", resized(image, 9))
for factor in (0.0, 0.4, 1.7):
    add(f"brightness({factor})", F.adjust_brightness(rgb, factor))
    add(f"contrast({factor})", F.adjust_contrast(rgb, factor))
    add(f"saturation({factor})", F.adjust_saturation(rgb, factor))
    add(f"sharpness({factor})", F.adjust_sharpness(rgb, factor))
add("grey contrast(1.7)", F.adjust_contrast(grey, 1.7))
add("grey sharpness(1.7)", F.adjust_sharpness(grey, 1.7))
for factor in (-0.5, -0.2, 0.1, 0.5):
    add(f"hue({factor})", F.adjust_hue(rgb, factor))

space = autoaugment.TrivialAugmentWide()._augmentation_space(31)
for name, (magnitudes, signed) in space.items():
    for bin in (0, 11, 30):
        for sign in (1, -1) if signed else (1,):
            magnitude = float(magnitudes[bin].item()) if magnitudes.ndim > 0 else 0.0
            image = autoaugment._apply_op(rgb, name, sign * magnitude, InterpolationMode.NEAREST, None)
            add(f"TrivialAugmentWide {name} {bin} {sign}", image)

print(json.dumps({
    "note": f"torchvision {torchvision.__version__}, Pillow {PIL.__version__}; resize within 1/255, all else exact",
    "cases": cases,
}, indent=0))
