"""Makes the WebP and HEIC fixtures: pip install pillow pillow-heif; python make_phone_pictures.py

Pillow's libwebp and libheif decode what ours decode again; expected pictures are what Pillow makes of a file, over white.
The HEVC encoder is libheif's x265. Pictures are of the scene of make_fixtures.py, and small.
"""

from pathlib import Path

import numpy as np
import pillow_heif
from PIL import Image, ImageOps

HERE = Path(__file__).parent
pillow_heif.register_heif_opener()


def scene(height=48, width=64):
    y, x = np.mgrid[0:height, 0:width]
    rgb = np.stack([x * 3, y * 4, 120 + x - y], -1)
    rgb[:16, :28] = (230, 40, 20)
    return Image.fromarray(rgb.clip(0, 255).astype(np.uint8))


def with_alpha(picture):
    alpha = np.full((picture.height, picture.width), 255, np.uint8)
    alpha[:, 40:] = 128
    alpha[:16, :28] = 0
    picture = picture.copy()
    picture.putalpha(Image.fromarray(alpha))
    return picture


def expect(name):
    picture = ImageOps.exif_transpose(Image.open(HERE / name))
    if "A" in picture.mode:
        white = Image.new("RGBA", picture.size, "white")
        white.alpha_composite(picture.convert("RGBA"))
        picture = white
    picture.convert("RGB").save(HERE / (name + ".expected.png"), optimize=True)


def exif(orientation):
    data = Image.Exif()
    data[0x0112] = orientation
    return data


def main():
    plain = scene()
    plain.save(HERE / "lossy.webp", quality=80)
    plain.save(HERE / "lossless.webp", lossless=True)
    with_alpha(plain).save(HERE / "alpha.webp", quality=80)
    with_alpha(plain).save(HERE / "alpha-lossless.webp", lossless=True)
    plain.transpose(Image.Transpose.ROTATE_90).save(HERE / "turned.webp", lossless=True, exif=exif(6).tobytes())
    others = [Image.new("RGB", plain.size, color) for color in ("navy", "green")]
    plain.save(HERE / "animated.webp", save_all=True, append_images=others, duration=100, lossless=True)

    plain.save(HERE / "plain.heic", quality=80)
    with_alpha(plain).save(HERE / "alpha.heic", quality=90)
    deep = np.asarray(plain).astype(np.uint16) << 8
    pillow_heif.encode("RGB;16", plain.size, deep.tobytes(), HERE / "deep.heic", quality=90)
    # libheif writes the turn as `irot`, as phones do, and leaves EXIF as it is.
    stored = plain.transpose(Image.Transpose.ROTATE_90)
    stored.save(HERE / "turned.heic", quality=90, exif=exif(6).tobytes())
    for name in [
        "lossy.webp", "lossless.webp", "alpha.webp", "alpha-lossless.webp", "turned.webp", "animated.webp",
        "plain.heic", "alpha.heic", "deep.heic", "turned.heic",
    ]:
        expect(name)
        print(name, (HERE / name).stat().st_size, Image.open(HERE / (name + ".expected.png")).size)


main()
