"""Linear read-outs by numpy in double precision, from activations that hrscope writes. From the repository's root:

    ../venv/bin/python Tests/ExperimentsTests/Scripts/probe.py fixture HRSCOPE
    ../venv/bin/python Tests/ExperimentsTests/Scripts/probe.py check HRSCOPE SET PROBES [VALIDATION]

`fixture` writes Fixtures/probe.safetensors: for some nodes of the built-in model, fitted to the first person of every
picture in SampleImages with fixed λ and a, NODE.weight, NODE.bias and NODE.pck (right joints, all joints); streams side by
side under the name of the finest with a '+'. `check` fits what a file of `hrscope probe SET --output PROBES` says it was
fitted to, by the λ and a in it, and compares W and b (within 1e-4 of the largest weight) and PCK.
"""

import json
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

here = Path(__file__).resolve().parent
root = here.parents[2]

RIDGE, EMPHASIS, SIGMA = 1e-5, 30.0, 2.0
NODES = ["s2.m1.1/8.u2", "s3.m1>1/4", "s4.m1.1/16.u1", "s4.m2>1/32", "s4.m2>1/16+"]


def reference_name(node):
    """`s4.m2>1/16` as activations are called: `stage4.1.out.2`."""
    index = {"4": 0, "8": 1, "16": 2, "32": 3}
    if ">" in node:
        unit, stream = node.split(">1/")
        stage, module = unit[1:].split(".m")
        return f"stage{stage}.{int(module) - 1}.out.{index[stream]}"
    head, unit = node.split(".u")
    body, stream = head.split(".1/")
    stage, module = body[1:].split(".m")
    return f"stage{stage}.{int(module) - 1}.branches.{index[stream]}.{int(unit) - 1}"


def names(node, isConcatenated):
    """The node and, side by side, the coarser streams after it."""
    first = reference_name(node)
    if not isConcatenated:
        return [first]
    parts = first.split(".")
    place = 3
    return [".".join(parts[:place] + [str(k)] + parts[place + 1:]) for k in range(int(parts[place]), 4)]


def bilinear(x, height, width):
    """Positions are the centres of values; beyond the outermost it is the outermost."""
    for axis, size in ((1, height), (2, width)):
        count = x.shape[axis]
        place = np.clip((np.arange(size) + 0.5) * count / size - 0.5, 0, count - 1)
        low = np.minimum(place.astype(int), max(count - 2, 0))
        part = (place - low).reshape([-1 if a == axis else 1 for a in range(3)])
        x = np.take(x, low, axis) * (1 - part) + np.take(x, np.minimum(low + 1, count - 1), axis) * part
    return x


def activations(hrscope, picture, box, wanted, folder, weights=()):
    """`[C, H, W]` by name."""
    output = Path(folder) / "activations.npz"
    command = [hrscope, "activations", str(picture), "--output", str(output), "--threads", "1", *weights]
    command += ["--box=" + ",".join(map(str, box))]
    for name in sorted(wanted):
        command += ["--select", name]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    return {name: array[0].astype(np.float64) for name, array in np.load(output).items()}


class Crop:
    """The person's box grown to the input's shape, times 1.25: where joints lie in a map."""

    def __init__(self, box, size):
        x, y, w, h = box
        shape = size[1] / size[0]
        self.centre = np.array([x + w / 2, y + h / 2])
        self.size = np.array([max(w, h * shape), max(h, w / shape)]) * 1.25

    def to_map(self, points, height, width):
        count = np.array([width, height])
        return (points - self.centre) * count / self.size + count / 2

    def to_picture(self, points, height, width):
        count = np.array([width, height])
        return (points - count / 2) * self.size / count + self.centre


def targets(joints, crop, height, width, input_width, sigma):
    """Gaussians `[K, H, W]` at the joints' exact places, no narrower than half a value."""
    sigma = max(sigma * 4 * width / input_width, 0.5)
    places = crop.to_map(joints, height, width)
    x, y = np.arange(width), np.arange(height)
    bell_x = np.exp(-0.5 * ((x[None] - places[:, :1]) / sigma) ** 2)
    bell_y = np.exp(-0.5 * ((y[None] - places[:, 1:]) / sigma) ** 2)
    return bell_y[:, :, None] * bell_x[:, None, :]


def fit(examples, ridge, emphasis):
    """`(G + λN·diag(G)) W = H` over weighted positions; the bias is not held down. Returns `[K, C]` and `[K]`."""
    channels, count = examples[0][0].shape[0], examples[0][1].shape[0]
    G, H = np.zeros((channels + 1, channels + 1)), np.zeros((channels + 1, count))
    for x, t in examples:
        rows = np.vstack([x.reshape(channels, -1), np.ones((1, x[0].size))])
        t = t.reshape(count, -1)
        weighted = rows * (1 + emphasis * t.max(0))
        G += weighted @ rows.T
        H += weighted @ t.T
    held = np.diag(G) * ridge * len(examples)
    held[-1] = 0
    silent = np.diag(G) == 0
    W = np.linalg.solve(G + np.diag(held) + np.diag(silent.astype(float)), H)
    return W[:-1].T, W[-1]


def decode(heat, crop):
    """A quarter of a value from the peak towards the larger neighbour, as published: not near an edge. A map without a peak is its
    first place."""
    height, width = heat.shape
    y, x = divmod(int(heat.argmax()), width)
    if heat[y, x] <= 0:
        return crop.to_picture(np.zeros(2), height, width)
    place = np.array([x, y], float)
    if 1 < x < width - 1 and 1 < y < height - 1:
        place += 0.25 * np.sign([heat[y, x + 1] - heat[y, x - 1], heat[y + 1, x] - heat[y - 1, x]])
    return crop.to_picture(place, height, width)


def score(x, W, b, joints, crop):
    """Joints within 0.2 torsos: right ones, and how many count. As the program does, the read-out is applied in float32."""
    maps = np.tensordot(W.astype(np.float32), x.astype(np.float32), 1) + b.astype(np.float32)[:, None, None]
    torso = np.linalg.norm(joints[9] - joints[2])
    right = [np.linalg.norm(decode(m, crop) - j) <= 0.2 * torso for m, j in zip(maps, joints)]
    return np.array([sum(right), len(right)])


def read(hrscope, people, nodes, isConcatenated, size, weights=()):
    """For each person the inputs of every node, and its crop."""
    result = []
    with tempfile.TemporaryDirectory() as folder:
        for picture, box, joints in people:
            wanted = {name for node in nodes for name in names(node.rstrip("+"), isConcatenated or node[-1] == "+")}
            values = activations(hrscope, picture, box, wanted, folder, weights)
            inputs = {}
            for node in nodes:
                parts = [values[n] for n in names(node.rstrip("+"), isConcatenated or node[-1] == "+")]
                height, width = parts[0].shape[1:]
                inputs[node] = np.concatenate([bilinear(p, height, width) for p in parts])
            result.append((inputs, Crop(box, size), joints))
    return result


def labelled(path):
    path = Path(path)
    path = path / "joints.json" if path.is_dir() else path
    return [(path.parent / e["image"], e["bbox"], np.array(e["joints"])[:, :2]) for e in json.loads(path.read_text())]


def examples(people, node, size, sigma):
    return [(x[node], targets(joints, crop, *x[node].shape[1:], size[1], sigma)) for x, crop, joints in people]


def fixture(hrscope):
    size = (192, 160)
    people = []
    for path in sorted((root / "SampleImages").glob("*.json")):
        person = json.loads(path.read_text())["people"][0]
        people.append((path.with_suffix(".jpg"), person["bbox"], np.array(person["keypoints_lsp14"])[:, :2]))
    people = read(hrscope, people, NODES, False, size)
    tensors = {}
    for node in NODES:
        W, b = fit(examples(people, node, size, SIGMA), RIDGE, EMPHASIS)
        tensors[node + ".weight"], tensors[node + ".bias"] = W, b
        pck = sum(score(x[node], W, b, joints, crop) for x, crop, joints in people)
        tensors[node + ".pck"] = pck.astype(np.float64)
        print(node, W.shape, pck)
    write(here.parent / "Fixtures" / "probe.safetensors", tensors)


def write(path, tensors):
    header, data = {}, b""
    for name, value in tensors.items():
        # Weights in single precision are near enough to be compared within 1e-4.
        raw = value.astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(value.shape), "data_offsets": [len(data), len(data) + len(raw)]}
        data += raw
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def check(hrscope, training, probes, validation=None):
    raw = Path(probes).read_bytes()
    length = struct.unpack("<Q", raw[:8])[0]
    header = json.loads(raw[8:8 + length])
    facts = header.pop("__metadata__")
    types = {"F64": "<f8", "F16": "<f2"}
    tensors = {
        name: np.frombuffer(raw[8 + length:][slice(*e["data_offsets"])], types[e["dtype"]]).reshape(e["shape"])
        for name, e in header.items()}
    nodes, ridge, emphasis = (json.loads(facts[key]) for key in ("nodes", "lambda", "emphasis"))
    size = tuple(map(int, facts["input"].split("x")))
    isConcatenated = facts["concatenated"] == "true"
    people = read(hrscope, labelled(training), nodes, isConcatenated, size)
    others = read(hrscope, labelled(validation), nodes, isConcatenated, size) if validation else None
    worst = 0
    for node in nodes:
        W, b = fit(examples(people, node, size, float(facts["sigma"])), ridge[node], emphasis[node])
        found = tensors[f"probe.{node}.weight"].astype(float), tensors[f"probe.{node}.bias"].astype(float)
        error = max(np.abs(W - found[0]).max() / np.abs(W).max(), np.abs(b - found[1]).max() / max(np.abs(b).max(), 1e-3))
        worst = max(worst, error)
        line = [node, f"W within {error:.1e}"]
        for key, part in (("fit", people), ("pck", others)):
            if part is None:
                continue
            right, total = sum(score(x[node], *found, joints, crop) for x, crop, joints in part)
            said = json.loads(facts[key])[node]
            line.append(f"{key} {right}/{total} said {said:.6f}")
            assert abs(right / total - said) < 1e-9, line
        print(*line, flush=True)
    assert worst < 1e-4, worst


if __name__ == "__main__":
    {"fixture": fixture, "check": check}[sys.argv[1]](*sys.argv[2:])
