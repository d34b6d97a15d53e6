"""Makes seeds/: files of one or two tensors in every container, small enough for thousands of runs a second.

    /work/venv/bin/python make_seeds.py      (PyTorch 2.13)
"""

import os
import sys
import zipfile
from collections import OrderedDict

import onnx
import torch
from onnx import TensorProto, helper

folder = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(folder, "..", "Tests", "CheckpointsTests", "Scripts"))
import safetensors_file

seeds = os.path.join(folder, "seeds")
os.makedirs(seeds, exist_ok=True)
state = OrderedDict(a=torch.ones(2), b=torch.ones(3, 2, dtype=torch.float16).t())


def path(name):
    return os.path.join(seeds, name)


for protocol in (2, 4):
    torch.save(state, path(f"zip-{protocol}.pth"), pickle_protocol=protocol)
    torch.save({"state_dict": state, "parameter": torch.nn.Parameter(torch.ones(1))}, path(f"legacy-{protocol}.pth"),
               pickle_protocol=protocol, _use_new_zipfile_serialization=False)
torch.save(torch.nn.Conv2d(1, 1, 1), path("module.pth"), _use_new_zipfile_serialization=False)
with zipfile.ZipFile(path("zip-2.pth")) as stored, zipfile.ZipFile(path("deflated.pth"), "w") as deflated:
    for name in stored.namelist():
        deflated.writestr(zipfile.ZipInfo(name), stored.read(name), zipfile.ZIP_DEFLATED)
safetensors_file.save(path("two.safetensors"), state, {"input": "64x32"})

# An ONNX graph of every operator an HRNet has, and of those that compute factors.
weights = [helper.make_tensor("w", TensorProto.FLOAT, [1, 3, 3, 3], [1.0] * 27),
           helper.make_tensor("v", TensorProto.FLOAT16, [1, 1, 1, 1], b"\0\0", raw=True),
           *(helper.make_tensor(name, TensorProto.FLOAT, [1], [1.0]) for name in "gbmsz")]
nodes = [helper.make_node("Conv", ["x", "w"], ["c"], strides=[2, 2], pads=[1, 1, 1, 1]),
         helper.make_node("BatchNormalization", ["c", "g", "b", "m", "s"], ["n"]),
         helper.make_node("Relu", ["n"], ["r"]),
         helper.make_node("Conv", ["r", "v", "z"], ["d"], kernel_shape=[1, 1]),
         helper.make_node("Constant", [], ["one"], value_floats=[1.0, 1.0]),
         helper.make_node("Concat", ["one", "one"], ["scales"], axis=0),
         helper.make_node("Identity", ["d"], ["i"]),
         helper.make_node("Cast", ["i"], ["e"], to=TensorProto.FLOAT),
         helper.make_node("Resize", ["e", "", "scales"], ["u"], mode="nearest", nearest_mode="floor",
                          coordinate_transformation_mode="asymmetric"),
         helper.make_node("Add", ["u", "r"], ["a"]), helper.make_node("Add", ["a", "e"], ["y"])]
graph = helper.make_graph(nodes, "", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 64, 32])],
                          [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], weights)
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path("graph.onnx"))
