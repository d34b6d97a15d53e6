"""Makes ../Fixtures/head-graphs.zip: exports of small HRNets with every head that is found in graphs, of such whose graph
does something more, and what ONNX Runtime computes for each.

    /work/venv/bin/python make_head_graphs.py      (PyTorch 2.13, onnx 1.23, onnxruntime 1.32)

`expected.json` says of each which head it has and how it upsamples; `reference.safetensors` has the input and, in the
network's order, the outputs of every graph: `NAME/input`, `NAME/0`, …
"""

import copy
import os
import sys

import onnx
import onnxruntime
import torch
from torch import nn

scripts = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, scripts)
import graphs as graph_files
import heads
import hrnet

body = dict(width=1, modules=(1, 1, 1), units=1, stem=2, planes=1, stage1=1)
graphs, expected, references = {}, {}, {}


def randomized(model):
    torch.manual_seed(len(graphs))
    return hrnet.randomized(model)


def add(name, model, head, rule, concatenation=None, size=(64, 96), dynamic=False, folded=True, opset=17, outputs=None,
        dynamo=False):
    """`outputs`: those of the graph that are the head's; all of them by default."""
    graphs[name] = graph_files.exported(model, size, dynamic, folded, opset, dynamo).SerializeToString()
    picture = graph_files.pattern(*size)
    found = onnxruntime.InferenceSession(graphs[name]).run(None, {"x": picture})
    references[name + "/input"] = picture
    for place, which in enumerate(outputs or range(len(found))):
        references[f"{name}/{place}"] = found[which]
    expected[name] = {"head": head, "upsampling": rule, "concatenation": concatenation}


class Behind(nn.Module):
    """Something more than the head."""

    def __init__(self, model, more):
        super().__init__()
        self.model, self.more = model, more

    def forward(self, x):
        return self.more(self.model(x), x)


class Features(heads.Classification):
    def forward(self, x):
        return tuple(module(y) for module, y in zip(self.incre_modules, self.streams(x)))


def v2(rule="bilinear", key="last_layer", classes=5, **options):
    return randomized(heads.V2(classes, key, rule=rule, **body, **options))


def ocr(rule="bilinear-corners"):
    return randomized(heads.OCR(4, 3, 2, rule=rule, **body))


def imagenet(kind=heads.Classification):
    return randomized(kind(6, (1, 1, 2, 2), 5, rule="nearest", **body))


def pyramid(**options):
    return randomized(heads.Pyramid(3, rule="nearest", **body, **options))



def fcos(untrained=False, factor=None, groups=2, **options):
    model = randomized(heads.FCOS(3, 16, groups, levels=2, **{"height": 1} | options, rule="nearest", **body))
    if untrained:
        for part in model.modules():
            if isinstance(part, nn.GroupNorm):
                part.reset_parameters()
            if hasattr(part, "scale"):
                nn.init.ones_(part.scale)
    model.factor = factor
    return model


def apart():
    model = fcos()
    own = copy.deepcopy(model.bbox_head.cls_convs[0].conv)
    nn.init.normal_(own.weight, 0, 0.1)
    shared, place = model.bbox_head.cls_convs[0].conv.forward, [0]

    def forward(y):
        place[0] += 1
        return own(y) if place[0] % 2 == 0 else shared(y)

    model.bbox_head.cls_convs[0].conv.forward = forward
    model.own = own
    return model


add("v2-dynamic", v2("bilinear-corners"), "V2 classes", "bilinear-corners", "bilinear-corners", dynamic=True)
add("v2-odd-corners", v2("bilinear-corners").sized(73, 57), "V2 classes", "bilinear-corners", "bilinear-corners",
    size=(73, 57))
add("landmarks", v2(key="head"), "V2 landmarks", "bilinear", "bilinear")
add("v1h", randomized(heads.V1h(5, rule="bilinear", **body)), "V1h classes", "bilinear")
add("ocr", ocr(), "OCR classes", "bilinear-corners", "bilinear-corners", outputs=[1])
add("ocr-dynamic", ocr("bilinear"), "OCR classes", "bilinear", "bilinear", dynamic=True, outputs=[1])
add("imagenet-kept", imagenet(), "ImageNet classes", "nearest", folded=False)
add("features", imagenet(Features), "ImageNet features", "nearest")
add("pyramid-strided", pyramid(stride=2, levels=4), "V2p", "nearest", "bilinear")

# Group normalisation as opset 21 has it, and as exporters spell it before.
add("fcos", fcos(), "FCOS", "nearest", "bilinear")
add("fcos-dynamic", fcos(stride=1), "FCOS", "nearest", "bilinear", dynamic=True, opset=13)
add("fcos-kept", fcos(bias=False), "FCOS", "nearest", "bilinear", folded=False)
add("fcos-untrained", fcos(untrained=True), "FCOS", "nearest", "bilinear")
add("fcos-improved", fcos(improved=True), "FCOS", "nearest", "bilinear", dynamo=True, opset=18)
add("fcos-dynamo", fcos(height=2), "FCOS", "nearest", "bilinear", dynamo=True, opset=21)
add("fcos-dynamo-dynamic", fcos(improved=True, stride=1, bias=False), "FCOS", "nearest", "bilinear", dynamo=True, opset=20,
    dynamic=True)

# Detectors that are none of these: weights of its own for a level, distances in strides, other groups, another activation.
add("levels apart", apart(), "none", "nearest")
add("distances in strides", fcos(improved=True, factor=1), "none", "nearest")
add("four groups", fcos(groups=4), "none", "nearest")
add("boxes and their sigmoid", Behind(fcos(), lambda y, x: [one.sigmoid() for one in y]), "none", "nearest")

# What stands behind is no part of a head: these open without one.
add("v2 to the picture", Behind(v2(), lambda y, x: nn.functional.interpolate(y, x.shape[2:], mode="bilinear")), "none",
    "bilinear", outputs=[0])
add("imagenet and its softmax", Behind(imagenet(), lambda y, x: y.softmax(1)), "none", "nearest", outputs=[0])

path = os.path.join(scripts, "..", "Fixtures", "head-graphs.zip")
graph_files.save(path, graphs, expected, {key: value for key, value in references.items()
                                          if expected[key.split("/")[0]]["head"] != "none"})
