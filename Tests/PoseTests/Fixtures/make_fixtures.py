"""Makes the fixtures in this folder: pip install pillow opencv-python-headless; python make_fixtures.py

Pillow and OpenCV are the independent implementations that hrscope's decoding, cropping and DARK are compared with.
Expected pictures are plain 8-bit RGB PNGs named NAME.expected.png.
"""

import json
import struct
import zlib
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

HERE = Path(__file__).parent
RNG = np.random.default_rng(20)

# Exif orientation -> how a picture shown upright lies in the file (PIL transposition).
STORED = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def save(name, picture, **options):
    picture.save(HERE / name, **options)


def expect(name, picture):
    save(name + ".expected.png", picture.convert("RGB"), optimize=True)


def scene():
    """40×24: smooth ramps with a mark in one corner, so that every turn and mirroring shows."""
    y, x = np.mgrid[0:24, 0:40]
    rgb = np.stack([x * 6, y * 10, 120 + x * 2 - y], -1)
    rgb[:8, :16] = (230, 40, 20)
    return rgb.clip(0, 255).astype(np.uint8)


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    return data


def orientations(upright):
    expect("orientation", upright)
    for orientation, turn in STORED.items():
        stored = upright if turn is None else upright.transpose(turn)
        save(f"orientation-{orientation}.jpg", stored, quality=95, subsampling=0, exif=exif(orientation))
    save("orientation-6.png", upright.transpose(STORED[6]), exif=exif(6))
    save("orientation-9.jpg", upright, quality=95, subsampling=0, exif=exif(9))


def markers(jpeg):
    """Offsets and kinds of the marker segments before the first scan."""
    at = 2
    while jpeg[at + 1] != 0xDA:
        yield at, jpeg[at + 1], struct.unpack(">H", jpeg[at + 2 : at + 4])[0] + 2
        at += struct.unpack(">H", jpeg[at + 2 : at + 4])[0] + 2


def jpegs(upright):
    save("baseline.jpg", upright, quality=90)
    save("progressive.jpg", upright, quality=90, progressive=True)
    save("grey.jpg", upright.convert("L"), quality=90)
    for name in ["baseline", "progressive", "grey"]:
        expect(name + ".jpg", Image.open(HERE / f"{name}.jpg"))

    inks = upright.convert("CMYK")
    inks.putdata([(c, m, y, (c + m) // 8) for c, m, y, _ in inks.getdata()])
    save("cmyk.jpg", inks, quality=95)
    expect("cmyk.jpg", Image.open(HERE / "cmyk.jpg"))

    # Without Adobe's mark the numbers are amounts of ink. Pillow always assumes Adobe, so it stores the complement.
    save("cmyk-plain.jpg", Image.eval(inks, lambda v: 255 - v), quality=95)
    jpeg = (HERE / "cmyk-plain.jpg").read_bytes()
    at, _, length = next(m for m in markers(jpeg) if m[1] == 0xEE)
    (HERE / "cmyk-plain.jpg").write_bytes(jpeg[:at] + jpeg[at + length :])
    expect("cmyk-plain.jpg", Image.open(HERE / "cmyk.jpg"))

    # YCCK: Pillow cannot write it, but reads it. Store Y, Cb, Cr, K as if they were inks and change the mark.
    c, m, y, k = (255 - np.asarray(channel).astype(int) for channel in inks.split())
    ycc = Image.fromarray(np.stack([255 - c, 255 - m, 255 - y], -1).astype(np.uint8)).convert("YCbCr")
    planes = [Image.eval(plane, lambda v: 255 - v) for plane in ycc.split()]
    planes.append(Image.fromarray((255 - k).astype(np.uint8)))
    save("ycck.jpg", Image.merge("CMYK", planes), quality=95)
    jpeg = bytearray((HERE / "ycck.jpg").read_bytes())
    at, _, length = next(m for m in markers(jpeg) if m[1] == 0xEE)
    assert jpeg[at + length - 1] == 0
    jpeg[at + length - 1] = 2
    (HERE / "ycck.jpg").write_bytes(jpeg)
    expect("ycck.jpg", Image.open(HERE / "ycck.jpg"))

    jpeg = bytearray((HERE / "baseline.jpg").read_bytes())
    at = next(m[0] for m in markers(jpeg) if m[1] == 0xC0)
    for name, height, width in [("side", 8, 65000), ("pixels", 12000, 9000), ("empty", 24, 0)]:
        jpeg[at + 5 : at + 9] = struct.pack(">HH", height, width)
        (HERE / f"absurd-{name}.jpg").write_bytes(jpeg)
    jpeg = bytearray((HERE / "baseline.jpg").read_bytes())
    jpeg[at + 1] = 0xC3
    (HERE / "lossless.jpg").write_bytes(jpeg)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, depth, colour, interlaced, data):
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, interlaced)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b"")


def over_white(colour, alpha):
    """Colour and alpha from 0 to 1, to 8 bits."""
    return Image.fromarray(np.rint((colour * alpha + 1 - alpha) * 255).astype(np.uint8))


def pngs(upright):
    rgb = np.asarray(upright)
    y, x = np.mgrid[0:24, 0:40]
    alpha = (x * 255 // 39).astype(np.uint8)
    grey = upright.convert("L")

    save("rgb.png", upright)
    expect("rgb.png", upright)
    save("grey.png", grey)
    expect("grey.png", grey)
    bits = grey.convert("1")
    save("grey1.png", bits)
    expect("grey1.png", bits)
    save("palette.png", upright.quantize(13))
    expect("palette.png", upright.quantize(13))

    save("rgba.png", Image.fromarray(np.dstack([rgb, alpha])))
    expect("rgba.png", over_white(rgb / 255, alpha[..., None] / 255))
    save("grey-alpha.png", Image.merge("LA", [grey, Image.fromarray(alpha)]))
    shades = np.asarray(grey)[..., None].repeat(3, -1) / 255
    expect("grey-alpha.png", over_white(shades, alpha[..., None] / 255))
    palette = upright.quantize(13)
    save("palette-transparent.png", palette, transparency=3)
    clear = (np.asarray(palette) != 3)[..., None].astype(float)
    expect("palette-transparent.png", over_white(np.asarray(palette.convert("RGB")) / 255, clear))

    deep = (rgb.astype(np.uint16) << 8) + RNG.integers(0, 256, rgb.shape, dtype=np.uint16)
    cv2.imwrite(str(HERE / "rgb16.png"), deep[..., ::-1])
    expect("rgb16.png", over_white(deep / 65535, np.ones_like(deep[..., :1])))
    deep_alpha = (alpha.astype(np.uint16) * 257)[..., None]
    cv2.imwrite(str(HERE / "rgba16.png"), np.dstack([deep[..., ::-1], deep_alpha]))
    expect("rgba16.png", over_white(deep / 65535, deep_alpha / 65535))
    cv2.imwrite(str(HERE / "grey16.png"), deep[..., 1])
    expect("grey16.png", over_white(deep[..., 1:2].repeat(3, -1) / 65535, np.ones_like(deep[..., :1])))

    # Adam7: seven sub-pictures, each row with filter 0. Pillow reads it but cannot write it.
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    for name, array, colour in [("interlaced", rgb, 2), ("interlaced-rgba", np.dstack([rgb, alpha]), 6)]:
        data = b"".join(b"\0" + row.tobytes() for top, left, dy, dx in passes for row in array[top::dy, left::dx])
        (HERE / f"{name}.png").write_bytes(png(40, 24, 8, colour, 1, data))
    expect("interlaced.png", Image.open(HERE / "interlaced.png"))
    expect("interlaced-rgba.png", over_white(rgb / 255, alpha[..., None] / 255))

    for name, width, height in [("side", 30001, 1), ("pixels", 12000, 9000)]:
        (HERE / f"absurd-{name}.png").write_bytes(png(width, height, 8, 2, 0, b"\0"))


def crops():
    """The network's crop by warpAffine, for boxes inside, across and beyond a picture of 90×70."""
    noise = cv2.GaussianBlur(RNG.integers(0, 256, (70, 90, 3)).astype(np.float32), (0, 0), 1.2)
    source = np.clip((noise - 127) * 3 + 127, 0, 255).astype(np.uint8)
    Image.fromarray(source).save(HERE / "crop-source.png")
    width, height = 48, 64
    boxes = [[30, 20, 20, 30], [5.5, 3.25, 70, 60.5], [-40, 10, 60, 45], [80, 60, 3, 4], [0, 0, 90, 70]]
    for index, (x, y, w, h) in enumerate(boxes):
        centre = np.array([x + w / 2, y + h / 2])
        grown = max(w, h * width / height) * 1.25
        scale = width / grown
        matrix = np.array([[scale, 0, width / 2 - scale * centre[0]], [0, scale, height / 2 - scale * centre[1]]])
        Image.fromarray(cv2.warpAffine(source, matrix, (width, height))).save(HERE / f"crop-{index}.png")
    (HERE / "crops.json").write_text(json.dumps({"input": [height, width], "boxes": boxes}) + "\n")


def dark():
    """DARK as its paper and published code describe it, by OpenCV's blur."""
    height, width = 24, 20
    y, x = np.mgrid[0:height, 0:width]
    cases = []
    for kernel, sigma in [(11, 2), (17, 3)]:
        maps, positions = [], []
        for cx, cy in [(9.3, 11.8), (4.6, 15.2), (2.1, 20.4), (0.4, 12.0), (17.2, 2.6), (13.0, 7.0)]:
            heat = 0.9 * np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / (2 * sigma**2))
            heat += 0.4 * np.exp(-((x - cx - 4) ** 2 + (y - cy + 5) ** 2) / (2 * sigma**2))
            heat = np.round(heat + RNG.normal(0, 0.01, heat.shape), 4).astype(np.float32)
            py, px = np.unravel_index(heat.argmax(), heat.shape)
            border = kernel // 2
            smooth = cv2.GaussianBlur(np.pad(heat, border), (kernel, kernel), 0)[border:-border, border:-border]
            log = np.log(np.maximum(smooth.astype(np.float64) * heat.max() / smooth.max(), 1e-10))
            place = np.array([px, py], float)
            if 1 < px < width - 2 and 1 < py < height - 2:
                at = lambda dx, dy: log[py + dy, px + dx]
                gradient = np.array([at(1, 0) - at(-1, 0), at(0, 1) - at(0, -1)]) / 2
                mixed = (at(1, 1) - at(1, -1) - at(-1, 1) + at(-1, -1)) / 4
                hessian = np.array(
                    [
                        [(at(2, 0) - 2 * at(0, 0) + at(-2, 0)) / 4, mixed],
                        [mixed, (at(0, 2) - 2 * at(0, 0) + at(0, -2)) / 4],
                    ]
                )
                place -= np.linalg.solve(hessian, gradient)
            maps.append([float(f"{v:.4f}") for v in heat.ravel()])
            positions.append([round(float(v), 5) for v in place])
        cases.append({"sigma": sigma, "height": height, "width": width, "maps": maps, "positions": positions})
    (HERE / "dark.json").write_text(json.dumps(cases, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    picture = Image.fromarray(scene())
    orientations(picture)
    jpegs(picture)
    pngs(picture)
    crops()
    dark()
