"""Makes W32 and W48 with random weights in the layouts people have, and the activations PyTorch computes with them.

    /work/venv/bin/python make_large.py FOLDER      (PyTorch 2.13, onnx 1.23; 2 GB, two minutes)
"""

import os
import sys
from collections import OrderedDict

import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hrnet
import safetensors_file

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)


def prefixed(prefix, state):
    return OrderedDict((prefix + key, value) for key, value in state.items())


for width in (32, 48):
    def path(name):
        return os.path.join(folder, f"w{width}-{name}")

    model = hrnet.random_hrnet(seed=width, width=width)
    state = model.state_dict()
    head = OrderedDict((key, value) for key, value in state.items() if key.startswith("final_layer."))
    trunk = OrderedDict((key, value) for key, value in state.items() if key not in head)
    safetensors_file.save(path("reference.safetensors"), hrnet.activations(model, 96, 64))
    torch.save(state, path("legacy.pth"), _use_new_zipfile_serialization=False)
    torch.save(state, path("zip.pth"))
    torch.save({"meta": {"epoch": 210}, "state_dict": OrderedDict(
        **prefixed("backbone.", trunk), **prefixed("keypoint_head.", head))}, path("mmpose0.pth"),
        _use_new_zipfile_serialization=False)
    torch.save({"meta": {"epoch": 210}, "message_hub": {}, "state_dict": OrderedDict(
        **prefixed("backbone.", trunk), **prefixed("head.", head))}, path("mmpose1.pth"))
    example = torch.zeros(1, 3, 96, 64)
    with torch.no_grad():
        torch.onnx.export(model, example, path("folded.onnx"), dynamo=False, opset_version=17)
        torch.onnx.export(model, example, path("plain.onnx"), dynamo=False, opset_version=17,
                          training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False)
