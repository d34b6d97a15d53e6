"""Makes orientations.json in this folder: pip install pillow; python make_orientations.py

Each case is metadata to put into one of two small pictures at an offset, and which way Pillow's ImageOps.exif_transpose
then turns it: 1 to 8, or null where Pillow refuses the file, so that it says nothing about the right answer.
"""

import base64
import io
import json
import struct
import warnings
import zlib
from pathlib import Path

from PIL import Image, ImageOps

BYTE, TEXT, SHORT, LONG, RATIONAL, SBYTE, UNDEFINED, SSHORT, SLONG, SRATIONAL, FLOAT, DOUBLE, IFD = range(1, 14)
LONG8 = 16
FORMATS = {
    BYTE: "B", TEXT: "B", SHORT: "H", LONG: "L", RATIONAL: "LL", SBYTE: "b", UNDEFINED: "B", SSHORT: "h", SLONG: "l",
    SRATIONAL: "ll", FLOAT: "f", DOUBLE: "d", IFD: "L", LONG8: "Q",
}  # fmt: skip
TRANSPOSED = [None, *(Image.Transpose[name] for name in [
    "FLIP_LEFT_RIGHT", "ROTATE_180", "FLIP_TOP_BOTTOM", "TRANSPOSE", "ROTATE_270", "TRANSVERSE", "ROTATE_90",
])]  # fmt: skip
ORIENTATION, WIDTH, MAKE = 0x0112, 0x0100, 0x010F


def picture():
    """24×16, every quarter of another colour."""
    made = Image.new("RGB", (24, 16))
    for quarter, colour in enumerate([(250, 30, 20), (20, 230, 40), (30, 40, 240), (240, 240, 230)]):
        made.paste(colour, (12 * (quarter % 2), 8 * (quarter // 2), 12 * (quarter % 2) + 12, 8 * (quarter // 2) + 8))
    return made


def tiff(fields, order="<", mark=None, next_fields=None, gap=0, claimed=None):
    """A TIFF of one directory, or two; fields are (tag, type, values) or (tag, type, count, offset) as they stand."""

    def directory(fields, start, following):
        outside = start + 2 + 12 * len(fields) + 4
        entries, data = b"", b""
        for tag, kind, *rest in fields:
            if len(rest) == 2:
                entries += struct.pack(order + "HHLL", tag, kind, *rest)
                continue
            values = rest[0]
            packed = struct.pack(order + FORMATS[kind] * (len(values) // len(FORMATS[kind])), *values)
            entries += struct.pack(order + "HHL", tag, kind, len(values) // len(FORMATS[kind]))
            if len(packed) <= 4:
                entries += packed.ljust(4, b"\0")
            else:
                entries += struct.pack(order + "L", outside + len(data))
                data += packed
        count = len(fields) if claimed is None else claimed
        end = outside + len(data) if following else 0
        return struct.pack(order + "H", count) + entries + struct.pack(order + "L", end) + data

    header = {"<": b"II", ">": b"MM"}[order] + (mark or struct.pack(order + "H", 42))
    first = directory(fields, 8 + gap, bool(next_fields))
    second = directory(next_fields, 8 + gap + len(first), False) if next_fields else b""
    return header + struct.pack(order + "L", 8 + gap) + bytes(gap) + first + second


def orientation(kind, *values, **options):
    return tiff([(ORIENTATION, kind, values)], **options)


def exif_cases():
    """Name and TIFF."""
    for order, name in [("<", "little"), (">", "big")]:
        for value in range(1, 9):
            yield f"short {value} {name}", orientation(SHORT, value, order=order)
        for kind, word in [(LONG, "long"), (SSHORT, "signed short"), (SLONG, "signed long"), (SBYTE, "signed byte"),
                           (BYTE, "byte"), (TEXT, "text"), (UNDEFINED, "undefined"), (FLOAT, "float"),
                           (DOUBLE, "double"), (IFD, "directory"), (LONG8, "long8")]:  # fmt: skip
            for value in [6, 3]:
                yield f"{word} {value} {name}", orientation(kind, value, order=order)
            yield f"two of {word} {name}", orientation(kind, 8, 3, order=order)
            yield f"none of {word} {name}", tiff([(ORIENTATION, kind, 0, 6)], order=order)
        yield f"text digit {name}", orientation(TEXT, ord("6"), 0, order=order)
        yield f"rational {name}", orientation(RATIONAL, 6, 1, order=order)
        yield f"unreduced rational {name}", orientation(RATIONAL, 16, 2, order=order)
        yield f"broken rational {name}", orientation(RATIONAL, 13, 2, order=order)
        yield f"rational over zero {name}", orientation(RATIONAL, 6, 0, order=order)
        yield f"signed rational {name}", orientation(SRATIONAL, -6, -1, order=order)
        yield f"float and a half {name}", orientation(FLOAT, 6.5, order=order)
        yield f"not a number {name}", orientation(DOUBLE, float("nan"), order=order)
        for kind, value in [(SHORT, 0), (SHORT, 9), (SHORT, 65535), (LONG, 0x60000), (LONG, 0x00060006),
                            (LONG, 262), (LONG, 2**32 - 2), (SLONG, -6), (SSHORT, -6), (SBYTE, -1)]:  # fmt: skip
            yield f"out of range {kind} {value} {name}", orientation(kind, value, order=order)
        yield f"three shorts {name}", orientation(SHORT, 5, 6, 7, order=order)
        yield f"second of two in range {name}", orientation(LONG, 0, 6, order=order)
        yield f"thumbnail only {name}", tiff(
            [(WIDTH, SHORT, [24])], next_fields=[(ORIENTATION, SHORT, [6])], order=order)
        yield f"thumbnail's other {name}", tiff(
            [(ORIENTATION, LONG, [8])], next_fields=[(ORIENTATION, SHORT, [6])], order=order)
        yield f"after others {name}", tiff(
            [(WIDTH, LONG, [24]), (MAKE, TEXT, list(b"a maker of cameras\0")), (ORIENTATION, LONG, [5])], order=order)
        yield f"before a lower tag {name}", tiff([(ORIENTATION, SLONG, [7]), (WIDTH, LONG, [24])], order=order)
        yield f"stated twice {name}", tiff([(ORIENTATION, SHORT, [6]), (ORIENTATION, SHORT, [3])], order=order)
        yield f"twice, first unknown {name}", tiff(
            [(ORIENTATION, 99, 1, 6), (ORIENTATION, SHORT, [3])], order=order)
        yield f"twice, first empty {name}", tiff(
            [(ORIENTATION, SHORT, 0, 6), (ORIENTATION, SHORT, [3])], order=order)
        yield f"unknown type {name}", tiff([(ORIENTATION, 14, 1, 6)], order=order)
        yield f"type 0 {name}", tiff([(ORIENTATION, 0, 1, 6)], order=order)
        yield f"directory further on {name}", orientation(SHORT, 6, order=order, gap=10)
        yield f"odd place {name}", orientation(LONG, 6, order=order, gap=3)
        yield f"claims more entries {name}", orientation(SHORT, 6, order=order, claimed=500)
        yield f"claims no entries {name}", orientation(SHORT, 6, order=order, claimed=0)
        yield f"after a value outside {name}", tiff(
            [(MAKE, TEXT, 20, 60000), (ORIENTATION, SHORT, [6])], order=order)
        yield f"after a value half outside {name}", tiff(
            [(MAKE, TEXT, 20, 30), (ORIENTATION, SHORT, [6])], order=order)
        yield f"after an impossible value {name}", tiff(
            [(MAKE, DOUBLE, 2**32 - 1, 8), (ORIENTATION, SHORT, [6])], order=order)
        yield f"value outside {name}", tiff([(ORIENTATION, LONG, 2, 60000)], order=order)
        yield f"value impossible {name}", tiff([(ORIENTATION, LONG, 2**32 - 1, 8)], order=order)
        yield f"cut in the entry {name}", orientation(SHORT, 6, order=order)[:18]
        yield f"cut after the entry {name}", orientation(SHORT, 6, order=order)[:22]
        yield f"cut in the header {name}", orientation(SHORT, 6, order=order)[:6]
        yield f"directory outside {name}", orientation(SHORT, 6, order=order)[:4] + b"\x7f\x7f\x7f\x7f"
        yield f"padding after {name}", orientation(LONG, 6, order=order) + bytes(64)
    yield "mark turned little", orientation(SHORT, 6, mark=b"\0*")
    yield "mark turned big", orientation(SHORT, 6, order=">", mark=b"*\0")
    yield "wrong mark", orientation(SHORT, 6, mark=b"+\1")
    yield "no TIFF", b"nothing of the sort"
    yield "nothing", b""


def packet(body):
    return b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description ' + body + b"</rdf:RDF></x:xmpmeta>"


XMP = {
    "attribute": packet(b'tiff:Orientation="6"/>'),
    "element": packet(b"><tiff:Orientation>8</tiff:Orientation></rdf:Description>"),
    "single quotes": packet(b"tiff:Orientation='6'/>"),
    "spaces": packet(b'tiff:Orientation = "6"/>'),
    "out of range": packet(b'tiff:Orientation="9"/>'),
    "two digits": packet(b'tiff:Orientation="62"/>'),
    "a word, then a number": packet(b'tiff:Orientation="x" tiff:Orientation="3"/>'),
    "two numbers": packet(b'tiff:Orientation="5" tiff:Orientation="3"/>'),
    "other prefix": packet(b'exif:Orientation="6"/>'),
    "latin-1": packet(b'dc:title="\xe9" tiff:Orientation="7"/>'),
    "cut": b'<x:xmpmeta tiff:Orientation="',
    "nothing": b"",
}


def segment(body, marker=0xE1):
    return struct.pack(">BBH", 0xFF, marker, len(body) + 2) + body


def app_exif(block):
    return segment(b"Exif\0\0" + block)


def app_xmp(packet):
    return segment(b"http://ns.adobe.com/xap/1.0/\0" + packet)


def chunk(name, body):
    return struct.pack(">L", len(body)) + name + body + struct.pack(">L", zlib.crc32(name + body))


def text(keyword, value):
    return chunk(b"tEXt", keyword + b"\0" + value)


def ztext(keyword, value, method=0):
    return chunk(b"zTXt", keyword + b"\0" + bytes([method]) + zlib.compress(value, 9))


def itext(keyword, value, deflated=False):
    body = zlib.compress(value, 9) if deflated else value
    return chunk(b"iTXt", keyword + b"\0" + bytes([deflated, 0]) + b"en\0" + keyword + b"\0" + body)


def raw(block, name=b"exif", header=b"Exif\0\0", width=72):
    """As ImageMagick writes it."""
    digits = (header + block).hex().encode()
    lines = b"\n".join(digits[at : at + width] for at in range(0, len(digits), width))
    return b"\n%s\n%8d\n%s\n" % (name, len(header + block), lines)


EXIF, APP1, ADOBE = b"Raw profile type exif", b"Raw profile type APP1", b"XML:com.adobe.xmp"


def jpeg_cases():
    six, none = orientation(LONG, 6), tiff([(WIDTH, SHORT, [24])])
    for name, block in exif_cases():
        yield name, app_exif(block)
    for name, body in XMP.items():
        yield f"XMP {name}", app_xmp(body)
        yield f"XMP {name}, EXIF without", app_exif(none) + app_xmp(body)
    attribute, element = XMP["attribute"], XMP["element"]
    yield "XMP first", app_xmp(element) + app_exif(six)
    yield "EXIF first", app_exif(orientation(SHORT, 3)) + app_xmp(element)
    yield "senseless EXIF hides XMP", app_exif(orientation(SHORT, 0)) + app_xmp(element)
    yield "bytes of EXIF hide XMP", app_exif(orientation(BYTE, 6)) + app_xmp(element)
    yield "empty EXIF, then XMP", app_exif(b"") + app_xmp(element)
    yield "cut EXIF, then XMP", app_exif(orientation(SHORT, 6)[:18]) + app_xmp(element)
    yield "XMP twice", app_xmp(attribute) + app_xmp(element)
    yield "extended XMP only", segment(b"http://ns.adobe.com/xmp/extension/\0" + attribute)
    yield "two EXIF", app_exif(six) + app_exif(orientation(SHORT, 3))
    yield "EXIF in two segments", app_exif(six[:11]) + app_exif(six[11:])
    yield "EXIF in three, XMP between", app_exif(six[:9]) + app_xmp(element) + app_exif(six[9:15]) + app_exif(six[15:])
    yield "header twice", app_exif(b"Exif\0\0" + six)
    yield "header three times", app_exif(b"Exif\0\0Exif\0\0" + six)
    yield "no header", segment(six)
    yield "header of an old camera", segment(b"Exif\0\xff" + six)
    yield "in another segment", segment(b"Exif\0\0" + six, 0xE3)
    yield "comment first", segment(b"a comment", 0xFE) + segment(b"\0" * 20, 0xED) + app_exif(six)
    yield "fill bytes", b"\xff\xff\xff" + app_exif(six)


def png_cases():
    six, three = orientation(LONG, 6), orientation(SHORT, 3, order=">")
    none = tiff([(WIDTH, SHORT, [24])])
    for name, block in [("long", six), ("short", three), ("signed", orientation(SLONG, 8, order=">")),
                        ("two", orientation(SHORT, 5, 6)), ("senseless", orientation(SHORT, 0)),
                        ("byte", orientation(BYTE, 6)), ("headed", b"Exif\0\0" + six), ("none", none),
                        ("nothing", b""), ("damaged", b"XX*\0")]:  # fmt: skip
        yield f"eXIf {name}", chunk(b"eXIf", block)
        for kind, make in [("tEXt", text), ("zTXt", ztext), ("iTXt", itext)]:
            yield f"{kind} raw {name}", make(EXIF, raw(block))
        yield f"iTXt deflated raw {name}", itext(EXIF, raw(block), deflated=True)
        yield f"eXIf {name}, then raw and XMP", chunk(b"eXIf", block) + ztext(EXIF, raw(three)) + itext(
            ADOBE, XMP["element"])
    for name, body in XMP.items():
        for kind, make in [("tEXt", text), ("zTXt", ztext), ("iTXt", itext)]:
            yield f"{kind} XMP {name}", make(ADOBE, body)
        yield f"raw without, XMP {name}", ztext(EXIF, raw(none)) + itext(ADOBE, body)
    yield "APP1", ztext(APP1, raw(six, b"APP1"))
    yield "raw exif named APP1", ztext(EXIF, raw(six, b"APP1"))
    yield "raw XMP", ztext(b"Raw profile type xmp", raw(XMP["attribute"], b"xmp", b""))
    yield "raw without header", ztext(EXIF, raw(six, header=b""))
    yield "raw on one line", ztext(EXIF, raw(six, width=10_000))
    yield "raw broken within a byte", ztext(EXIF, raw(six, width=7))
    yield "raw capital", ztext(EXIF, raw(six).upper())
    yield "raw with spaces", ztext(EXIF, raw(six).replace(b"4d", b"4d "))
    yield "raw with carriage returns", ztext(EXIF, raw(six).replace(b"\n", b"\r\n"))
    yield "raw with a letter", ztext(EXIF, raw(six) + b"g")
    yield "raw of half a byte", ztext(EXIF, raw(six) + b"1")
    yield "raw of too few lines", ztext(EXIF, b"\nexif\n")
    yield "raw of a wrong length", ztext(EXIF, raw(six).replace(b"%8d" % (len(six) + 6), b"%8d" % 3))
    yield "raw twice", ztext(EXIF, raw(six)) + text(EXIF, raw(three))
    yield "eXIf twice", chunk(b"eXIf", six) + chunk(b"eXIf", three)
    yield "raw, other case", ztext(b"raw profile type EXIF", raw(six))
    yield "keyword longer", ztext(EXIF + b"2", raw(six))
    yield "keyword only", chunk(b"zTXt", EXIF)
    yield "keyword and zero", chunk(b"zTXt", EXIF + b"\0")
    yield "unknown method", ztext(EXIF, raw(six), method=7)
    yield "deflated, damaged", chunk(b"zTXt", EXIF + b"\0\0" + b"nothing deflated")
    yield "deflated, cut", chunk(b"zTXt", EXIF + b"\0\0" + zlib.compress(raw(six))[:-5])
    yield "international, cut", chunk(b"iTXt", EXIF + b"\0\0\0en\0")
    yield "binary", chunk(b"tEXt", b"exif\0Exif\0\0" + six)
    yield "many others", text(b"Comment", b"x") * 40 + ztext(EXIF, raw(six))


def turned(file, upright):
    """The orientation that Pillow applies; None where it refuses the file."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            shown = ImageOps.exif_transpose(Image.open(io.BytesIO(file))).convert("RGB")
    except Exception:
        return None
    stored = upright.convert("RGB")
    for number, method in enumerate(TRANSPOSED, 1):
        candidate = stored if method is None else stored.transpose(method)
        if candidate.size == shown.size and candidate.tobytes() == shown.tobytes():
            return number
    raise AssertionError("no turn of the picture")


def main():
    files = {}
    for name, options in [("jpeg", {"quality": 80}), ("png", {"optimize": True})]:
        file = io.BytesIO()
        picture().save(file, name, **options)
        files[name] = file.getvalue()
    places = [("jpeg", 2, jpeg_cases()), ("png", 33, png_cases()), ("png", len(files["png"]) - 12, png_cases())]
    cases = []
    for base, at, inserts in places:
        file = files[base]
        for name, insert in inserts:
            orientation = turned(file[:at] + insert + file[at:], Image.open(io.BytesIO(file)))
            cases.append({"name": name, "base": base, "at": at, "orientation": orientation,
                          "insert": base64.b64encode(insert).decode()})  # fmt: skip
    bases = {name: base64.b64encode(file).decode() for name, file in files.items()}
    lines = ",\n".join(json.dumps(case) for case in cases)
    Path(__file__).with_name("orientations.json").write_text(
        f'{{"bases": {json.dumps(bases)}, "cases": [\n{lines}\n]}}\n')
    print(len(cases), "cases,", sum(case["orientation"] is None for case in cases), "refused by Pillow")


main()
