"""Makes coco.json, a small COCO keypoints file with crowds, unlabelled, small, medium and large people, poses "found" in
its pictures, and what pycocotools computes from them.

    python3 -m venv venv && venv/bin/pip install pycocotools numpy && venv/bin/python make_coco.py
"""
import contextlib
import io
import json
import os

import numpy as np
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

random = np.random.default_rng(2026)
K = 17
images, annotations, found = [], [], []
for image in range(1, 61):
    images.append({"id": image * 7 % 61, "file_name": f"{image:06}.jpg", "width": 640, "height": 480})
    for person in range(random.integers(0, 5) if image != 3 else 26):
        # From 20 pixels, which no range of sizes but "all" has, to 350.
        height = float(random.choice([random.uniform(20, 32), random.uniform(40, 110), random.uniform(120, 350)]))
        width = height * float(random.uniform(0.3, 0.9))
        x, y = float(random.uniform(0, 640 - width)), float(random.uniform(0, 480 - height))
        visible = random.choice([0, 1, 2], K, p=[0.3, 0.2, 0.5])
        kind = random.choice(["plain", "unlabelled", "crowd"], p=[0.75, 0.15, 0.1])
        if kind != "plain": visible[:] = 0
        points = np.stack([random.uniform(x, x + width, K), random.uniform(y, y + height, K)], 1).round(2)
        keypoints = [v for p, s in zip(points, visible) for v in ([*p.tolist(), int(s)] if s else [0, 0, 0])]
        annotations.append({
            "id": len(annotations) + 1, "image_id": images[-1]["id"], "category_id": 1,
            "bbox": [round(v, 2) for v in (x, y, width, height)], "area": round(width * height * 0.6, 3),
            "iscrowd": int(kind == "crowd"), "num_keypoints": int((visible > 0).sum()), "keypoints": keypoints,
        })
        # Near, far, twice, or not at all; scores with ties.
        for _ in range(random.choice([0, 1, 2], p=[0.15, 0.7, 0.15])):
            spread = height * float(random.choice([0.01, 0.03, 0.1, 0.4]))
            moved = (points + random.normal(0, spread, (K, 2))).round(3)
            found.append({
                "image_id": images[-1]["id"], "category_id": 1, "score": round(float(random.uniform(0.1, 1)), 1),
                "keypoints": [v for p in moved for v in (*p.tolist(), 1.0)],
            })
    if image % 9 == 0:  # A pose where nobody is.
        points = random.uniform(0, 480, (K, 2)).round(3)
        found.append({"image_id": images[-1]["id"], "category_id": 1, "score": 0.5,
                      "keypoints": [v for p in points for v in (*p.tolist(), 1.0)]})

dataset = {"images": images, "annotations": annotations, "categories": [{"id": 1, "name": "person"}], "info": {}}


def evaluate(images):
    with contextlib.redirect_stdout(io.StringIO()):
        truth = COCO()
        truth.dataset = dataset
        truth.createIndex()
        evaluation = COCOeval(truth, truth.loadRes([dict(f) for f in found]), "keypoints")
        evaluation.params.imgIds = sorted(images)
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
    return [float(v) for v in evaluation.stats]


ids = [i["id"] for i in images]
names = ["AP", "AP50", "AP75", "APmedium", "APlarge", "AR", "AR50", "AR75", "ARmedium", "ARlarge"]
medium = {a["image_id"] for a in annotations if a["num_keypoints"] and not a["iscrowd"] and a["area"] > 96 * 96}
expected = {"all": dict(zip(names, evaluate(ids))), "without large": dict(zip(names, evaluate(set(ids) - medium)))}
folder = os.path.dirname(os.path.abspath(__file__))
with open(os.path.join(folder, "coco.json"), "w") as file: json.dump(dataset, file)
with open(os.path.join(folder, "coco.found.json"), "w") as file:
    json.dump({"found": found, "expected": expected, "without large": sorted(set(ids) - medium)}, file)
print(len(annotations), len(found), json.dumps(expected, indent=1))
