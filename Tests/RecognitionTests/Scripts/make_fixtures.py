"""Writes the numbers in ../Fixtures by other implementations: PyTorch, NumPy, Pillow, pycocotools.

    python make_fixtures.py      (torch, numpy, pillow, pycocotools)
"""

import contextlib
import io
import json
import pathlib

import numpy as np
import torch
from PIL import Image
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

folder = pathlib.Path(__file__).parents[1] / "Fixtures"
folder.mkdir(exist_ok=True)
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def write(name, value):
    (folder / name).write_text(json.dumps(value, separators=(",", ":")).replace("},{", "},\n{") + "\n")


# Class maps: logits to the input's size by PyTorch, from there to picture pixels by NumPy, argmax.


def smooth(generator, classes, height, width):
    """Logits with regions: multiples of 1/64, exact in any precision."""
    coarse = torch.randn((1, classes, max(2, height // 3), max(2, width // 3)), generator=generator) * 4
    logits = torch.nn.functional.interpolate(coarse, size=(height, width), mode="bilinear")
    logits += torch.randn(logits.shape, generator=generator) * 0.3
    return (logits * 64).round() / 64


def axis(count, scale, offset, size):
    """Neighbours, fraction and whether it is seen, of each picture pixel among `size` input pixels."""
    position = np.arange(count) * scale + offset
    seen = (position >= -0.5) & (position <= size - 0.5)
    inside = np.clip(position, 0, size - 1)
    first = np.minimum(np.floor(inside).astype(int), max(size - 2, 0))
    return first, np.minimum(first + 1, size - 1), inside - first, seen


def placed(values, columns, rows):
    i, j, s, seen_x = axis(*columns, values.shape[2])
    k, l, t, seen_y = axis(*rows, values.shape[1])
    t = t[:, None]
    mixed = ((values[:, k][:, :, i] * (1 - s) + values[:, k][:, :, j] * s) * (1 - t)
             + (values[:, l][:, :, i] * (1 - s) + values[:, l][:, :, j] * s) * t)
    return mixed, seen_y[:, None] & seen_x


def class_maps():
    generator = torch.Generator().manual_seed(3)
    random = np.random.default_rng(3)
    cases = []
    for index in range(24):
        classes = int(random.choice([1, 2, 3, 7, 19]))
        h, w = (int(random.integers(1, 10)), int(random.integers(1, 10)))
        H, W = (h * 4 - int(random.integers(0, 4)), w * 4 - int(random.integers(0, 4)))
        corners = bool(index % 2)
        logits = smooth(generator, classes, h, w)
        big = torch.nn.functional.interpolate(
            logits.double(), size=(H, W), mode="bilinear", align_corners=corners)[0].numpy()
        kind = ["input", "picture", "box", "crop"][index // 2 % 4]
        case = {"classes": classes, "height": h, "width": w, "input": [H, W], "corners": corners, "kind": kind,
                "logits": [int(v * 64) for v in logits.flatten().tolist()]}
        width, height = (int(random.integers(1, 40)), int(random.integers(1, 40)))
        x, y, bw, bh = [float(v) for v in np.round(random.uniform(-5, 12, 4), 2)]
        bw, bh = abs(bw) + 4, abs(bh) + 4
        seen = None
        if kind == "input":
            mixed = big
        elif kind == "picture":
            mixed, seen = placed(big, (width, W / width, 0.5 * W / width - 0.5), (height, H / height, 0.5 * H / height - 0.5))
        elif kind == "box":
            mixed, seen = placed(big, (width, W / bw, (0.5 - x) * W / bw - 0.5), (height, H / bh, (0.5 - y) * H / bh - 0.5))
        else:
            # The pose's crop: the box grown to the input's shape, by a quarter, about its centre.
            grown = max(bw, bh * W / H) * 1.25
            scale = W / grown
            mixed, seen = placed(big, (width, scale, W / 2 - scale * (x + bw / 2)),
                                 (height, scale, H / 2 - scale * (y + bh / 2)))
        ordered = np.sort(mixed, axis=0)
        unsure = ordered[-1] - ordered[-2] < 1e-4 if classes > 1 else np.zeros(mixed.shape[1:], bool)
        labels = mixed.argmax(0)
        rows = []
        for r in range(labels.shape[0]):
            rows.append("".join("-" if seen is not None and not seen[r, c] else "?" if unsure[r, c] else DIGITS[labels[r, c]]
                                for c in range(labels.shape[1])))
        case |= {"picture": [width, height], "box": [x, y, bw, bh], "labels": rows}
        cases.append(case)
    write("class-maps.json", cases)


# Segmentation metrics, as mmsegmentation's IoUMetric counts: areas of intersection, of result and of truth where the truth
# is not 255; the mean over what is a number.


def confusions():
    random = np.random.default_rng(4)
    cases = []
    for _ in range(12):
        classes = int(random.integers(2, 8))
        intersect, found, true = np.zeros(classes), np.zeros(classes), np.zeros(classes)
        pictures = []
        for _ in range(int(random.integers(1, 4))):
            shape = (int(random.integers(2, 9)), int(random.integers(2, 9)))
            truth = random.integers(0, int(random.integers(1, classes + 1)), shape)
            result = np.where(random.random(shape) < 0.6, truth, random.integers(0, classes, shape))
            truth = np.where(random.random(shape) < 0.15, 255, truth)
            keep = truth != 255
            t, r = truth[keep], result[keep]
            intersect += np.bincount(r[r == t], minlength=classes)
            found += np.bincount(r, minlength=classes)
            true += np.bincount(t, minlength=classes)
            pictures.append({"width": shape[1], "truth": truth.flatten().tolist(), "result": result.flatten().tolist()})
        with np.errstate(invalid="ignore", divide="ignore"):
            iou, accuracy = intersect / (found + true - intersect), intersect / true
        number = lambda v: None if np.isnan(v) else float(v)
        cases.append({"classes": classes, "pictures": pictures, "pixelAccuracy": float(intersect.sum() / true.sum()),
                      "meanAccuracy": number(np.nanmean(accuracy)), "meanIoU": number(np.nanmean(iou)),
                      "ious": [number(v) for v in iou]})
    write("confusions.json", cases)


# Label files, by Pillow.


def label_files():
    random = np.random.default_rng(5)
    truth = random.integers(0, 4, (5, 7)).astype(np.uint8)
    truth[0, 0], truth[4, 6] = 255, 3
    small = np.where(truth == 255, 0, truth).astype(np.uint8)
    cases = []

    def add(name, image, labels, **options):
        stream = io.BytesIO()
        image.save(stream, "PNG", **options)
        cases.append({"name": name, "bytes": stream.getvalue().hex(),
                      "labels": None if labels is None else labels.flatten().tolist()})

    def palette(array):
        image = Image.fromarray(array, "P")
        image.putpalette([(i * 53 + 7) % 256 for i in range(768)])
        return image

    add("grey.png", Image.fromarray(truth), truth)
    add("palette.png", palette(truth), truth)
    add("palette-transparent.png", palette(truth), truth, transparency=2)
    add("palette-2-bits.png", palette(small), small, bits=2)
    add("palette-4-bits.png", palette(small), small, bits=4)
    add("grey-1-bit.png", Image.fromarray(small % 2 == 1), small % 2)
    add("grey-16-bits.png", Image.fromarray(truth.astype(np.uint16)), None)
    add("colours.png", Image.fromarray(np.stack([truth] * 3, 2)), None)
    add("grey-alpha.png", Image.fromarray(np.stack([truth] * 2, 2), "LA"), None)
    # Label ids 7, 8, 11 … of Cityscapes: road, sidewalk, building; 0 and 5 are not evaluated, 33 is bicycle.
    ids = np.array([[7, 8, 11, 12], [0, 5, 33, 26]], np.uint8)
    train = np.array([[0, 1, 2, 3], [255, 255, 18, 13]], np.uint8)
    add("aachen_000000_000019_gtFine_labelIds.png", Image.fromarray(ids), train)
    add("aachen_000000_000019.png", Image.fromarray(ids), None)
    write("label-files.json", cases)


def scores():
    generator = torch.Generator().manual_seed(6)
    cases = []
    for classes, spread in [(10, 1), (1000, 3), (5, 40), (3, 300), (1, 1)]:
        before = torch.randn(classes, generator=generator) * spread
        after = before + torch.randn(classes, generator=generator) * spread * 0.3
        p, q = before.double().softmax(0), after.double().softmax(0)
        top = q.topk(min(5, classes))
        cases.append({"before": before.tolist(), "after": after.tolist(), "top": top.indices.tolist(),
                      "probabilities": top.values.tolist(), "firstChange": float((q - p)[p.argmax()]),
                      "moved": float((q - p).abs().sum() / 2)})
    write("scores.json", cases)


# Sizes of detectors' inputs: mmcv's rescale_size with (1333, 800), and maskrcnn-benchmark's Resize.get_size.


def detector_sizes():
    random = np.random.default_rng(7)
    sizes = [(640, 480), (480, 640), (126, 100), (1333, 800), (2000, 400), (400, 2001), (1, 1), (3, 2000), (427, 640)]
    sizes += [(int(a), int(b)) for a, b in random.integers(20, 3000, (60, 2))]
    cases = []
    for w, h in sizes:
        factor = min(1333 / max(h, w), 800 / min(h, w))
        mmdet = (int(w * factor + 0.5), int(h * factor + 0.5))
        size = 800
        if max(w, h) / min(w, h) * size > 1333:
            size = int(round(1333 * min(w, h) / max(w, h)))
        if (w <= h and w == size) or (h <= w and h == size):
            authors = (w, h)
        elif w < h:
            authors = (size, int(size * h / w))
        else:
            authors = (int(size * w / h), size)
        cases.append({"picture": [w, h], "mmdet": [max(1, v) for v in mmdet], "authors": list(authors)})
    write("detector-sizes.json", cases)


# Boxes, by pycocotools.


def box_sets():
    cases = []
    for seed in range(60):
        random = np.random.default_rng(100 + seed)
        classes, pictures = int(random.integers(1, 4)), int(random.integers(1, 6))
        crowded = seed % 5 == 4
        truth, found = [], []
        for picture in range(pictures):
            for _ in range(int(random.integers(0, 7))):
                w, h = np.exp(random.uniform(np.log(6), np.log(220), 2))
                x, y = random.uniform(0, 200, 2)
                box = [round(float(v), 1) for v in (x, y, w, h)]
                label = int(random.integers(0, classes))
                crowd = int(random.random() < 0.15)
                area = round(float(box[2] * box[3] * random.uniform(0.4, 1)), 1)
                truth.append({"image": picture, "label": label, "box": box, "area": area, "crowd": crowd})
                for _ in range(int(random.integers(0, 4))):
                    spread = random.choice([0.03, 0.1, 0.3])
                    near = [box[0] + random.normal() * spread * box[2], box[1] + random.normal() * spread * box[3],
                            box[2] * np.exp(random.normal() * spread), box[3] * np.exp(random.normal() * spread)]
                    other = label if random.random() < 0.85 else int(random.integers(0, classes))
                    found.append({"image": picture, "label": other, "box": [round(float(v), 1) for v in near],
                                  "score": round(float(random.random()), 2)})
            for _ in range(130 if crowded and picture == 0 else int(random.integers(0, 4))):
                box = [float(v) for v in np.round(random.uniform(1, 150, 4), 1)]
                found.append({"image": picture, "label": int(random.integers(0, classes)), "box": box,
                              "score": round(float(random.random()), 2)})
        if not found or not truth:
            continue
        coco = COCO()
        coco.dataset = {
            "info": {}, "images": [{"id": i + 1} for i in range(pictures)],
            "categories": [{"id": k + 1, "name": str(k)} for k in range(classes)],
            "annotations": [{"id": n + 1, "image_id": t["image"] + 1, "category_id": t["label"] + 1, "bbox": t["box"],
                             "area": t["area"], "iscrowd": t["crowd"]} for n, t in enumerate(truth)]}
        with contextlib.redirect_stdout(io.StringIO()):
            coco.createIndex()
            results = coco.loadRes([{"image_id": f["image"] + 1, "category_id": f["label"] + 1, "bbox": list(f["box"]),
                                     "score": f["score"]} for f in found])
            evaluation = COCOeval(coco, results, "bbox")
            evaluation.evaluate()
            evaluation.accumulate()
            evaluation.summarize()
        precision = evaluation.eval["precision"][:, :, :, 0, 2]
        each = [precision[:, :, k] for k in range(classes)]
        cases.append({"classes": classes, "pictures": pictures, "truth": truth, "found": found,
                      "stats": [None if v < 0 else float(v) for v in evaluation.stats],
                      "perClass": [float(p[p > -1].mean()) if (p > -1).any() else None for p in each]})
    print(len(cases), "sets of boxes")
    write("boxes.json", cases)


if __name__ == "__main__":
    class_maps()
    confusions()
    label_files()
    scores()
    detector_sizes()
    box_sets()
