"""Makes seeds/: files of one or two tensors for every reader, small enough for thousands of runs a second.

    /work/venv/bin/python make_seeds.py      (PyTorch 2.13)
"""

import os
import struct
import sys
import zipfile
import zlib
from collections import OrderedDict

import onnx
import torch
from PIL import Image
from onnx import TensorProto, helper

folder = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(folder, "..", "Tests", "CheckpointsTests", "Scripts"))
import heads
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

# Labels of every kind that PNG has, with and without Adam7's passes; names; classes of pictures; boxes.
for name, mode, colours in [("grey", "L", 19), ("palette", "P", 19), ("bits", "1", 2), ("deep", "I;16", 19),
                            ("alpha", "LA", 19), ("colours", "RGB", 19)]:
    image = Image.new(mode, (5, 3)) if mode != "P" else Image.new("P", (5, 3), 3)
    if mode == "P":
        image.putpalette([index for index in range(57)])
    elif mode in ("L", "I;16", "1"):
        image.putdata([(7 * index) % colours for index in range(15)])
    image.save(path("labels", name + ".png"))


def chunk(name, content):
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


rows = [(0, 0, 8, 8, 8), (4, 0, 8, 8, 8), (0, 4, 4, 8, 8), (2, 0, 4, 4, 8), (0, 2, 2, 4, 4), (1, 0, 2, 2, 4), (0, 1, 1, 2, 2)]
passes = b"".join((b"\0" + bytes(x % 19 for x in range(x0, 5, dx))) * len(range(y0, 3, dy))
                  for x0, y0, dx, dy, _ in rows if x0 < 5 and y0 < 3)
with open(path("labels", "interlaced.png"), "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 5, 3, 8, 0, 0, 0, 1))
               + chunk(b"IDAT", zlib.compress(passes)) + chunk(b"IEND", b""))
for reader, name, content in [
    ("names", "three.txt", "\3road\nside walk\r\n\t\u00e9cran \n\n"), ("names", "mark.txt", "\1\ufeffroad"),
    ("classes", "list.txt", "n01440764/a b.JPEG 0\n\ncafe.jpg\t999\r\n./c.png 12"),
    ("instances", "two.json", '{"images":[{"id":1,"file_name":"a.jpg","width":9,"height":7},{"id":"b","file_name":"b.jpg"}],'
     '"categories":[{"id":2,"name":"cat"},{"id":1,"name":"dog"}],"annotations":[{"id":1,"image_id":1,"category_id":2,'
     '"bbox":[1,2,3,4.5],"area":9,"iscrowd":0},{"id":2,"image_id":"b","category_id":1,"bbox":[0,0,1e3,1],"iscrowd":true,'
     '"segmentation":{"counts":[1,2],"size":[1,3]}}]}'),
]:
    with open(path(reader, name), "w", newline="") as file:
        file.write(content)

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

# Whole networks of one channel with the heads of the families, so that what tells heads apart is reached.
torch.manual_seed(1)
body = dict(width=1, modules=(1, 1, 1), units=1, stem=1, planes=1, stage1=1)


def tensors(model, names, start="", outer=""):
    """Under other names: beginnings of the keys, and what stands there instead."""
    result = {}
    for key, tensor in model.state_dict().items():
        if not key.endswith("num_batches_tracked"):
            begin = next((begin for begin in names if key.startswith(begin)), None)
            name = start + key if begin is None else outer + names[begin] + key[len(begin):]
            result[name] = tensor.half() if tensor.ndim == 4 else tensor
    return result


ocr = heads.OCR(2, 2, 1, rule="bilinear-corners", **body).eval()
landmarks = heads.V2(3, "head", rule="bilinear", **body)
classes = heads.Classification(2, (1, 1, 1, 1), 2, **body)
boxes = heads.FCOS(2, 8, 1, levels=5, **body)
tower = {f"bbox_head.{part}_convs.{unit}.{step}.": f"rpn.head.{name}.{3 * unit + place}."
         for part, name in (("cls", "cls_tower"), ("reg", "bbox_tower")) for unit in range(4)
         for place, step in enumerate(("conv", "gn"))}
fpn = {"reduction_conv.conv.": "backbone.fpn.reduction_conv.0.", "bbox_head.conv_cls.": "rpn.head.cls_logits.",
       "bbox_head.conv_reg.": "rpn.head.bbox_pred.", "bbox_head.conv_centerness.": "rpn.head.centerness.",
       "bbox_head.scales.": "rpn.head.scales."} | {f"fpn_convs.{l}.conv.": f"backbone.fpn.fpn_conv.{l}." for l in range(5)}
families = {
    "ocr": tensors(ocr, {}, "model."),
    "mmpose-face": tensors(landmarks, {"head.0.": "head.conv_layers.0.", "head.1.": "head.conv_layers.1.",
                                      "head.3.": "head.final_layer."}, "backbone."),
    "imagenet": tensors(classes, {}), "hrnet-fcos": tensors(boxes, tower | fpn, "backbone.body."),
}
for name, state in families.items():
    safetensors_file.save(path("safetensors", f"{name}.safetensors"), state)
detector = heads.FCOS(2, 8, 1, levels=2, height=1, stride=1, **body).eval()
for model, name in ((ocr, "ocr"), (detector, "fcos"), (heads.Pyramid(1, 2, **body).eval(), "pyramid"), (classes.eval(), "imagenet")):
    with torch.no_grad():
        torch.onnx.export(model, torch.zeros(1, 3, 64, 32), path("onnx", f"{name}.onnx"), dynamo=False, opset_version=17)
