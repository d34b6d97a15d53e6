"""Makes Fixtures/coco-variations.json: small COCO keypoints files as people write them, poses "found" in them, and what
pycocotools computes. Run with pycocotools 2.0.11 and NumPy:

    python3 make_coco_variations.py

Each set is kept as text: ids are numbers, floats, text or huge; `iscrowd` is a number, true, false or absent; keypoints
are empty; areas, counts, categories and boxes are absent; annotations are of images or categories that are not listed;
NaN stands where nothing is labelled. What pycocotools cannot do without is put in before it computes.
"""
import contextlib
import copy
import io
import json
import os

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

random = np.random.default_rng(11)
NUMBERS = ["AP", "AP50", "AP75", "APmedium", "APlarge", "AR", "AR50", "AR75", "ARmedium", "ARlarge"]


def chance(p):
    return random.uniform() < p


def identifiers(kind, count, start):
    numbers = [start + 7 * int(i) for i in random.permutation(count)]
    if kind == "float": return [float(n) for n in numbers]
    if kind == "text": return [f"{n:06}" if i % 2 else f"image {n}" for i, n in enumerate(numbers)]
    if kind == "huge": return [10 ** 22 + n for n in numbers]
    return numbers


def make_set():
    K = int(random.integers(1, 6))
    sigmas = [round(float(s), 3) for s in random.uniform(0.03, 0.15, K)]
    image_ids = identifiers(random.choice(["plain", "float", "text", "huge"]), int(random.integers(1, 6)), 1)
    category_ids = identifiers(random.choice(["plain", "text"]), int(random.integers(1, 4)), 2)
    crowds = random.choice(["number", "bool", "absent"])
    has_area, has_count = chance(0.7), chance(0.7)
    images = [{"id": i, "file_name": f"train/{n}.jpg", "width": 640, "height": 480} for n, i in enumerate(image_ids)]
    annotations, found = [], []
    for image in image_ids:
        for _ in range(int(random.integers(0, 6))):
            height = float(random.choice([random.uniform(12, 40), random.uniform(50, 110), random.uniform(120, 300)]))
            width = height * float(random.uniform(0.3, 0.9))
            x, y = float(random.uniform(0, 300)), float(random.uniform(0, 150))
            visible = random.choice([0, 1, 2], K, p=[0.25, 0.25, 0.5])
            points = np.stack([random.uniform(x, x + width, K), random.uniform(y, y + height, K)], 1).round(2)
            is_crowd = crowds != "absent" and chance(0.1)
            if is_crowd or chance(0.1): visible[:] = 0
            hidden = [float("nan"), float("nan"), 0] if chance(0.2) else [0, 0, 0.0]
            keypoints = [v for p, s in zip(points, visible) for v in ([*p.tolist(), int(s)] if s else hidden)]
            if not visible.any() and chance(0.5): keypoints = []
            annotation = {
                "id": len(annotations) + 1, "image_id": image, "category_id": category_ids[random.integers(len(category_ids))],
                "bbox": [round(v, 2) for v in (x, y, width, height)], "keypoints": keypoints,
                "segmentation": random.choice([None, 0, 1]) and {"counts": [1, 2, float("nan")], "size": [3]},
            }
            if crowds == "number": annotation["iscrowd"] = int(is_crowd)
            if crowds == "bool": annotation["iscrowd"] = bool(is_crowd)
            if has_area: annotation["area"] = round(width * height * 0.6, 3)
            if has_count: annotation["num_keypoints"] = int((visible > 0).sum())
            annotations.append(annotation)
            for _ in range(random.choice([0, 1, 2], p=[0.15, 0.7, 0.15])):
                moved = (points + random.normal(0, height * float(random.choice([0.01, 0.05, 0.2])), (K, 2))).round(3)
                found.append({"image_id": image, "category_id": annotation["category_id"],
                              "score": round(float(random.uniform(0.1, 1)), 1), "keypoints": moved.tolist()})
    stray = []
    if chance(0.3): stray.append({"image_id": "no such image", "category_id": category_ids[0]})
    if chance(0.3): stray.append({"image_id": image_ids[0], "category_id": "no such category"})
    for other in stray:
        annotations.append({"id": 900 + len(annotations), "bbox": [0, 0, 50, 50], "keypoints": [9, 9, 2] * K, **other})
    random.shuffle(annotations)
    categories = [{"id": i, "name": f"kind {i}", "sigmas": sigmas, "keypoints": [f"part {chr(97 + j)}" for j in range(K)]}
                  for i in category_ids]
    return {"images": images, "categories": categories, "annotations": annotations}, found, sigmas


def evaluate(written, found, sigmas):
    dataset = copy.deepcopy(written)
    for annotation in dataset["annotations"]:
        box = annotation["bbox"]
        annotation.setdefault("area", 0.53 * box[2] * box[3])  # As MMPose without areas.
        annotation.setdefault("num_keypoints", sum(v > 0 for v in annotation["keypoints"][2::3]))
        annotation.setdefault("iscrowd", 0)
    results = [{**f, "keypoints": [v for p in f["keypoints"] for v in (*p, 1.0)]} for f in found]
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = dataset
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes(results), "keypoints")
        evaluation.params.kpt_oks_sigmas = np.array(sigmas)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return dict(zip(NUMBERS, (float(v) for v in evaluation.stats)))


def described(identifier):
    if isinstance(identifier, str): return f"'{identifier}'"
    return str(int(identifier))


sets = []
while len(sets) < 60:
    written, found, sigmas = make_set()
    if not found: continue
    expected = evaluate(written, found, sigmas)
    if expected["AP"] < 0: continue
    for f in found: f["image_id"], f["category_id"] = described(f["image_id"]), described(f["category_id"])
    text = json.dumps(written)
    if len(sets) % 10 == 9: text = "\ufeff" + text
    sets.append({"set": text, "found": found, "expected": expected})
folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../Fixtures")
with open(os.path.join(folder, "coco-variations.json"), "w") as file: json.dump(sets, file)
print(len(sets), [round(s["expected"]["AP"], 3) for s in sets])
