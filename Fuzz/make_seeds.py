"""Makes seeds/: files of one or two tensors for every reader, small enough for thousands of runs a second.

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

state = OrderedDict(a=torch.ones(2), b=torch.ones(3, 2, dtype=torch.float16).t())


def path(reader, name):
    os.makedirs(os.path.join(folder, "seeds", reader), exist_ok=True)
    return os.path.join(folder, "seeds", reader, name)


def save_pickle(name, archive):
    with zipfile.ZipFile(archive) as entries, open(path("pickle", name), "wb") as file:
        file.write(entries.read(next(entry for entry in entries.namelist() if entry.endswith("/data.pkl"))))


for protocol in (2, 4, 5):
    torch.save(state, path("zip", f"protocol{protocol}.pth"), pickle_protocol=protocol)
    save_pickle(f"protocol{protocol}.pkl", path("zip", f"protocol{protocol}.pth"))
    torch.save({"state_dict": state, "parameter": torch.nn.Parameter(torch.ones(1)), "epoch": 1, "perf": 0.5},
               path("legacy", f"protocol{protocol}.pth"), pickle_protocol=protocol,
               _use_new_zipfile_serialization=False)
module = torch.nn.Sequential(torch.nn.Conv2d(1, 1, 1), torch.nn.BatchNorm2d(1))
torch.save(module, path("zip", "module.pth"))
save_pickle("module.pkl", path("zip", "module.pth"))
with zipfile.ZipFile(path("zip", "protocol2.pth")) as stored, \
        zipfile.ZipFile(path("zip", "deflated.pth"), "w") as deflated:
    for name in stored.namelist():
        deflated.writestr(zipfile.ZipInfo(name), stored.read(name), zipfile.ZIP_DEFLATED)
safetensors_file.save(path("safetensors", "two.safetensors"), state, {"input": "64x32"})

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
onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)]), path("onnx", "graph.onnx"))

# Numbers in another file, which for the fuzzer is the model once more, and in integers.
outside = onnx.TensorProto(name="w", data_type=TensorProto.FLOAT, dims=[1, 3, 3, 3],
                           data_location=TensorProto.EXTERNAL)
for key, value in (("location", "x.data"), ("offset", "8"), ("length", "108")):
    outside.external_data.add(key=key, value=value)
half = helper.make_tensor("v", TensorProto.FLOAT16, [1, 1, 1, 1], [0.5])
shape = helper.make_tensor("s", TensorProto.INT64, [4], [1, 1, 32, 16])
nodes = [helper.make_node("Reshape", ["y!", "s"], ["y"]), helper.make_node("Stem", ["x", "w"], ["c"], domain="my", k=1),
         helper.make_node("Conv", ["c", "v"], ["y!"])]
stem = helper.make_function("my", "Stem", ["a", "b"], ["d"], [
    helper.make_node("Conv", ["a", "b"], ["e"], strides=[2, 2], pads=[1, 1, 1, 1]), helper.make_node("Relu", ["e"], ["d"])],
    [helper.make_opsetid("", 17)], ["k"])
graph = helper.make_graph(nodes, "", [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 3, 64, 32])],
                          [helper.make_tensor_value_info("y", TensorProto.FLOAT, None)], [outside, half, shape])
model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid("my", 1)], functions=[stem])
with open(path("onnx", "outside.onnx"), "wb") as file:
    file.write(model.SerializeToString())
