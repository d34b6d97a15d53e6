"""Makes ../Fixtures/graphs.zip: ONNX graphs that differ from an HRNet's export by what stands before, within or behind
it, by how they are written, or by where their numbers lie, with what ONNX Runtime computes for each.

    /work/venv/bin/python make_graphs.py      (PyTorch 2.13, onnx 1.23, onnxruntime 1.32)

`expected.json` in the archive has for every graph either `heatMaps`, the tensor of `reference.safetensors` its heat maps
are (its input is `input`), or `refused`: the node that departs and its operation. Most are refused: what is no part of an HRNet is not carried out.
"""

import copy
import io
import json
import os
import sys
import tempfile
import zipfile

import numpy
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from onnx.external_data_helper import convert_model_to_external_data

scripts = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, scripts)
import hrnet
import safetensors_file

HEIGHT, WIDTH = 64, 32
node = helper.make_node


def network(seed, upsampling="nearest", **options):
    model = hrnet.random_hrnet(seed=seed, width=1, joints=3, modules=(1, 1, 1), units=1, stem=2, planes=1, stage1=1)
    for part in model.modules():
        if isinstance(part, hrnet.Module):
            part.upsampling = upsampling
    return model


def exported(model, folded=True, opset=17, dynamic=False):
    """With short names, which take less room: `conv1`, `relu7`."""
    file = io.BytesIO()
    training = torch.onnx.TrainingMode.EVAL if folded else torch.onnx.TrainingMode.PRESERVE
    axes = {"x": {0: "batch", 2: "height", 3: "width"}} if dynamic else None
    with torch.no_grad():
        torch.onnx.export(model, torch.zeros(1, 3, HEIGHT, WIDTH), file, dynamo=False, opset_version=opset,
                          training=training, do_constant_folding=folded, input_names=["x"], output_names=["y"],
                          dynamic_axes=axes)
    graph_model = onnx.load_from_string(file.getvalue())
    graph = graph_model.graph
    names, counts = {"x": "x", "y": "y"}, {}

    def renamed(name, kind):
        if name and name not in names:
            counts[kind] = counts.get(kind, 0) + 1
            names[name] = f"{kind}{counts[kind]}"
        return names[name] if name else name

    for one in graph.node:
        one.name = ""
        one.input[:] = [renamed(name, "w") for name in one.input]
        one.output[:] = [renamed(name, one.op_type.lower()) for name in one.output]
    for tensor in graph.initializer:
        array = numpy_helper.to_array(tensor).copy()
        if array.dtype == numpy.float32:
            # To three bits behind the first, which takes less room.
            tensor.CopyFrom(numpy_helper.from_array((array.view(numpy.uint32) & 0xfff00000).view(numpy.float32), tensor.name))
        tensor.name = renamed(tensor.name, "w")
    del graph.value_info[:]
    return graph_model


def append(model, *nodes):
    model.graph.node.extend(nodes)


def constant(model, array, name):
    model.graph.initializer.append(numpy_helper.from_array(numpy.asarray(array), name))
    return name


def behind(model, value, *nodes):
    """Nodes from `old` to whatever the value was called."""
    for one in model.graph.node:
        one.output[:] = ["old" if name == value else name for name in one.output]
        one.input[:] = ["old" if name == value and value == "y" else name for name in one.input]
    append(model, *nodes)


def before(model, value, *nodes):
    """Nodes from a value to `new`, which all of its readers read instead."""
    for one in model.graph.node:
        one.input[:] = ["new" if name == value else name for name in one.input]
    append(model, *nodes)


single = numpy.float32
graphs, expected, references, files = {}, {}, {}, {}
picture = numpy.random.default_rng(7).standard_normal((1, 3, HEIGHT, WIDTH)).astype(single)


def ordered(model):
    """ONNX Runtime wants what the format asks for."""
    model = copy.deepcopy(model)
    known = {tensor.name for tensor in model.graph.initializer} | {value.name for value in model.graph.input} | {""}
    rest, order = list(model.graph.node), []
    while rest:
        ready = [one for one in rest if set(one.input) <= known]
        order += ready
        known |= {name for one in ready for name in one.output}
        rest = [one for one in rest if one not in ready]
    del model.graph.node[:]
    model.graph.node.extend(order)
    return model


def run(model, output=None):
    model = ordered(model)
    for value in model.graph.output:
        value.type.tensor_type.ClearField("shape")
    session = onnxruntime.InferenceSession(model.SerializeToString())
    given = session.get_inputs()[0]
    kind = {"tensor(float16)": numpy.float16, "tensor(double)": numpy.float64}.get(given.type, single)
    return session.run([output or model.graph.output[0].name], {given.name: picture.astype(kind)})[0].astype(single)


def keep(name, model):
    graphs[name] = model.SerializeToString()


def same(name, model, output=None, tolerance=1e-5, runs=None):
    """A graph of the network: what ONNX Runtime computes is what is shown."""
    numbers = run(runs or model, output)
    key = next((key for key, other in references.items() if numpy.array_equal(other, numbers)), name)
    references[key] = numbers
    expected[name] = {"heatMaps": key, "tolerance": tolerance} | ({"output": output} if output else {})
    keep(name, model)


def refused(name, model, *words):
    """One that computes something else: the words stand in the one line that says so."""
    expected[name] = {"refused": list(words)}
    keep(name, model)


base, plain = exported(network(3)), exported(network(3), folded=False)
bilinear = exported(network(3, "bilinear"))
dynamic = exported(network(3), dynamic=True)
old = exported(network(3), opset=9)
first_relu = next(one for one in base.graph.node if one.op_type == "Relu").output[0]
resize = next(one for one in base.graph.node if one.op_type == "Resize").output[0]


def changed(model, change):
    model = copy.deepcopy(model)
    change(model)
    return model


# What follows the heat maps.
maps = (1, 3, HEIGHT // 4, WIDTH // 4)
ends = {
    "Sigmoid": lambda m: [node("Sigmoid", ["old"], ["y"])],
    "Softmax": lambda m: [node("Softmax", ["old"], ["y"], axis=1)],
    "Relu": lambda m: [node("Relu", ["old"], ["y"])],
    "LeakyRelu": lambda m: [node("LeakyRelu", ["old"], ["y"])],
    "Neg": lambda m: [node("Neg", ["old"], ["y"])],
    "Clip": lambda m: [node("Clip", ["old", constant(m, single(0), "low"), constant(m, single(1), "high")], ["y"])],
    "Mul": lambda m: [node("Mul", ["old", constant(m, single(2), "two")], ["y"])],
    "Add": lambda m: [node("Add", [constant(m, single([0.5]), "half"), "old"], ["y"])],
    "Slice": lambda m: [node("Slice", ["old", constant(m, [0], "s"), constant(m, [2], "e"), constant(m, [1], "a")],
                             ["y"])],
    "Transpose": lambda m: [node("Transpose", ["old"], ["y"], perm=[0, 2, 3, 1])],
    "Resize": lambda m: [node("Resize", ["old", "", constant(m, single([1, 1, 4, 4]), "f")], ["y"])],
    "Pad": lambda m: [node("Pad", ["old", constant(m, [0, 0, 0, 1, 0, 0, 0, -1], "p")], ["y"])],
    "Gather": lambda m: [node("Gather", ["old", constant(m, [2, 1, 0], "i")], ["y"], axis=1)],
    "Reshape": lambda m: [node("Reshape", ["old", constant(m, [1, 3, -1], "s")], ["y"])],
    "Flatten": lambda m: [node("Flatten", ["old"], ["y"])],
    "ArgMax": lambda m: [node("ArgMax", ["old"], ["y"], axis=3)],
    "ReduceMax": lambda m: [node("ReduceMax", ["old"], ["y"], axes=[2, 3])],
    "MaxPool": lambda m: [node("MaxPool", ["old"], ["y"], kernel_shape=[3, 3], pads=[1, 1, 1, 1])],
    "Conv": lambda m: [node("Conv", ["old", constant(m, numpy.eye(3, dtype=single)[::-1, :, None, None], "k")], ["y"])],
}
for name, nodes in ends.items():
    refused(f"end {name}", changed(base, lambda m: behind(m, "y", *nodes(m))), f"is {name}")
reversal = [node("Slice", ["old", "s", "e", "a", "t"], ["y"])]
refused("end reversed", changed(base, lambda m: (
    constant(m, [-1], "s"), constant(m, [-2**31], "e"), constant(m, [3], "a"), constant(m, [-1], "t"),
    behind(m, "y", *reversal))), "'y' is Slice")
refused("end averaged with its mirror", changed(base, lambda m: behind(
    m, "y", node("Slice", ["old", *(constant(m, [value], key) for key, value in
                                    {"s": -1, "e": -2**31, "a": 3, "t": -1}.items())], ["mirror"]),
    node("Add", ["old", "mirror"], ["sum"]), node("Div", ["sum", constant(m, single(2), "two")], ["y"]))), "is Slice")
refused("end If", changed(base, lambda m: behind(m, "y", node(
    "If", [constant(m, True, "c")], ["y"],
    **{f"{way}_branch": helper.make_graph([node(op, ["old"], [way])], way, [], [
        helper.make_tensor_value_info(way, 1, None)]) for way, op in (("then", "Identity"), ("else", "Neg"))}))), "is If")

# What comes before the first convolution.
starts = {
    "Sub": lambda m: [node("Sub", ["x", constant(m, single([0.485, 0.456, 0.406])[None, :, None, None], "mean")], ["new"])],
    "Div": lambda m: [node("Div", ["x", constant(m, single(255), "by")], ["new"])],
    "Mul": lambda m: [node("Mul", ["x", constant(m, single(1 / 255), "by")], ["new"])],
    "Transpose": lambda m: [node("Transpose", ["x"], ["new"], perm=[0, 1, 3, 2])],
    "Slice": lambda m: [node("Slice", ["x", *(constant(m, [value], key) for key, value in
                                             {"s": -1, "e": -2**31, "a": 1, "t": -1}.items())], ["new"])],
    "Pad": lambda m: [node("Pad", ["x", constant(m, [0, 0, 1, 0, 0, 0, -1, 0], "p")], ["new"])],
    "Resize": lambda m: [node("Resize", ["x", "", "", constant(m, [1, 3, HEIGHT, WIDTH * 2], "f")], ["new"])],
    "Gather": lambda m: [node("Gather", ["x", constant(m, [2, 1, 0], "i")], ["new"], axis=1)],
    "BatchNormalization": lambda m: [node("BatchNormalization", ["x", *(
        constant(m, numpy.full(3, value, single), f"n{value}") for value in (1, 0, 2, 3))], ["new"])],
}
for name, nodes in starts.items():
    refused(f"start {name}", changed(base, lambda m: before(m, "x", *nodes(m))), f"'new' is {name}")


def of_bytes(model):
    before(model, "x", node("Cast", ["x"], ["new"], to=TensorProto.FLOAT))
    model.graph.input[0].type.tensor_type.elem_type = TensorProto.UINT8


refused("start from bytes", changed(base, of_bytes), "'new' is Cast")

# What stands within.
within = {
    "Mul": lambda m: [node("Mul", ["VALUE", constant(m, single(1.01), "by")], ["new"])],
    "Tanh": lambda m: [node("Tanh", ["VALUE"], ["new"])],
    "Clip": lambda m: [node("Clip", ["VALUE", "", constant(m, single(6), "six")], ["new"])],
    "Cast": lambda m: [node("Cast", ["VALUE"], ["whole"], to=TensorProto.INT32),
                       node("Cast", ["whole"], ["new"], to=TensorProto.FLOAT)],
    "Softplus": lambda m: [node("Softplus", ["VALUE"], ["new"])],
}
for place, value in (("stem", first_relu), ("exchange unit", resize)):
    for name, nodes in within.items():
        def insert(model):
            new = nodes(model)
            new[0].input[0] = value
            before(model, value, *new)
        refused(f"{place} {name}", changed(base, insert), f"is {name}")


def attributes(model, operation, which, **values):
    one = [one for one in model.graph.node if one.op_type == operation][which]
    kept = [attribute for attribute in one.attribute if attribute.name not in values]
    del one.attribute[:]
    one.attribute.extend(kept + [helper.make_attribute(key, value) for key, value in values.items() if value is not None])


for name, operation, which, values in (
        ("padding", "Conv", 4, dict(pads=[2, 2, 0, 0])), ("dilation", "Conv", 4, dict(dilations=[2, 2], pads=[2, 2, 2, 2])),
        ("no padding said to be valid", "Conv", 1, dict(auto_pad="VALID")),
        ("padding below", "Conv", 1, dict(auto_pad="SAME_UPPER", pads=None)),
        ("another mode", "Resize", 3, dict(mode="linear", coordinate_transformation_mode="half_pixel")),
        ("corners", "Resize", 2, dict(coordinate_transformation_mode="align_corners")),
        ("rounding up", "Resize", 1, dict(nearest_mode="ceil")),
        ("one rounding", "Resize", 2, dict(nearest_mode="round_prefer_floor")),
        ("cubic", "Resize", 0, dict(mode="cubic", coordinate_transformation_mode="half_pixel"))):
    refused("within " + name, changed(base, lambda m: attributes(m, operation, which, **values)), f"is {operation}")
same("within corners everywhere", changed(bilinear, lambda m: [
    attributes(m, "Resize", k, coordinate_transformation_mode="align_corners") for k in range(7)]))
refused("within bilinear of old", changed(old, lambda m: [
    attributes(m, "Upsample", k, mode="linear") for k in range(7)]), "is Upsample, linear")
refused("within epsilon", changed(plain, lambda m: attributes(m, "BatchNormalization", 7, epsilon=1e-3)),
        "is BatchNormalization")
refused("within training", changed(plain, lambda m: attributes(m, "BatchNormalization", 7, training_mode=1)),
        "is BatchNormalization")


def without(model, output):
    gone = next(one for one in model.graph.node if output in one.output)
    for one in model.graph.node:
        one.input[:] = [gone.input[0] if name == output else name for name in one.input]
    model.graph.node.remove(gone)


refused("within no ReLU", changed(base, lambda m: without(m, "relu6")), "(expected a ReLU")
refused("within a crop for larger pictures", changed(dynamic, lambda m: before(m, first_relu, node(
    "Slice", [first_relu, constant(m, [0], "s"), constant(m, [200], "e"), constant(m, [2], "a")], ["new"]))), "is Slice")

# What changes nothing.
same("as exported", base)
same("plain", plain)
same("bilinear", bilinear)
same("opset 9", old)
same("any size", dynamic)
harmless = {
    "Identity": lambda m: [node("Identity", ["old"], ["y"])],
    "Mul by 1": lambda m: [node("Mul", ["old", constant(m, numpy.ones((1, 3, 1, 1), single), "ones")], ["y"])],
    "Add 0": lambda m: [node("Add", [constant(m, single(0), "zero"), "old"], ["y"])],
    "Transpose": lambda m: [node("Transpose", ["old"], ["y"], perm=[0, 1, 2, 3])],
    "Reshape": lambda m: [node("Reshape", ["old", constant(m, [1, -1, *maps[2:]], "s")], ["y"])],
    "Resize by 1": lambda m: [node("Resize", ["old", "", "", constant(m, list(maps), "s")], ["y"])],
    "Dropout": lambda m: [node("Dropout", ["old", "", constant(m, False, "no")], ["y", "mask"])],
    "Pad by 0": lambda m: [node("Pad", ["old", constant(m, [0] * 8, "p")], ["y"])],
    "Slice of all": lambda m: [node("Slice", ["old", constant(m, [0, 0], "s"), constant(m, [2**63 - 1, 3], "e"),
                                             constant(m, [3, 1], "a")], ["y"])],
    "Clip by nothing": lambda m: [node("Clip", ["old"], ["y"])],
    "Cast to double and back": lambda m: [node("Cast", ["old"], ["d"], to=TensorProto.DOUBLE),
                                          node("Cast", ["d"], ["y"], to=TensorProto.FLOAT)],
}
for name, nodes in harmless.items():
    same(f"harmless {name}", changed(base, lambda m: behind(m, "y", *nodes(m))))
same("harmless second ReLU", changed(base, lambda m: before(m, first_relu, node("Relu", [first_relu], ["new"]))))
same("harmless SAME_UPPER", changed(base, lambda m: attributes(m, "Conv", 4, auto_pad="SAME_UPPER", pads=None)))
same("dead nodes", changed(base, lambda m: append(m, node("Sigmoid", ["y"], ["dead"]))))
refused("Dropout that trains", changed(base, lambda m: behind(m, "y", node(
    "Dropout", ["old", constant(m, single(0.5), "r"), constant(m, True, "yes")], ["y"]))), "is Dropout")
refused("Mul by 1 that repeats", changed(base, lambda m: behind(m, "y", node(
    "Mul", ["old", constant(m, numpy.ones((2, 1, 1, 1), single), "ones")], ["y"]))), "is Mul")
refused("Cast to half and back", changed(base, lambda m: behind(
    m, "y", node("Cast", ["old"], ["h"], to=TensorProto.FLOAT16), node("Cast", ["h"], ["y"], to=TensorProto.FLOAT))),
        "'h' is Cast")

# How it is written.
same("backwards", changed(base, lambda m: (lambda nodes: (m.graph.ClearField("node"), m.graph.node.extend(nodes)))(
    list(m.graph.node)[::-1])))
refused("cycle", changed(base, lambda m: [one.input.__setitem__(0, "y") for one in m.graph.node
                                         if first_relu in one.output]), "waits for what it puts out itself")


def to_half(model, typed, kind=TensorProto.FLOAT16):
    """Casts at the ends stand last, as tools leave them."""
    for tensor in model.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype == single:
            if kind == TensorProto.BFLOAT16:
                values = array.flatten().tolist()
                tensor.CopyFrom(helper.make_tensor(tensor.name, kind, array.shape, values))
            elif typed:
                tensor.CopyFrom(helper.make_tensor(tensor.name, kind, array.shape, array.flatten().tolist()))
            else:
                tensor.CopyFrom(numpy_helper.from_array(array.astype(numpy.float16), tensor.name))
    for one in model.graph.node:
        one.input[:] = ["cast in" if name == "x" else name for name in one.input]
        one.output[:] = ["cast out" if name == "y" else name for name in one.output]
    append(model, node("Cast", ["x"], ["cast in"], to=kind), node("Cast", ["cast out"], ["y"], to=TensorProto.FLOAT))


same("half", changed(base, lambda m: to_half(m, False)), tolerance=4e-3)
same("half in int32_data", changed(base, lambda m: to_half(m, True)), tolerance=4e-3)
# ONNX Runtime has no convolution of these on a CPU: the weights, widened.
brain = changed(base, lambda m: to_half(m, True, TensorProto.BFLOAT16))


def widened(model):
    for tensor in model.graph.initializer:
        if tensor.data_type == TensorProto.BFLOAT16:
            tensor.CopyFrom(numpy_helper.from_array(numpy_helper.to_array(tensor).astype(single), tensor.name))
    for one in model.graph.node:
        if one.op_type == "Cast":
            attributes_of = one.attribute[0]
            attributes_of.i = TensorProto.FLOAT


same("bfloat16", brain, runs=changed(brain, widened))


def widening(model):
    """Weights in half precision, arithmetic in single."""
    for tensor in list(model.graph.initializer):
        array = numpy_helper.to_array(tensor)
        if array.dtype == single and array.ndim != 1:
            name = tensor.name
            tensor.CopyFrom(numpy_helper.from_array(array.astype(numpy.float16), name + " half"))
            model.graph.node.insert(0, node("Cast", [name + " half"], [name], to=TensorProto.FLOAT))


same("weights widened", changed(base, widening))
same("float_data", changed(base, lambda m: [tensor.CopyFrom(helper.make_tensor(
    tensor.name, tensor.data_type, tensor.dims, numpy_helper.to_array(tensor).flatten().tolist()))
    for tensor in m.graph.initializer]))
same("double_data", changed(base, lambda m: [tensor.CopyFrom(helper.make_tensor(
    tensor.name + "", TensorProto.DOUBLE, tensor.dims, numpy_helper.to_array(tensor).flatten().tolist()))
    for tensor in m.graph.initializer if len(tensor.dims) == 4]), runs=base)


def constants(model):
    nodes = [node("Constant", [], [tensor.name], value=tensor) for tensor in model.graph.initializer]
    del model.graph.initializer[:]
    append(model, *nodes)


same("all constants are nodes", changed(base, constants))
same("initializers among the inputs", changed(base, lambda m: m.graph.input.extend(
    [helper.make_tensor_value_info(tensor.name, tensor.data_type, tensor.dims) for tensor in m.graph.initializer])))


def versioned(model, opset, ir):
    model.opset_import[0].version = opset
    model.ir_version = ir


for opset, ir in ((13, 7), (18, 8), (21, 10), (23, 11)):
    same(f"opset {opset}", changed(base, lambda m: versioned(m, opset, ir)))


def function(model, name, values):
    """Puts the nodes from one value to another into a function."""
    start, end = values
    chain, value = [], end
    while value != start:
        one = next(one for one in model.graph.node if value in one.output)
        chain.insert(0, one)
        value = one.input[0]
    outer = sorted({text for one in chain for text in one.input} - {text for one in chain for text in one.output} - {start})
    body = [copy.deepcopy(one) for one in chain]
    for one in chain:
        model.graph.node.remove(one)
    model.functions.append(helper.make_function("my.own", name, [start + "!", *outer], [end + "!"], [
        node(one.op_type, [text + "!" if text == start else text for text in one.input],
             [text + "!" if text == end else text for text in one.output],
             **{a.name: helper.get_attribute_value(a) for a in one.attribute}) for one in body],
        [helper.make_opsetid("", 17)]))
    append(model, node(name, [start, *outer], [end], domain="my.own"))
    if not any(item.domain == "my.own" for item in model.opset_import):
        model.opset_import.append(helper.make_opsetid("my.own", 1))


same("a function", changed(base, lambda m: function(m, "Stem", ("x", first_relu))))


def with_attribute(model):
    """A function whose convolution has the stride that the call says."""
    function(model, "Stem", ("x", first_relu))
    conv = model.functions[0].node[0]
    kept = [attribute for attribute in conv.attribute if attribute.name != "strides"]
    reference = onnx.AttributeProto(name="strides", ref_attr_name="steps", type=onnx.AttributeProto.INTS)
    del conv.attribute[:]
    conv.attribute.extend(kept + [reference])
    model.functions[0].attribute.append("steps")
    model.graph.node[-1].attribute.append(helper.make_attribute("steps", [2, 2]))


same("a function with an attribute", changed(base, with_attribute))


def changed_function(model):
    function(model, "Stem", ("x", first_relu))
    model.functions[0].node.insert(0, node("Neg", [model.functions[0].input[0]], ["negative"]))
    model.functions[0].node[1].input[0] = "negative"


refused("a function that negates", changed(base, changed_function), "is Neg")

# Several networks and outputs.
other = exported(network(4))


def joined(first, second, *nodes):
    """Both networks, the second's values with a prime, reading the same picture."""
    model = copy.deepcopy(first)
    for tensor in second.graph.initializer:
        copied = model.graph.initializer.add()
        copied.CopyFrom(tensor)
        copied.name += "'"
    for one in second.graph.node:
        copied = model.graph.node.add()
        copied.CopyFrom(one)
        copied.input[:] = [name if name in ("x", "") else name + "'" for name in one.input]
        copied.output[:] = [name + "'" for name in one.output]
    append(model, *nodes)
    return model


def outputs(model, *names):
    del model.graph.output[:]
    model.graph.output.extend([helper.make_tensor_value_info(name, TensorProto.FLOAT, None) for name in names])
    return model


same("two networks", outputs(joined(base, other), "y", "y'"), "y")
same("two networks, the other first", outputs(joined(base, other), "y'", "y"), "y'")
same("a copy that nothing reads", joined(base, other))
refused("ensemble", outputs(joined(base, other, node("Add", ["y", "y'"], ["sum"])), "sum"), "is Add")
refused("flip test", outputs(joined(base, changed(base, lambda m: before(m, "x", node(
    "Slice", ["x", *(constant(m, [value], key) for key, value in {"s": -1, "e": -2**31, "a": 3, "t": -1}.items())],
    ["new"]))), node("Add", ["y", "y'"], ["sum"])), "sum"), "is Add")
same("heat maps behind their sigmoid", outputs(changed(base, lambda m: append(m, node("Sigmoid", ["y"], ["p"]))), "p", "y"),
     "y")

# Where the numbers lie.
external = copy.deepcopy(base)
convert_model_to_external_data(external, location="graph.onnx.data", size_threshold=0)
with tempfile.TemporaryDirectory() as folder:
    onnx.save(external, os.path.join(folder, "graph.onnx"))
    graphs["external"] = open(os.path.join(folder, "graph.onnx"), "rb").read()
    files["graph.onnx.data"] = open(os.path.join(folder, "graph.onnx.data"), "rb").read()
expected["external"] = {"heatMaps": "as exported", "tolerance": 1e-5}

references["input"] = picture
path = os.path.join(scripts, "..", "Fixtures", "graphs.zip")
with tempfile.NamedTemporaryFile() as file, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    safetensors_file.save(file.name, {key: torch.from_numpy(numpy.ascontiguousarray(value))
                                      for key, value in references.items()})

    def write(name, content):
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)

    write("expected.json", json.dumps(expected, indent=1, sort_keys=True))
    write("reference.safetensors", open(file.name, "rb").read())
    for name, content in (graphs | files).items():
        write(name if name in files else name + ".onnx", content)
print(len(graphs), "graphs,", os.path.getsize(path), "bytes,", len(references), "references")
