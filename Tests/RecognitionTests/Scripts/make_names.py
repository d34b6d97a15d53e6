"""Writes Sources/Recognition/Names/Tables: names and palettes of public sets, as facts.

Needs the wheels of mmsegmentation (1.2.2), mmdet (3.3.0) and torchvision (0.29.2), unpacked into the folder given:

    python make_names.py FOLDER

Nothing of them runs: lists are read out of their source text.
"""

import ast
import pathlib
import sys
import textwrap

folder = pathlib.Path(sys.argv[1])
variables = {"ADE20K": "ade20k", "COCOStuff": "cocoStuff", "COCO": "coco"}
target = pathlib.Path(__file__).parents[3] / "Sources/Recognition/Names/Tables"


def metainfo(file, name):
    """`METAINFO` of a data set's class: names and palette."""
    for node in ast.walk(ast.parse((folder / file).read_text())):
        if isinstance(node, ast.ClassDef) and node.name == name:
            for part in node.body:
                if isinstance(part, ast.Assign) and part.targets[0].id == "METAINFO":
                    facts = {k.arg: ast.literal_eval(k.value) for k in part.value.keywords} if isinstance(
                        part.value, ast.Call) else ast.literal_eval(part.value)
                    return [n.strip() for n in facts["classes"]], [tuple(c) for c in facts["palette"]]
    raise SystemExit(f"no {name} in {file}")


def assigned(file, name):
    for node in ast.parse((folder / file).read_text()).body:
        if isinstance(node, ast.Assign) and node.targets[0].id == name:
            return ast.literal_eval(node.value)
    raise SystemExit(f"no {name} in {file}")


def voc(index):
    """The colours that PASCAL VOC's kit gives to indices: their bits, spread over the three colours."""
    colour = [0, 0, 0]
    for bit in range(8):
        for channel in range(3):
            colour[channel] |= (index >> channel & 1) << 7 - bit
        index >>= 3
    return tuple(colour)


def write(identifier, title, source, names, palette=None):
    assert not any(set(";\\\"\n") & set(n) for n in names) and all(n == n.strip() and n.isascii() for n in names)
    entries = [n + (" %02x%02x%02x" % palette[i] if palette else "") for i, n in enumerate(names)]
    text = "; ".join(entries)
    # Wrapped at the separators alone: a backslash joins the lines.
    lines = textwrap.wrap(text, 110, break_long_words=False, break_on_hyphens=False)
    body = " \\\n    ".join(lines)
    what = "names and colours" if palette else "names"
    (target / f"{identifier}.swift").write_text(
        f"// Made by Tests/RecognitionTests/Scripts/make_names.py; do not edit.\n"
        f"extension ClassNames.Table {{\n"
        f"  /// {title}: {what}, from {source}.\n"
        f"  static let {variables.get(identifier, identifier[0].lower() + identifier[1:])} = \"\"\"\n    {body}\n    \"\"\"\n}}\n")
    print(identifier, len(names), len(set(names)))


target.mkdir(parents=True, exist_ok=True)
mmseg = "mmsegmentation 1.2.2 of PyPI"
sets = {
    "Cityscapes": ("Cityscapes' 19 classes by their train ids", "cityscapes", "CityscapesDataset"),
    "LookIntoPerson": ("Look into Person's 20 classes", "lip", "LIPDataset"),
    "PascalContext": ("PASCAL-Context's 59 classes and background, which is first", "pascal_context", "PascalContextDataset"),
    "ADE20K": ("ADE20K's 150 classes", "ade", "ADE20KDataset"),
    "COCOStuff": ("COCO-Stuff's 171 classes", "coco_stuff", "COCOStuffDataset"),
}
for identifier, (title, file, name) in sets.items():
    names, palette = metainfo(f"mmseg/datasets/{file}.py", name)
    write(identifier, title, mmseg, names, palette)
plain = metainfo("mmseg/datasets/pascal_context.py", "PascalContextDataset59")
full = metainfo("mmseg/datasets/pascal_context.py", "PascalContextDataset")
assert plain == (full[0][1:], full[1][1:])
write("COCO", "COCO's 80 things in the order of their category ids", "mmdet 3.3.0 of PyPI",
      *metainfo("mmdet/datasets/coco.py", "CocoDataset"))
write("ImageNet", "ImageNet's 1000 classes", "torchvision 0.29.2 of PyPI",
      assigned("torchvision/models/_meta.py", "_IMAGENET_CATEGORIES"))
parts = ["background", "head", "torso", "upper arms", "lower arms", "upper legs", "lower legs"]
write("PersonParts", "PASCAL-Person-Part's seven classes", "the colours that VOC's kit gives to indices",
      parts, [voc(i) for i in range(7)])
