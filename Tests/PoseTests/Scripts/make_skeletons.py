"""Writes Sources/Pose/Skeleton+Table.swift: joints, pairs, sigmas and limbs of the known skeletons.

    pip download --no-deps mmpose==1.3.2 && unzip mmpose-1.3.2-*.whl -d mmpose
    python3 make_skeletons.py mmpose/mmpose/.mim/configs/_base_/datasets

The configurations are read as data. They hold what the data sets' authors publish: names, order, which joints change
places in a mirrored picture, limbs, and sigmas where there are any.
"""
import os
import re
import runpy
import sys
import textwrap

SIDES = {"l": "left", "left": "left", "r": "right", "right": "right"}
ENDS = {"f": "front", "b": "back"}


def dataset(name):
    info = runpy.run_path(os.path.join(sys.argv[1], name + ".py"))["dataset_info"]
    joints = [info["keypoint_info"][i] for i in sorted(info["keypoint_info"])]
    names = [joint["name"] for joint in joints]
    limbs = [info["skeleton_info"][i]["link"] for i in sorted(info["skeleton_info"])]
    return {
        "names": [readable(name) for name in names],
        "pairs": {i: names.index(j["swap"]) for i, j in enumerate(joints) if j["swap"]},
        "sigmas": list(info.get("sigmas", [])),
        "limbs": [(names.index(a), names.index(b)) for a, b in limbs],
        "called": info["dataset_name"],
    }


def readable(name):
    words = [word.lower() for word in re.split(r"[ _-]+", name)]
    words = [SIDES.get(words[0], words[0])] + [ENDS.get(word, word) for word in words[1:]]
    return " ".join(words)


def of_joints(names, published):
    """Sigmas by name, in this order: of a set that publishes them; of COCO's joint at the same place."""
    alike = {"left foot": "left ankle", "right foot": "right ankle", "root": "left hip"}
    return [published.get(name, published.get(alike.get(name), 0.079)) for name in names]


lsp = {  # From the data set's README; MMPose has it under other names, as Campus and Shelf.
    "names": ["right ankle", "right knee", "right hip", "left hip", "left knee", "left ankle", "right wrist",
              "right elbow", "right shoulder", "left shoulder", "left elbow", "left wrist", "neck", "head top"],
    "pairs": {0: 5, 1: 4, 2: 3, 3: 2, 4: 1, 5: 0, 6: 11, 7: 10, 8: 9, 9: 8, 10: 7, 11: 6},
    "limbs": [(0, 1), (1, 2), (3, 4), (4, 5), (2, 3), (6, 7), (7, 8), (9, 10), (10, 11), (8, 2), (9, 3), (8, 12),
              (9, 12), (12, 13)],
    "sigmas": [], "called": "lsp",
}
campus = dataset("campus")
assert [name for name in lsp["names"][:12]] == campus["names"][:12] and lsp["pairs"] == campus["pairs"]

coco, crowdpose = dataset("coco"), dataset("crowdpose")
body = dict(zip(coco["names"], coco["sigmas"])) | {"neck": 0.079}
PUBLISHED, ALIKE, ASSUMED = "published", "alike", "assumed"

# name, title, data, sigmas where the set has none, their origin, other names of the same joints in the same order
table = [
    ("coco17", "COCO", coco, None, PUBLISHED, ["ochuman", "humanart"]),
    ("lsp14", "LSP", lsp, of_joints(lsp["names"], body), ALIKE, []),
    ("mpii16", "MPII", dataset("mpii"), None, PUBLISHED, ["mhp"]),
    ("crowdpose14", "CrowdPose", crowdpose, None, PUBLISHED, []),
    ("ap10k17", "AP-10K", dataset("ap10k"), None, PUBLISHED, []),
    ("aic14", "AIC", dataset("aic"), None, PUBLISHED, []),
    ("h36m17", "Human3.6M", (h36m := dataset("h36m")), of_joints(h36m["names"], body), ALIKE, []),
    ("hand21", "hand", dataset("onehand10k"), dataset("coco_wholebody_hand")["sigmas"], ALIKE,
     ["freihand2d", "panoptic_hand2d", "coco_wholebody_hand"]),
    ("face68", "300W", dataset("300w"), dataset("coco_wholebody_face")["sigmas"], ALIKE,
     ["300vw", "300wlp", "coco_wholebody_face"]),
    ("wflw98", "WFLW", dataset("wflw"), [0.025] * 98, ASSUMED, []),
    ("cofw29", "COFW", dataset("cofw"), [0.025] * 29, ASSUMED, []),
    ("aflw19", "AFLW", dataset("aflw"), [0.025] * 19, ASSUMED, []),
    ("wholebody133", "COCO-WholeBody", dataset("coco_wholebody"), None, PUBLISHED, ["ubody2d", "h3wb"]),
]

HEADER = '''extension Skeleton {
  /// The known skeletons. Written by Tests/PoseTests/Scripts/make_skeletons.py from the data set configurations of
  /// MMPose 1.3.2; change that, not this.
  ///
  /// A paragraph each: `name | title | where σ comes from | what MMPose calls its sets`; the joints in their order, each
  /// with its place, its partner in a mirrored picture and its σ; limbs.
  static let table = """
'''


def paragraph(name, title, data, sigmas, origin, others):
    names, sigmas = data["names"], data["sigmas"] or sigmas
    assert len(names) == len(sigmas) == int(re.search(r"\d+$", name)[0]) and len(set(names)) == len(names), name
    assert all(data["pairs"][j] == i for i, j in data["pairs"].items()), name
    for other in map(dataset, others):
        numbered = all(re.fullmatch(r"(kpt|face) \d+", joint) for joint in other["names"])
        assert other["names"] == names or numbered, (name, other["called"])
    called = [data["called"]] + [dataset(other)["called"] for other in others]
    joints = []
    for index, joint in enumerate(names):
        partner = f"~{data['pairs'][index]}" if index in data["pairs"] else ""
        joints.append(f"{index}{partner} {joint} {sigmas[index]};".replace(" ", "\u00a0"))
    limbs = " ".join(f"{a}-{b}" for a, b in data["limbs"])
    lines = [" | ".join([name, title, origin, ", ".join(dict.fromkeys(called))])]
    lines += [line.replace("\u00a0", " ") for line in textwrap.wrap(" ".join(joints), 114)]
    lines += textwrap.wrap("limbs " + limbs, 114, break_on_hyphens=False)
    return "\n".join("    " + line for line in lines)


target = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../../Sources/Pose/Skeleton+Table.swift")
with open(target, "w") as file:
    file.write(HEADER + "\n\n".join(paragraph(*row) for row in table) + '\n    """\n}\n')
