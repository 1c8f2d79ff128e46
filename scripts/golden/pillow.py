"""Goldens of PIL: python scripts/golden/pillow.py, with Pillow 12.

Each case is an image made by a formula (`made`; test/PIL/support.ts has the same) and a chain of calls on it, with what
came out: mode, size and a hash of the pixels, a plain value, or class and text of an error.
"""

import gzip
import hashlib
import json

import numpy as np
from oracle import DATA, first_line
from PIL import Image, ImageColor, ImageEnhance, ImageFilter, ImageOps, ImageStat

MODES = ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "YCbCr", "HSV", "I", "F", "I;16"]


def levels(width, height, bands):
    y, x, b = np.meshgrid(np.arange(height), np.arange(width), np.arange(bands), indexing="ij")
    return ((x * 7 + y * 13 + b * 31) ^ ((x * y) >> 2)) & 255


def made(mode, width, height):
    """An image with smooth parts and hard edges."""
    if mode in ("I", "F", "I;16", "1", "P"):
        v = levels(width, height, 1)[:, :, 0]
        if mode == "I":
            return Image.fromarray((v * 257 - 20000).astype(np.int32))
        if mode == "F":
            return Image.fromarray((v / 7 - 5).astype(np.float32))
        if mode == "I;16":
            return Image.frombytes("I;16", (width, height), (v * 200).astype("<u2").tobytes())
        if mode == "1":
            return Image.fromarray(v >= 128)
        image = Image.fromarray(v.astype(np.uint8))
        image.putpalette([(i * 5 + i // 256 * 3) & 255 for i in range(768)])
        return image
    bands = Image.getmodebands(mode)
    return Image.frombytes(mode, (width, height), levels(width, height, bands).astype(np.uint8).tobytes())


def digest(image):
    raw = np.asarray(image).astype(np.uint8) * 255 if image.mode == "1" else None
    data = image.tobytes() if raw is None else raw.tobytes()
    entry = [image.mode, list(image.size), hashlib.sha1(data).hexdigest()[:16]]
    if image.mode == "P":
        entry.append(hashlib.sha1(bytes(image.getpalette())).hexdigest()[:16])
    return entry


def plain(value):
    if isinstance(value, Image.Image):
        return {"image": digest(value)}
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


FUNCTIONS = {
    "ImageOps.autocontrast": ImageOps.autocontrast,
    "ImageOps.equalize": ImageOps.equalize,
    "ImageOps.expand": ImageOps.expand,
    "ImageOps.invert": ImageOps.invert,
    "ImageOps.posterize": ImageOps.posterize,
    "ImageOps.solarize": ImageOps.solarize,
    "ImageOps.flip": ImageOps.flip,
    "ImageOps.mirror": ImageOps.mirror,
    "ImageOps.grayscale": ImageOps.grayscale,
    "ImageEnhance.Color": lambda im, f: ImageEnhance.Color(im).enhance(f),
    "ImageEnhance.Contrast": lambda im, f: ImageEnhance.Contrast(im).enhance(f),
    "ImageEnhance.Brightness": lambda im, f: ImageEnhance.Brightness(im).enhance(f),
    "ImageEnhance.Sharpness": lambda im, f: ImageEnhance.Sharpness(im).enhance(f),
    "ImageFilter": lambda im, name: im.filter(getattr(ImageFilter, name)),
    "ImageStat.mean": lambda im: ImageStat.Stat(im).mean,
    "ImageStat.stddev": lambda im: ImageStat.Stat(im).stddev,
    "thumbnail": lambda im, *args: (im.thumbnail(*args), im)[1],
    "putpixel": lambda im, *args: (im.putpixel(*args), im)[1],
    "putalpha": lambda im, *args: (im.putalpha(*args), im)[1],
    "paste": lambda im, *args: (im.paste(*args), im)[1],
    "pasteMade": lambda im, mode, size, at, mask=None: (
        im.paste(made(mode, *size), at, None if mask is None else made(mask, *size)),
        im,
    )[1],
    "mergeReversed": lambda im: Image.merge(im.mode, im.split()[::-1]),
    "blendFlipped": lambda im, alpha: Image.blend(im, ImageOps.mirror(im), alpha),
    "new": lambda im, *args: Image.new(*args),
    "getrgb": lambda im, text: ImageColor.getrgb(text),
    "getcolor": lambda im, *args: ImageColor.getcolor(*args),
}


def call(image, name, args, kwargs):
    if name in FUNCTIONS:
        return FUNCTIONS[name](image, *args, **kwargs)
    return getattr(image, name)(*args, **kwargs)


cases = []


def tuples(value):
    return tuple(tuples(v) for v in value) if isinstance(value, (list, tuple)) else value


def case(mode, size, name, *args, **kwargs):
    try:
        out = {"out": plain(call(made(mode, *size), name, tuples(args), {k: tuples(v) for k, v in kwargs.items()}))}
    except Exception as error:
        out = {"error": first_line(error)}
    cases.append({"mode": mode, "size": size, "name": name, "args": args, "kwargs": kwargs, **out})


def main():
    BIG, SMALL = (61, 47), (13, 9)

    for source in MODES:
        case(source, BIG, "copy")
        for target in [*MODES, "RGBX", "La", "RGBa", "LAB?"]:
            # Quantised, which is not here; and Pillow takes any name for the palette's own mode.
            if (source, target) not in (("RGBA", "P"), ("P", "LAB?")):
                case(source, BIG, "convert", target)
        case(source, BIG, "convert", "1", dither=0)
        case(source, BIG, "convert")
    case("RGB", BIG, "convert", "P", dither=0)
    # All of a cube of colours, through every formula.
    for target in ("HSV", "YCbCr", "L", "LA", "CMYK", "F", "I"):
        case("RGB", (256, 200), "convert", target)
    for source in ("HSV", "YCbCr", "CMYK"):
        case(source, (256, 200), "convert", "RGB")
    case("RGB", BIG, "convert", "L", [0.2, 0.5, 0.3, 1.5])
    case("RGB", BIG, "convert", "RGB", [0.4, 0.5, 0.3, 1, 0.1, 1, 0.2, -9, 0, 0.3, 1.3, 4])
    case("RGB", BIG, "convert", "L", [0.2, 0.5, 0.3])
    case("RGB", BIG, "convert", "F", [0.2, 0.5, 0.3, 0])

    for mode in MODES:
        for resample in range(6):
            for size in ((30, 47), (61, 20), (97, 103), (17, 11), (1, 1)):
                if (mode, resample) == ("I;16", 0) or mode != "I;16" or size != (1, 1):
                    case(mode, BIG, "resize", size, resample)
        case(mode, BIG, "resize", (20, 30), 2, box=(3.5, 4.25, 50.75, 40))
        case(mode, BIG, "resize", (20, 30), 0, box=(3.5, 4.25, 50.75, 40))
        for method in range(7):
            case(mode, SMALL, "transpose", method)
        for resample in (0, 2, 3):
            if mode == "I;16" and resample:  # Pillow takes the bytes of these apart
                continue
            for angle in (0, 17, 90, 180, -45.5, 270, 360.25):
                case(mode, BIG, "rotate", angle, resample)
            case(mode, BIG, "rotate", 33, resample, expand=True)
            case(mode, BIG, "rotate", 90, resample, expand=True)
            case(mode, BIG, "rotate", 20, resample, center=(3, 5), translate=(4, -2))
            case(mode, BIG, "transform", (40, 50), 0, [0.9, 0.1, -3.5, -0.2, 1.1, 4], resample)
            case(mode, BIG, "transform", (40, 50), 0, [1.5, 0, -3.5, 0, 0.7, 4], resample)
            case(mode, BIG, "transform", (40, 50), 1, [3, 4, 50, 30], resample)
            case(mode, BIG, "transform", (61, 47), 2, [1.1, 0.05, -2, 0.1, 0.9, 3, 0.001, -0.002], resample)
            case(mode, BIG, "transform", (30, 30), 3, [2, 3, 5, 40, 50, 44, 55, 1], resample)
        case(mode, SMALL, "crop", (2, 3, 10, 8))
        case(mode, SMALL, "crop", (-3, -2, 20, 12))
        case(mode, SMALL, "crop", (2.5, 3.5, 9.5, 7.5))
        case(mode, SMALL, "getpixel", (4, 5))
        case(mode, SMALL, "getpixel", (-1, -2))
        case(mode, SMALL, "getbands")
        case(mode, SMALL, "split")
        case(mode, SMALL, "getextrema")
        case(mode, SMALL, "getpalette")
        case(mode, (250, 300), "thumbnail", (100, 70), 3, None)
    for fill in ("red", "#12345678"):
        case("RGBA", BIG, "rotate", 30, 0, fillcolor=fill)
    case("RGB", BIG, "rotate", 30, 2, fillcolor=(10, 20, 30))
    case("L", BIG, "rotate", 30, 3, fillcolor=99)
    case("RGB", (2, 400), "resize", (3, 31), 2)
    case("L", (400, 3), "resize", (100, 3), 1)
    case("RGB", (500, 375), "resize", (256, 192), 2)
    case("RGB", (500, 375), "resize", (341, 256), 2)

    for mode in ("L", "RGB", "1", "RGBA", "P", "I"):
        for name in ("autocontrast", "equalize", "invert", "flip", "mirror", "grayscale"):
            case(mode, BIG, f"ImageOps.{name}")
        case(mode, BIG, "ImageOps.autocontrast", 5)
        case(mode, BIG, "ImageOps.autocontrast", (2, 7), ignore=3)
        for bits in (1, 4, 8):
            case(mode, BIG, "ImageOps.posterize", bits)
        for threshold in (0, 100, 256):
            case(mode, BIG, "ImageOps.solarize", threshold)
        for border in (2, (1, 2), (1, 2, 3, 4)):
            case(mode, SMALL, "ImageOps.expand", border, 0 if mode == "RGBA" else 200)
        case(mode, SMALL, "ImageOps.expand", (1, 2, 3), 0)
        for name in ("Color", "Contrast", "Brightness", "Sharpness"):
            for factor in (0, 0.3, 1, 1.7, -0.5):
                case(mode, BIG, f"ImageEnhance.{name}", factor)
        for name in ("SMOOTH", "SMOOTH_MORE", "SHARPEN", "FIND_EDGES", "DETAIL"):
            case(mode, BIG, "ImageFilter", name)
    case("RGB", BIG, "ImageOps.autocontrast", 1, preserve_tone=True)
    case("LA", BIG, "ImageEnhance.Color", 0.4)
    case("LA", BIG, "ImageEnhance.Contrast", 0.4)
    case("L", BIG, "ImageStat.mean")
    case("RGB", BIG, "ImageStat.stddev")
    case("RGB", BIG, "histogram")
    case("I", BIG, "histogram")
    case("F", BIG, "histogram")

    for alpha in (0, 0.25, 0.5, 1, 1.5, -1):
        case("RGB", BIG, "blendFlipped", alpha)
        case("L", BIG, "blendFlipped", alpha)
    case("RGB", SMALL, "mergeReversed")
    case("RGBA", SMALL, "mergeReversed")
    case("RGB", SMALL, "point", [i // 2 for i in range(256)] * 3)
    case("RGB", SMALL, "point", [1, 2])
    case("L", SMALL, "point", [(i * 3) - 100 for i in range(256)])
    case("L", SMALL, "point", [255 * (i > 99) for i in range(256)], "1")
    case("RGB", SMALL, "putpixel", (3, 4), (1, 2, 3))
    case("RGB", SMALL, "putpixel", (33, 4), (1, 2, 3))
    case("RGB", SMALL, "putalpha", 7)
    case("L", SMALL, "putalpha", 7)
    case("I", SMALL, "putalpha", 7)
    case("RGB", SMALL, "getchannel", "G")
    case("RGB", SMALL, "getchannel", 2)
    case("RGB", SMALL, "getchannel", "A")
    case("RGB", SMALL, "paste", (9, 8, 7), (2, 3, 6, 5))
    case("RGB", SMALL, "paste", "blue", (2, 3, 6, 50))
    case("RGB", SMALL, "paste", 5)
    case("RGB", SMALL, "pasteMade", "RGB", (5, 4), (3, -2))
    case("RGB", SMALL, "pasteMade", "L", (5, 4), (-3, 7))
    case("RGB", SMALL, "pasteMade", "RGB", (5, 4), (3, 2), "L")
    case("RGB", SMALL, "pasteMade", "RGB", (5, 4), (3, 2), "1")
    case("RGB", SMALL, "pasteMade", "RGB", (5, 4), (3, 2), "RGBA")
    case("RGB", SMALL, "pasteMade", "RGB", (5, 4), (3, 2), "HSV")
    case("L", SMALL, "pasteMade", "L", (5, 4), (3, 2, 9, 9))

    for args in (
        ("RGB", (2, 3), "red"), ("RGB", (2, 3), "#0f08"), ("RGB", (2, 3), 0x010203), ("RGB", (2, 2), (1, 2)),
        ("RGB", (2, 2), (-5, 300, 3)), ("RGBA", (2, 2), (1, 2, 3)), ("RGBA", (2, 2), 7), ("LA", (2, 2), (1,)),
        ("LA", (2, 2), (1, 2, 3)), ("L", (2, 2), (1, 2, 3)), ("L", (2, 2), 1.5), ("L", (2, 2), 300), ("F", (2, 2), 7.5),
        ("F", (2, 2), "red"), ("I;16", (2, 2), 70000), ("HSV", (2, 2), "orange"), ("XX", (2, 2)), ("RGB", (2, 2, 2)),
        ("RGB", (-1, 2)), ("RGB", (2, 2), "nocolor"), ("RGB", (2, 2), (1.5, 2, 3)), ("P", (2, 2), (1, 2, 3)),
        ("1", (2, 2), 0), ("L", (0, 3), 5),
    ):
        case("L", SMALL, "new", *args)
    for text in (
        "red", "RebeccaPurple", "#abc", "#abcd", "#a1b2c3", "#a1b2c3d4", "rgb(1, 2, 3)", "rgb(10%, 20%, 100%)",
        "hsl(120, 50%, 40%)", "hsv(200, 50.5%, 40%)", "hsb(20,50%,40%)", "rgba(1,2,3,4)", "rgb(1,2)", "#12", "nocolor",
    ):
        case("L", SMALL, "getrgb", text)
        for mode in ("L", "LA", "RGBA", "HSV"):
            case("L", SMALL, "getcolor", text, mode)

    for args in (((0, 5),), ((5, 5), 9), ((5, 5), 2, (0, 0, 99, 5)), ((5, 5), 2, (-1, 0, 9, 5)), ((5, 5), 2, (9, 0, 3, 5))):
        case("RGB", SMALL, "resize", *args)
    case("RGB", SMALL, "resize", (5, 5), 2, reducing_gap=0.5)
    case("RGB", SMALL, "crop", (5, 0, 4, 3))
    case("RGB", SMALL, "crop", (5, 9, 6, 3))
    case("RGB", SMALL, "transpose", 7)
    case("RGB", SMALL, "transform", (5, 5), 9, [1])
    case("RGB", SMALL, "transform", (5, 5), 0)
    case("RGB", SMALL, "transform", (5, 5), 0, [1, 0, 0, 0, 1, 0], 1)
    case("RGB", SMALL, "transform", (5, 5), 0, [1, 0, 0, 0, 1, 0], 8)
    case("RGB", SMALL, "getpixel", (99, 0))

    path = DATA / "pillow.gz"
    path.write_bytes(gzip.compress(json.dumps(cases).encode(), mtime=0))
    print(f"{len(cases)} cases, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
