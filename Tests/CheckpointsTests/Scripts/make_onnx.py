"""Exports HRNets to ONNX in the ways people do, and in a few they should not.

    /work/venv/bin/python make_onnx.py                     ../Fixtures/*.onnx, of the network of make_fixtures.py
    /work/venv/bin/python make_onnx.py REFERENCE FOLDER    the same exports of the network in a folder of ../shared/reference

(PyTorch 2.13, onnx 1.23, onnxscript 0.7)
"""

import json
import os
import sys

import numpy
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hrnet
import safetensors_file


class Backbone(nn.Module):
    """All four streams of a network, and nothing behind them."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, x):
        record = {}
        self.model(x, record)
        last = len(self.model.stage4) - 1
        return tuple(record[f"stage4.{last}.out.{stream}"] for stream in range(4))


class Segmentation(Backbone):
    """A V2 head on the four streams."""

    def __init__(self, model, classes=2):
        super().__init__(model)
        width = model.final_layer.in_channels * 15
        self.last_layer = nn.Sequential(nn.Conv2d(width, width, 1), nn.ReLU(), nn.Conv2d(width, classes, 1))

    def forward(self, x):
        streams = super().forward(x)
        size = streams[0].shape[2:]
        coarser = [nn.functional.interpolate(y, size, mode="bilinear", align_corners=False) for y in streams[1:]]
        return self.last_layer(torch.cat([streams[0], *coarser], 1))


class SizedModule(hrnet.Module):
    """An exchange unit that upsamples by a factor, to the finer stream's size, or both, and that sums from zero."""

    def forward_row(self, i, streams, upsample):
        y = 0
        for j, x in enumerate(streams):
            term = x if i == j else self.fuse_layers[i][j](x)
            if j > i:
                options = {} if self.upsampling == "nearest" else {"align_corners": False}
                if upsample != "size":
                    term = nn.functional.interpolate(term, scale_factor=2 ** (j - i), mode=self.upsampling, **options)
                if upsample != "factor":
                    term = nn.functional.interpolate(term, size=streams[i].shape[2:], mode=self.upsampling, **options)
            y = y + term
        return y


class Sized(nn.Module):
    """HRNet as MMPose (by a factor) and MMSegmentation (both) write it."""

    def __init__(self, model, upsample="size"):
        super().__init__()
        self.model = model
        self.upsample = upsample

    def forward(self, x):
        model = self.model
        x = torch.relu(model.bn1(model.conv1(x)))
        streams = [model.layer1(torch.relu(model.bn2(model.conv2(x))))]
        for stage in (2, 3, 4):
            layers = getattr(model, f"transition{stage - 1}")
            streams = [streams[min(b, len(streams) - 1)] if layer is None else layer(streams[min(b, len(streams) - 1)])
                       for b, layer in enumerate(layers)]
            for module in getattr(model, f"stage{stage}"):
                streams = [branch(y) for branch, y in zip(module.branches, streams)]
                streams = [torch.relu(SizedModule.forward_row(module, i, streams, self.upsample))
                           for i in range(len(module.fuse_layers))]
        return model.final_layer(streams[0])


def legacy(model, example, path, opset=17, folded=True, **options):
    """The exporter of before PyTorch 2.9, by tracing."""
    model.eval()  # Wrappers are born in training mode, and PyTorch restores it for what they wrap.
    training = torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE
    with torch.no_grad():
        torch.onnx.export(model, example, path, dynamo=False, opset_version=opset, training=training,
                          do_constant_folding=folded, **options)


def dynamo(model, example, path, **options):
    """The exporter of today."""
    model.eval()
    with torch.no_grad():
        torch.onnx.export(model, (example,), path, dynamo=True, external_data=False, verbose=False, **options)


def mangled(source, path):
    """What deployment tools leave: no names, Identity and Cast nodes on the way, sums the other way round, initializers
    among the inputs, numbers in float_data, constants in nodes of their own."""
    model = onnx.load(source)
    graph = model.graph
    names = {}

    def renamed(name):
        return name and names.setdefault(name, str(len(names)))

    nodes = []
    for index, node in enumerate(graph.node):
        node.name = ""
        node.doc_string = "made by a tool"
        if node.op_type == "Add":
            node.input[:] = reversed(node.input)
        node.input[:] = map(renamed, node.input)
        node.output[:] = map(renamed, node.output)
        nodes.append(node)
        value = node.output[0]
        if node.op_type in ("Conv", "Relu", "Add") and index % 3 == 0:
            node.output[0] = value + "!"
            nodes.append(helper.make_node("Identity", [value + "!"], [value]))
        elif node.op_type in ("Relu", "Resize") and index % 3 == 1:
            node.output[0] = value + "!"
            nodes.append(helper.make_node("Cast", [value + "!"], [value + "?"], to=TensorProto.FLOAT))
            nodes.append(helper.make_node("Dropout", [value + "?"], [value]))
    constants = []
    for index, tensor in enumerate(list(graph.initializer)):
        tensor.name = renamed(tensor.name)
        values = numpy_helper.to_array(tensor)
        if index % 3 == 0:
            nodes.insert(0, helper.make_node("Constant", [], [tensor.name], value=tensor))
            constants.append(tensor)
        elif index % 3 == 1:
            tensor.CopyFrom(helper.make_tensor(tensor.name, tensor.data_type, values.shape, values.flatten().tolist()))
        else:
            graph.input.append(helper.make_tensor_value_info(tensor.name, tensor.data_type, values.shape))
    for tensor in constants:
        graph.initializer.remove(tensor)
    for value in list(graph.input) + list(graph.output):
        value.name = names.get(value.name, value.name)
    del graph.node[:], graph.value_info[:]
    graph.node.extend(nodes)
    model.producer_name = ""
    onnx.checker.check_model(model)
    onnx.save(model, path)


def half(source, path):
    """Weights in half precision, activations too."""
    model = onnx.load(source)
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.FLOAT:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(numpy.float16), tensor.name))
    for value in list(model.graph.input) + list(model.graph.output):
        value.type.tensor_type.elem_type = TensorProto.FLOAT16
    del model.graph.value_info[:]
    onnx.save(model, path)


def exports(model, bilinear, path, height, width):
    """Every export, as `path(NAME)`. `model` and `bilinear` have four rows in the last exchange unit."""
    example = torch.zeros(1, 3, height, width)
    dynamic = {"input": {0: "batch", 2: "height", 3: "width"}}
    legacy(model, example, path("folded"))
    legacy(model, example, path("plain"), folded=False)
    legacy(model, example, path("opset9-folded"), opset=9)
    legacy(model, example, path("opset10-plain"), opset=10, folded=False)
    legacy(model, example, path("opset11-folded"), opset=11)
    legacy(model, example, path("opset11-plain"), opset=11, folded=False)
    legacy(model, example, path("dynamic"), input_names=["input"], dynamic_axes=dynamic)
    legacy(model, example, path("dynamic-plain"), input_names=["input"], dynamic_axes=dynamic, folded=False)
    legacy(Sized(model), example, path("sized"), input_names=["input"], dynamic_axes=dynamic)
    legacy(Sized(model), example, path("sized-plain"), opset=11, input_names=["input"], dynamic_axes=dynamic,
           folded=False)
    legacy(bilinear, example, path("bilinear"))
    legacy(Sized(bilinear, "both"), example, path("twice"), input_names=["input"], dynamic_axes=dynamic)
    # MMDeploy's configurations pose-detection_onnxruntime_static and _dynamic.
    legacy(Sized(model, "factor"), example, path("mmdeploy"), opset=11, input_names=["input"],
           output_names=["output"], dynamic_axes={"input": {0: "batch"}, "output": {0: "batch"}})
    legacy(Sized(model, "factor"), example, path("mmdeploy-dynamic"), opset=11, input_names=["input"],
           output_names=["output"], dynamic_axes=dynamic | {"output": {0: "batch"}})
    legacy(Backbone(model), example, path("backbone"))
    legacy(Segmentation(bilinear), example, path("segmentation"))
    dynamo(model, example, path("dynamo"))
    dynamo(model, example, path("dynamo-raw"), optimize=False, opset_version=18)
    dynamo(Sized(bilinear), example, path("dynamo-dynamic"),
           dynamic_shapes=({0: torch.export.Dim("batch"), 2: torch.export.Dim.AUTO, 3: torch.export.Dim.AUTO},))
    mangled(path("plain"), path("mangled"))
    mangled(path("sized"), path("mangled-folded"))
    mangled(path("mmdeploy-dynamic"), path("mmdeploy-simplified"))
    half(path("folded"), path("half"))
    if len(sys.argv) > 1:
        onnx.save(onnx.load(path("folded")), path("external"), save_as_external_data=True, size_threshold=0,
                  location="external.onnx.data")


def both(state, **options):
    """The network with either way of upsampling."""
    models = []
    for upsampling in ("nearest", "bilinear"):
        model = hrnet.HRNet(rows=4, upsampling=upsampling, **options).eval()
        model.load_state_dict(state, strict=False)
        models.append(model)
    return models


if len(sys.argv) == 1:
    fixtures = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures")
    options = dict(width=2, joints=3, modules=(1, 1, 1), units=1, stem=4, planes=2, stage1=1)
    state = hrnet.random_hrnet(seed=3, rows=4, **options).state_dict()
    exports(*both(state, **options), lambda name: os.path.join(fixtures, f"{name}.onnx"), 64, 32)
else:
    reference, folder = sys.argv[1:]
    os.makedirs(folder, exist_ok=True)
    with open(os.path.join(reference, "config.json")) as file:
        config = json.load(file)
    options = dict(width=config["width"], joints=config["joints"], modules=config["modules"], units=config["blocks"],
                   stem=config["stem"], planes=config["planes"], stage1=config["s1blocks"])
    models = both(torch.load(os.path.join(reference, "official_zip.pth")), **options)
    for model in models:
        name = f"{model.stage2[0].upsampling}.reference.safetensors"
        safetensors_file.save(os.path.join(folder, name), hrnet.activations(model, *config["input"]))
    exports(*models, lambda name: os.path.join(folder, f"{name}.onnx"), *config["input"])
