"""Goldens of image files, drawing and torchvision's datasets, io and utils: python scripts/golden/vision_data.py.

Needs torchvision 0.28 and Pillow 12. Files are small and stored whole; pixels are hashes. What needs real data is made
only with TORCH_NODE_DATA set, and kept otherwise.
"""

import base64
import gzip
import hashlib
import io
import json
import os
import pickle
import random
import tempfile
from pathlib import Path

import numpy as np
from vision import T  # noqa: F401
import torch
import torchvision
from oracle import DATA, first_line
from PIL import Image, ImageDraw
from pillow import digest, made
from torchvision import datasets, utils

NAME = "vision_data.gz"


def sha(data):
    return hashlib.sha1(data).hexdigest()[:16]


def tensor(t):
    t = t.contiguous()
    return [str(t.dtype), list(t.shape), sha(t.numpy().tobytes())]


def photo(width, height):
    """Smooth, so that a lossy format keeps it small."""
    y, x = np.meshgrid(np.arange(height), np.arange(width), indexing="ij")
    bands = [128 + 100 * np.sin(x / 5 + b) * np.cos(y / 7 - b) for b in range(3)]
    return Image.fromarray(np.stack(bands, -1).astype(np.uint8))


def adam7(image):
    """A PNG file of an L or RGB image, interlaced and without filters, which Pillow does not write."""
    import struct
    import zlib

    a = np.asarray(image)
    rows = b""
    for x, y, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
        part = a[y::dy, x::dx]
        if part.size:
            rows += b"".join(b"\0" + row.tobytes() for row in part)
    color = 0 if a.ndim == 2 else 2
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", a.shape[1], a.shape[0], 8, color, 0, 0, 1)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def png16(width, height, color):
    """A PNG file of 16 bits with colours, which Pillow does not write."""
    import struct
    import zlib

    bands = {2: 3, 4: 2, 6: 4}[color]
    y, x, b = np.meshgrid(np.arange(height), np.arange(width), np.arange(bands), indexing="ij")
    a = ((x * 1999 + y * 3001 + b * 7001) & 0xFFFF).astype(">u2")
    rows = b"".join(b"\0" + row.tobytes() for row in a)
    chunk = lambda kind, body: struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    head = struct.pack(">IIBBBBB", width, height, 16, color, 0, 0, 0)
    data = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return data, a.astype(np.uint16)


def written(image, format, **options):
    out = io.BytesIO()
    image.save(out, format, **options)
    return out.getvalue()


def files():
    rgb = photo(37, 23)
    alpha = rgb.convert("RGBA")
    alpha.putalpha(made("L", 37, 23))
    exif = Image.Exif()
    exif[0x0112] = 6
    animated = [photo(12, 9).quantize(8), made("L", 12, 9).convert("P")]
    out = {
        "rgb.jpg": written(rgb, "JPEG"),
        "444.jpg": written(rgb, "JPEG", quality=95, subsampling=0),
        "422.jpg": written(rgb, "JPEG", subsampling=1),
        "progressive.jpg": written(rgb, "JPEG", progressive=True),
        "optimized.jpg": written(rgb, "JPEG", optimize=True),
        "restart.jpg": written(rgb, "JPEG", restart_marker_rows=1),
        "stored_rgb.jpg": written(rgb, "JPEG", keep_rgb=True),
        "grey.jpg": written(rgb.convert("L"), "JPEG"),
        "cmyk.jpg": written(rgb.convert("CMYK"), "JPEG"),
        "turned.jpg": written(rgb, "JPEG", exif=exif),
        "one.jpg": written(rgb.crop((0, 0, 1, 1)), "JPEG"),
        "row.jpg": written(rgb.crop((0, 0, 17, 1)), "JPEG"),
        "column.jpg": written(rgb.crop((0, 0, 1, 17)), "JPEG"),
        "rgb.webp": written(rgb, "WEBP"),
        "lossless.webp": written(rgb, "WEBP", lossless=True),
        "rgba.webp": written(alpha, "WEBP", lossless=True),
        "rgb.ppm": written(rgb, "PPM"),
        "grey.pgm": written(rgb.convert("L"), "PPM"),
        "bits.pbm": written(made("1", 19, 5), "PPM"),
        "plain.ppm": b"P3\n# by hand\n2 1\n255\n1 2 3\n40 50 60\n",
        "plain.pgm": b"P2 3 1 15\n0 7 15\n",
        "plain.pbm": b"P1\n3 2\n101\n0 1 0\n",
        "scaled.pgm": b"P5 2 1 100\n" + bytes([50, 100]),
        "wide.pgm": b"P5 2 1 65535\n" + bytes([1, 2, 3, 4]),
        "rgb.tif": written(rgb, "TIFF"),
        "lzw.tif": written(rgb, "TIFF", compression="tiff_lzw"),
        "grey.tif": written(rgb.convert("L"), "TIFF"),
        "palette.gif": written(rgb.quantize(20), "GIF"),
        "grey.gif": written(made("L", 16, 16), "GIF"),
        "transparent.gif": written(rgb.quantize(20), "GIF", transparency=3),
        "animated.gif": written(animated[0], "GIF", save_all=True, append_images=animated[1:], disposal=2),
        "interlaced_grey.png": adam7(made("L", 13, 11)),
        "interlaced_rgb.png": adam7(rgb),
        "turned.png": written(rgb, "PNG", exif=exif),
        "transparent.png": written(rgb.quantize(20), "PNG", transparency=3),
        "alphas.png": written(rgb.quantize(20), "PNG", transparency=bytes(range(0, 200, 10))),
        "key.png": written(rgb, "PNG", transparency=(1, 2, 3)),
        "rgb16.png": png16(7, 5, 2)[0],
        "la16.png": png16(7, 5, 4)[0],
        "rgba16.png": png16(7, 5, 6)[0],
    }
    for mode in ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"]:
        out[f"{mode.replace(';', '')}.png"] = written(made(mode, 29, 17), "PNG")
    for colors in [2, 4, 16]:
        out[f"p{colors}.png"] = written(rgb.quantize(colors), "PNG")
    for mode in ["1", "L", "P", "RGB"]:
        out[f"{mode}.bmp"] = written(made(mode, 21, 9), "BMP")
    out["p16.bmp"] = written(rgb.quantize(16), "BMP")
    return out


def modes_of(name, data):
    """What torchvision.io gives in its modes, of a reference that has the same: Pillow, or libpng's sums."""
    image = Image.open(io.BytesIO(data))
    chw = lambda im: np.ascontiguousarray(np.atleast_3d(np.asarray(im)).transpose(2, 0, 1))
    if name.endswith(".jpg"):
        grey = Image.open(io.BytesIO(data))
        if image.mode == "RGB" and name != "stored_rgb.jpg":
            grey.draft("L", None)
        unchanged = 255 - chw(image) if image.mode == "CMYK" else chw(image)
        grey = grey.convert("RGB").convert("L") if image.mode == "CMYK" else grey.convert("L")
        return {"UNCHANGED": unchanged, "GRAY": chw(grey), "RGB": chw(image.convert("RGB"))}
    if name.endswith(".webp"):
        return {m: chw(image if m == "UNCHANGED" else image.convert(m)) for m in ["UNCHANGED", "RGB", "RGBA"]}
    if name.endswith(".png") and not name.startswith("key"):
        if name.endswith("16.png") and name[0] in "lr":
            a = png16(7, 5, {"rgb16": 2, "la16": 4, "rgba16": 6}[name[:-4]])[1]
        elif image.mode == "1":
            a = np.asarray(image).astype(np.uint8) * 255
        else:
            a = np.asarray(image)
        a = np.atleast_3d(a)
        out = {"UNCHANGED": a}
        full = np.asarray(image.convert("RGBA")) if image.mode == "P" else a
        most = 65535 if full.dtype == np.uint16 else 255
        opaque = np.full(full.shape[:2] + (1,), most, full.dtype)
        alpha = full[:, :, -1:] if full.shape[2] % 2 == 0 else opaque
        rgb = np.repeat(full[:, :, :1], 3, 2) if full.shape[2] < 3 else full[:, :, :3]
        wide = rgb.astype(np.int64)
        half = 16384 if most == 65535 else 0
        mixed = (9794 * wide[:, :, 0] + 19234 * wide[:, :, 1] + 3740 * wide[:, :, 2] + half) >> 15
        same = (wide[:, :, 0] == wide[:, :, 1]) & (wide[:, :, 0] == wide[:, :, 2])
        grey = np.where(same, wide[:, :, 0], mixed).astype(full.dtype)[:, :, None]
        out["RGB"] = rgb
        out["RGBA"] = np.concatenate([rgb, alpha], 2)
        out["GRAY"] = grey
        out["GRAY_ALPHA"] = np.concatenate([grey, alpha], 2)
        return {k: np.ascontiguousarray(v.transpose(2, 0, 1)) for k, v in out.items()}
    return {}


def numpy_entry(a):
    a = np.ascontiguousarray(a)
    return [f"torch.{a.dtype}", list(a.shape), sha(a.tobytes())]


def file_cases():
    cases = []
    for name, data in files().items():
        image = Image.open(io.BytesIO(data))
        image.load()
        modes = {k: numpy_entry(v) for k, v in modes_of(name, data).items()}
        cases.append({"name": name, "data": base64.b64encode(data).decode(), "image": digest(image), "modes": modes})
    return cases


ENCODINGS = [
    ("JPEG", "RGB", {}),
    ("JPEG", "RGB", {"quality": 95}),
    ("JPEG", "RGB", {"quality": 30, "subsampling": 0}),
    ("JPEG", "RGB", {"progressive": True}),
    ("JPEG", "RGB", {"optimize": True}),
    ("JPEG", "L", {}),
    ("WEBP", "RGB", {}),
    ("WEBP", "RGBA", {"lossless": True}),
    ("WEBP", "RGB", {"quality": 50, "method": 2}),
    ("BMP", "RGB", {}),
    ("BMP", "L", {}),
    ("BMP", "P", {}),
    ("BMP", "1", {}),
    ("BMP", "RGBA", {}),
    ("PNG", "1", {}),
    ("PNG", "L", {}),
    ("PNG", "LA", {}),
    ("PNG", "P", {}),
    ("PNG", "P", {"transparency": 7}),
    ("PNG", "RGB", {"compress_level": 1}),
    ("PNG", "RGB", {"transparency": [1, 2, 3]}),
    ("PNG", "RGBA", {}),
    ("PNG", "I;16", {}),
    ("GIF", "L", {}),
    ("TIFF", "RGB", {}),
    ("TIFF", "L", {}),
]


def encode_cases():
    """The file's hash where another encoder makes the same bytes, and what is read of it."""
    cases = []
    for format, mode, options in ENCODINGS:
        given = {k: tuple(v) if isinstance(v, list) else v for k, v in options.items()}
        data = written(made(mode, 26, 19), format, **given)
        same = format in ("JPEG", "WEBP", "BMP") and not ("P" == mode and format == "BMP")
        image = Image.open(io.BytesIO(data))
        cases.append(
            {
                "format": format,
                "mode": mode,
                "options": options,
                "file": sha(data) if same else None,
                "image": digest(image.convert("RGBA") if format == "GIF" else image),
            }
        )
    return cases


def draw_cases():
    rng = random.Random(0)
    cases = []

    def point(far=0):
        return [rng.randint(-far, 40 + far), rng.randint(-far, 30 + far)]

    def box():
        (x0, y0), (x1, y1) = point(6), point(6)
        return [min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)]

    def color():
        return [rng.randrange(256) for _ in range(3)]

    for i in range(240):
        kind = ["line", "rectangle", "ellipse", "polygon", "point"][i % 5]
        blends = i % 3 == 0
        ink = lambda: color() + ([rng.randrange(256)] if blends else [])
        kwargs = {}
        if kind == "line":
            xy = [c for _ in range(rng.randint(2, 4)) for c in point(10)]
            kwargs = {"fill": ink(), "width": rng.choice([0, 1, 1, 2, 3, 4, 7])}
        elif kind == "point":
            xy = [c for _ in range(5) for c in point(3)]
            kwargs = {"fill": ink()}
        else:
            xy = [c for _ in range(rng.randint(3, 6)) for c in point(8)] if kind == "polygon" else box()
            kwargs = {"width": rng.choice([0, 1, 1, 2, 3, 5])}
            if rng.random() < 0.7:
                kwargs["fill"] = ink()
            if rng.random() < 0.7:
                kwargs["outline"] = ink()
        cases.append({"kind": kind, "xy": xy, "kwargs": kwargs, "mode": "RGBA" if blends else None})
    for case in cases:
        image = made("RGB", 40, 30)
        kwargs = {k: tuple(v) if isinstance(v, list) else v for k, v in case["kwargs"].items()}
        getattr(ImageDraw.Draw(image, case["mode"]), case["kind"])(case["xy"], **kwargs)
        case["image"] = digest(image)
    return cases


def pictures(n, c, h, w):
    v = np.arange(n * c * h * w).reshape(n, c, h, w)
    return torch.from_numpy(((v * 37) % 256).astype(np.uint8))


def attempt(call):
    try:
        return {"out": tensor(call())}
    except Exception as error:
        return {"error": first_line(error)}


def util_cases():
    u8, one = pictures(5, 3, 6, 8), pictures(1, 1, 6, 8)[0]
    floats = u8.float() / 255
    image, grey = pictures(1, 3, 30, 40)[0], pictures(1, 1, 30, 40)[0]
    boxes = torch.tensor([[2, 3, 20, 12], [5, 1, 30, 28], [0, 0, 39, 29]])
    turned = torch.tensor([[5, 5, 25, 8, 23, 20, 4, 17]])
    masks = torch.zeros(3, 30, 40, dtype=torch.bool)
    masks[0, 2:10, 3:12] = masks[1, 5:20, 8:30] = masks[2, 25:, :4] = True
    points = torch.tensor([[[5, 5], [20, 10], [33, 25]], [[1, 28], [39, 2], [12, 12]]])
    seen = torch.tensor([[1, 1, 0], [1, 1, 1]])
    y, x = torch.meshgrid(torch.arange(6.0), torch.arange(8.0), indexing="ij")
    flow = torch.stack([x - 3.5, (y - 2.5) * x])
    cases = {
        "grid": lambda: utils.make_grid(u8),
        "grid rows": lambda: utils.make_grid(floats, nrow=2, padding=1, pad_value=0.5),
        "grid normal": lambda: utils.make_grid(floats * 3 - 1, normalize=True),
        "grid range": lambda: utils.make_grid(floats * 3 - 1, normalize=True, value_range=(0, 1.5)),
        "grid each": lambda: utils.make_grid(floats * 3 - 1, normalize=True, scale_each=True),
        "grid single": lambda: utils.make_grid(one),
        "grid flat": lambda: utils.make_grid(one[0]),
        "grid greys": lambda: utils.make_grid(pictures(3, 1, 4, 4)),
        "grid list": lambda: utils.make_grid([u8[0], u8[1], u8[2]], nrow=2),
        "grid number": lambda: utils.make_grid(3),
        "grid odd list": lambda: utils.make_grid([u8[0], 3]),
        "boxes": lambda: utils.draw_bounding_boxes(image, boxes),
        "boxes named": lambda: utils.draw_bounding_boxes(image, boxes, colors=["red", "#00ff00", (1, 2, 3)], width=3),
        "boxes one colour": lambda: utils.draw_bounding_boxes(image, boxes, colors="orange", width=2),
        "boxes filled": lambda: utils.draw_bounding_boxes(image, boxes, colors=(9, 99, 199), fill=True, width=2),
        "boxes grey": lambda: utils.draw_bounding_boxes(grey, boxes),
        "boxes float": lambda: utils.draw_bounding_boxes(image.float() / 255, boxes),
        "boxes turned": lambda: utils.draw_bounding_boxes(image, turned, width=2),
        "boxes turned filled": lambda: utils.draw_bounding_boxes(image, turned, fill=True),
        "boxes none": lambda: utils.draw_bounding_boxes(image, boxes[:0]),
        "boxes list": lambda: utils.draw_bounding_boxes([1], boxes),
        "boxes type": lambda: utils.draw_bounding_boxes(image.long(), boxes),
        "boxes batch": lambda: utils.draw_bounding_boxes(image[None], boxes),
        "boxes bands": lambda: utils.draw_bounding_boxes(image[:2], boxes),
        "boxes swapped": lambda: utils.draw_bounding_boxes(image, torch.tensor([[5, 5, 1, 9]])),
        "boxes labels": lambda: utils.draw_bounding_boxes(image, boxes, labels=["a"]),
        "boxes few colours": lambda: utils.draw_bounding_boxes(image, boxes, colors=["red"]),
        "masks": lambda: utils.draw_segmentation_masks(image, masks),
        "masks named": lambda: utils.draw_segmentation_masks(image, masks, 0.5, ["red", "blue", (7, 8, 9)]),
        "masks one": lambda: utils.draw_segmentation_masks(image, masks[0], colors="green"),
        "masks float": lambda: utils.draw_segmentation_masks(image.float() / 255, masks),
        "masks none": lambda: utils.draw_segmentation_masks(image, masks[:0]),
        "masks grey": lambda: utils.draw_segmentation_masks(grey, masks),
        "masks type": lambda: utils.draw_segmentation_masks(image, masks.int()),
        "masks shape": lambda: utils.draw_segmentation_masks(image, masks[:, 1:]),
        "masks dims": lambda: utils.draw_segmentation_masks(image, masks[None]),
        "keypoints": lambda: utils.draw_keypoints(image, points, colors="red", radius=3),
        "keypoints joined": lambda: utils.draw_keypoints(image, points, connectivity=[(0, 1), (1, 2)], colors=(1, 200, 3)),
        "keypoints seen": lambda: utils.draw_keypoints(
            image, points, connectivity=[(0, 1), (1, 2)], colors="#0000ff", radius=1, width=1, visibility=seen
        ),
        "keypoints float": lambda: utils.draw_keypoints(image.float() / 255, points, colors="red"),
        "keypoints dims": lambda: utils.draw_keypoints(image, points[0]),
        "keypoints visibility": lambda: utils.draw_keypoints(image, points, visibility=seen[:1]),
        "keypoints grey": lambda: utils.draw_keypoints(grey, points),
        "flow": lambda: utils.flow_to_image(flow),
        "flow batch": lambda: utils.flow_to_image(torch.stack([flow, -flow])),
        "flow type": lambda: utils.flow_to_image(flow.double()),
        "flow shape": lambda: utils.flow_to_image(flow[:1]),
    }
    return {name: attempt(call) for name, call in cases.items()}


def idx(array):
    return bytes([0, 0, 8, array.ndim]) + b"".join(n.to_bytes(4, "big") for n in array.shape) + array.tobytes()


def item(entry):
    image, target = entry
    return [digest(image), target]


def dataset_cases():
    """The made data, and what Python reads of it; files are stored, so that both read the same."""
    out = {}
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        store = {}

        def put(path, data):
            Path(path).parent.mkdir(parents=True, exist_ok=True)
            Path(path).write_bytes(data)
            store[path] = base64.b64encode(data).decode()

        for name in ["MNIST", "FashionMNIST"]:
            for part, count in [("train", 4), ("t10k", 3)]:
                images = pictures(count, 1, 28, 28).numpy()[:, 0]
                put(f"{name}/raw/{part}-images-idx3-ubyte", idx(images))
                put(f"{name}/raw/{part}-labels-idx1-ubyte", idx(np.arange(count, dtype=np.uint8) * 2))
        put("EMNIST/raw/emnist-letters-test-images-idx3-ubyte", idx(pictures(2, 1, 28, 28).numpy()[:, 0]))
        put("EMNIST/raw/emnist-letters-test-labels-idx1-ubyte", idx(np.array([1, 26], np.uint8)))
        batch = {"data": pictures(3, 3, 32, 32).numpy().reshape(3, -1), "labels": [3, 1, 2], "filenames": ["a", "b", "c"]}
        put("cifar-10-batches-py/data", pickle.dumps(batch, 2))
        put("cifar-10-batches-py/batches.meta", pickle.dumps({"label_names": ["a", "b", "c", "d"]}, 2))
        for i, name in enumerate(["dog/b.png", "dog/a.PNG", "cat/deep/c.jpg", "cat/d.ppm", "cat/e.txt"]):
            image = photo(8 + i, 6)
            format = {"txt": "PNG", "jpg": "JPEG", "ppm": "PPM"}.get(name.split(".")[-1], "PNG")
            put(f"folder/{name}", written(image, format))

        class Cifar(datasets.CIFAR10):
            train_list = [["data", None]]
            test_list = [["data", None]]
            meta = {"filename": "batches.meta", "key": "label_names", "md5": None}

        made_sets = {
            "MNIST": datasets.MNIST(".", train=True),
            "MNIST test": datasets.MNIST(".", train=False),
            "FashionMNIST": datasets.FashionMNIST(".", train=False),
            "EMNIST": datasets.EMNIST(".", "letters", train=False),
            "CIFAR10": Cifar("."),
            "ImageFolder": datasets.ImageFolder("folder"),
            "FakeData": datasets.FakeData(3, (3, 5, 7), 4, random_offset=11),
            "FakeData grey": datasets.FakeData(2, (1, 5, 7)),
        }
        for name, dataset in made_sets.items():
            out[name] = {
                "repr": repr(dataset),
                "items": [item(dataset[i]) for i in range(len(dataset))],
                "classes": list(getattr(dataset, "classes", [])),
            }
        out["samples"] = made_sets["ImageFolder"].samples
        out["state"] = tensor(torch.get_rng_state())
        os.chdir("/")
    return {"files": store, "sets": out}


def real_cases(root):
    """Hashes of all of the real data."""
    root = Path(root)
    mnist = datasets.mnist
    with tempfile.TemporaryDirectory() as folder:
        for path in (root / "mnist/MNIST/raw").glob("*.gz"):
            (Path(folder) / path.stem).write_bytes(gzip.decompress(path.read_bytes()))
        out = {
            name: [
                tensor(mnist.read_image_file(f"{folder}/{name}-images-idx3-ubyte")),
                tensor(mnist.read_label_file(f"{folder}/{name}-labels-idx1-ubyte")),
            ]
            for name in ["train", "t10k"]
        }

    class Cut(datasets.CIFAR10):
        train_list = [[f"data_batch_{i}", None] for i in range(1, 6)]
        test_list = [["test_batch", None]]
        meta = {**datasets.CIFAR10.meta, "md5": None}

    for train in [True, False]:
        cifar = Cut(root / "cifar10", train=train)
        out[f"cifar {train}".lower()] = [sha(np.ascontiguousarray(cifar.data).tobytes()), sha(bytes(cifar.targets)), cifar.classes]
    for part in ["train", "val"]:
        folder = datasets.ImageFolder(root / "hymenoptera_data" / part)
        pixels = hashlib.sha1()
        for image, target in folder:
            pixels.update(bytes([target]) + str(image.size).encode() + image.tobytes())
        out[f"ants and bees {part}"] = [len(folder), pixels.hexdigest()[:16]]
    return out


def main():
    here = os.getcwd()
    path = DATA / NAME
    before = json.loads(gzip.decompress(path.read_bytes())) if path.exists() else {}
    root = os.environ.get("TORCH_NODE_DATA")
    real = real_cases(Path(here) / root) if root else before.get("real", {})
    result = {
        "files": file_cases(),
        "encodings": encode_cases(),
        "draw": draw_cases(),
        "utils": util_cases(),
        "datasets": dataset_cases(),
        "real": real,
    }
    path.write_bytes(gzip.compress(json.dumps(result).encode(), mtime=0))


if __name__ == "__main__":
    main()
