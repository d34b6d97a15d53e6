"""Which joints are one, in numpy's float64, from what `hrscope activations` and `hrscope pose --json` write.

make_confusion.py HRSCOPE WEIGHTS SET >Fixtures/confusion-lsp14.json

HRSCOPE: the program. WEIGHTS: the .safetensors of a V1 pose network. SET: a folder with an LSP-style joints.json.
"""

import json
import pathlib
import struct
import subprocess
import sys
import tempfile

import numpy as np

MIRRORS = [5, 4, 3, 2, 1, 0, 11, 10, 9, 8, 7, 6, None, None]


def tensor(path, name):
    data = pathlib.Path(path).read_bytes()
    length = struct.unpack("<Q", data[:8])[0]
    entry = json.loads(data[8 : 8 + length])[name]
    begin, end = entry["data_offsets"]
    kind = {"F32": np.float32, "F16": np.float16}[entry["dtype"]]
    return np.frombuffer(data[8 + length :][begin:end], kind).reshape(entry["shape"]).astype(np.float64)


def main():
    program, weights, folder = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    people = json.loads((folder / "joints.json").read_text())
    rows = tensor(weights, "final_layer.weight")
    rows = rows.reshape(len(rows), -1)
    norms = np.linalg.norm(rows, axis=1)
    cosines = rows @ rows.T / np.outer(norms, norms)

    pictures = [str(folder / person["image"]) for person in people]
    poses = json.loads(subprocess.check_output([program, "pose", *pictures, "--json", "--weights", weights]))
    correlations, peaks, places = [], [], np.zeros((len(rows), 3), int)
    for person, picture, pose in zip(people, pictures, poses):
        with tempfile.TemporaryDirectory() as scratch:
            file = scratch + "/maps.npz"
            subprocess.check_call(
                [program, "activations", picture, "--weights", weights, "--select", "heatmaps", "--output", file],
                stderr=subprocess.DEVNULL,
            )
            maps = np.load(file)["heatmaps"][0].astype(np.float64)
        maps = maps.reshape(len(maps), -1)
        correlations.append(np.corrcoef(maps))
        peaks.append(maps.argmax(1))
        truth = np.array(person["joints"], float)[:, :2]
        reach = 0.2 * np.linalg.norm(truth[9] - truth[2])
        for joint, found in enumerate(pose["joints"]):
            distances = np.linalg.norm(truth - [found["x"], found["y"]], axis=1)
            mirror = MIRRORS[joint]
            if distances[joint] <= reach:
                places[joint, 0] += 1
            elif mirror is not None and distances[mirror] <= reach:
                places[joint, 1] += 1
            else:
                places[joint, 2] += 1
    mean, peaks = np.mean(correlations, 0), np.array(peaks)
    pairs = [
        [a, b, round(cosines[a, b], 6), round(mean[a, b], 6), round(float(np.mean(peaks[:, a] == peaks[:, b])), 6)]
        for a in range(len(rows))
        for b in range(a + 1, len(rows))
    ]
    print(json.dumps({"places": places.tolist(), "pairs": pairs}).replace("], [", "],\n["))


main()
