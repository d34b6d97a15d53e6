"""Writes the networks of ../shared/reference/heads as every family's code saves them, and exports them to ONNX.

    /work/venv/bin/python make_heads.py REFERENCE FOLDER [--onnx [NAME…]]      (PyTorch 2.13, onnx 1.23, onnxscript 0.7)

`manifest.json` says of every file which reference it is of (`folder`, `activations`) and which options `hrscope verify`
needs beside. Biases that a family does not have are folded into the mean that follows: the same network.
"""

import json
import os
import sys
from collections import OrderedDict

import torch

scripts = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, scripts)
import heads
import safetensors_file

reference, folder = sys.argv[1:3]
os.makedirs(folder, exist_ok=True)
manifest = []


def load(name):
    """Tensors as PyTorch's, in single precision, by their canonical keys."""
    return OrderedDict((key, tensor.float()) for key, tensor in
                       safetensors_file.load(os.path.join(reference, name, "model.safetensors")).items())


def renamed(state, names, body="backbone.", others=""):
    """`names`: beginnings of canonical keys and what stands there instead."""
    result = OrderedDict()
    for key, tensor in state.items():
        start = next((start for start in names if key.startswith(start)), None)
        result[body + key if start is None else others + names[start] + key[len(start):]] = tensor
    return result


def prefixed(state, prefix):
    return OrderedDict((prefix + key, tensor) for key, tensor in state.items())


def folded(state, *pairs):
    """Without the biases of convolutions that a normalisation follows."""
    state = OrderedDict(state)
    for convolution, norm in pairs:
        state[f"{norm}.running_mean"] = state[f"{norm}.running_mean"] - state.pop(f"{convolution}.bias")
    return state


def save(name, value, source, activations="activations", options=(), expected=None):
    for kind, zipped in (("zip", True), ("legacy", False)):
        file = f"{name}.{kind}.pth"
        torch.save(value, os.path.join(folder, file), _use_new_zipfile_serialization=zipped)
        manifest.append({"file": file, "folder": source, "activations": activations, "options": list(options),
                         "head": expected})


def open_mmlab(state, **meta):
    return {"meta": {"epoch": 24, **meta}, "state_dict": state, "message_hub": {}}


# Segmentation
v2, odd, ocr = load("v2-segmentation"), load("v2-odd-size"), load("ocr")
loss = {"loss.criterion.weight": torch.ones(19)}
save("hrnet-semantic-segmentation", prefixed(v2, "model.") | loss, "v2-segmentation", expected="V2 classes")
save("hrnet-semantic-segmentation-training",
     {"epoch": 483, "best_mIoU": 0.81, "state_dict": prefixed(odd, "module.model."), "optimizer": {"state": {}}},
     "v2-odd-size", expected="V2 classes")
save("ocr-branch", prefixed(ocr, "model."), "ocr", expected="OCR classes")
fcn = renamed(folded(v2, ("last_layer.0", "last_layer.1")), {
    "last_layer.0.": "decode_head.convs.0.conv.", "last_layer.1.": "decode_head.convs.0.bn.",
    "last_layer.3.": "decode_head.conv_seg."})
save("mmsegmentation", open_mmlab(fcn | {"auxiliary_head.conv_seg.weight": torch.ones(19, 90, 1, 1)},
                                  mmseg_version="1.2.2"), "v2-segmentation", expected="V2 classes")
block, its = "ocr_distri_head.object_context_block.", "decode_head.1.object_context_block."
names = {"aux_head.0.": "decode_head.0.convs.0.conv.", "aux_head.1.": "decode_head.0.convs.0.bn.",
         "aux_head.3.": "decode_head.0.conv_seg.", "conv3x3_ocr.0.": "decode_head.1.bottleneck.conv.",
         "conv3x3_ocr.1.": "decode_head.1.bottleneck.bn.", "cls_head.": "decode_head.1.conv_seg.",
         "ocr_distri_head.conv_bn_dropout.0.": its + "bottleneck.conv.",
         "ocr_distri_head.conv_bn_dropout.1.0.": its + "bottleneck.bn."}
for part, name in (("f_pixel", "query_project"), ("f_object", "key_project")):
    for step in (0, 1):
        names[f"{block}{part}.{2 * step}."] = f"{its}{name}.{step}.conv."
        names[f"{block}{part}.{2 * step + 1}.0."] = f"{its}{name}.{step}.bn."
for part, name in (("f_down", "value_project"), ("f_up", "out_project")):
    names[f"{block}{part}.0."], names[f"{block}{part}.1.0."] = f"{its}{name}.conv.", f"{its}{name}.bn."
no_bias = folded(ocr, ("aux_head.0", "aux_head.1"), ("conv3x3_ocr.0", "conv3x3_ocr.1"))
save("mmsegmentation-ocr", open_mmlab(renamed(no_bias, names)), "ocr", "activations_half_pixel", expected="OCR classes")

# Landmarks
face = load("landmarks")
save("facial-landmarks", face, "landmarks", expected="V2 landmarks")
save("mmpose1-face", open_mmlab(renamed(face, {"head.0.": "head.conv_layers.0.", "head.1.": "head.conv_layers.1.",
                                              "head.3.": "head.final_layer."})), "landmarks", expected="V2 landmarks")
save("mmpose0-face", open_mmlab(renamed(face, {"head.": "keypoint_head.final_layer."})), "landmarks",
     expected="V2 landmarks")

# ImageNet
classes = load("classification")
save("hrnet-image-classification", classes, "classification", expected="ImageNet classes")
save("timm-ssld", folded(classes, *((f"downsamp_modules.{b}.0", f"downsamp_modules.{b}.1") for b in range(3)),
                         ("final_layer.0", "final_layer.1")), "classification", expected="ImageNet classes")
save("timm-features", OrderedDict((key, tensor) for key, tensor in classes.items()
                                  if not key.startswith(("downsamp", "final_layer", "classifier"))),
     "classification", expected="ImageNet features")

# Pyramids and boxes
v2p, fcos = load("v2p"), load("fcos")
rpn = {"rpn_head.rpn_cls.weight": torch.ones(3, 20, 1, 1), "roi_head.bbox_head.fc_cls.weight": torch.ones(81, 1024)}


def neck(reduction, level, before=""):
    names = {f"{before}reduction_conv.conv.": reduction}
    return names | {f"{before}fpn_convs.{l}.conv.": level.format(l) for l in range(6)}


save("hrnet-object-detection", open_mmlab(renamed(v2p, neck("neck.reduction_conv.0.", "neck.fpn_conv.{}.")) | rpn),
     "v2p", expected="V2p")
save("mmdetection1", open_mmlab(renamed(v2p, neck("neck.reduction_conv.conv.", "neck.fpn_conv.{}.")) | rpn), "v2p",
     expected="V2p")
save("mmdetection2", open_mmlab(renamed(v2p, neck("neck.reduction_conv.conv.", "neck.fpn_convs.{}.conv.")) | rpn), "v2p",
     "activations_stride2", ["--pyramid-stride", "2"], expected="V2p")
save("mmdetection3-fcos", open_mmlab(fcos), "fcos", expected="FCOS")
plain = OrderedDict((key.replace("bbox_head.conv_", "bbox_head.fcos_"), tensor) for key, tensor in fcos.items()
                    if not ("_convs." in key and key.startswith("bbox_head") and key.endswith("conv.bias")))
save("mmdetection1-fcos", open_mmlab(plain), "fcos", "activations_no_bias", expected="FCOS")
with open(os.path.join(reference, "fcos", "names.json")) as file:
    published = json.load(file)


def towers(family, centerness="centerness"):
    head = {"hrnet-fcos": "rpn.head.", "adelaidet": "proposal_generator.fcos_head."}[family]
    result = OrderedDict()
    for key, tensor in fcos.items():
        if key.startswith("backbone."):
            name = "backbone.body." + key.removeprefix("backbone.")
        elif key.startswith("neck."):
            name = published[key]["hrnet-fcos"]
        else:
            name = published[key][family]
            assert name.startswith(head)
        result[name] = tensor.reshape(1) if tensor.ndim == 0 else tensor
    return result


save("hrnet-fcos", {"model": prefixed(towers("hrnet-fcos"), "module."), "iteration": 90000}, "fcos", expected="FCOS")
save("adelaidet", {"model": towers("adelaidet"), "iteration": 90000}, "fcos", "activations_improved", expected="FCOS")


# Exports
def options_of(name):
    with open(os.path.join(reference, name, "config.json")) as file:
        config = json.load(file)
    rule = config["upsampling"]
    body = dict(width=config["width"], modules=config["modules"], units=config["blocks"], stem=config["stem"],
                planes=config["planes"], stage1=config["s1blocks"], rule=rule)
    return config, body


def model_of(name):
    config, body = options_of(name)
    state = load(name)
    if name in ("v2-segmentation", "v2-odd-size"):
        model = heads.V2(config["classes"], **body)
    elif name == "landmarks":
        model = heads.V2(config["classes"], "head", **body)
    elif name == "v1h":
        model = heads.V1h(config["classes"], **body)
    elif name == "ocr":
        model = heads.OCR(config["classes"], config["mid"], config["key"], **body)
    elif name == "classification":
        model = heads.Classification(config["classes"], config["widths"], config["features"], **body)
    elif name == "v2p":
        model = heads.Pyramid(config["channels"], **body)
    else:
        model = heads.FCOS(config["classes"], config["channels"], config["groups"], **body)
    state = OrderedDict((key.removeprefix("backbone.").removeprefix("neck."), tensor) for key, tensor in state.items())
    counters = [key for key in model.state_dict() if key.endswith("num_batches_tracked")]
    model.load_state_dict(state | {key: torch.tensor(0) for key in counters})
    if name == "v2-odd-size":
        model.sized(*config["input"])
    return model.eval(), config["input"]


OUTPUTS = {"v1h": ["head.logits"], "ocr": ["head.aux", "head.logits"], "landmarks": ["heatmaps"],
           "v2p": [f"head.pyramid.{l}" for l in range(5)],
           "fcos": [f"head.{part}.{l}" for l in range(5) for part in ("logits", "centerness", "distances")]}


def check(name, model):
    """That the network is the reference's: what it puts out."""
    stored = safetensors_file.load(os.path.join(reference, name, "activations.safetensors"))
    with torch.no_grad():
        outputs = model(stored["input"].float())
    outputs = outputs if isinstance(outputs, tuple) else (outputs,)
    for key, value in zip(OUTPUTS.get(name, ["head.logits"]), outputs):
        expected = stored[key].float()
        worst = (value.reshape(expected.shape) - expected).abs().max() / expected.abs().max()
        assert worst < 1e-5, (name, key, float(worst))


def export(name):
    model, (height, width) = model_of(name)
    check(name, model)
    example = torch.zeros(1, 3, height, width)

    def note(file, expected):
        manifest.append({"file": file, "folder": name, "activations": "activations", "options": [], "head": expected})

    expected = {"landmarks": "V2 landmarks", "v1h": "V1h classes", "ocr": "OCR classes", "v2p": "V2p", "fcos": "FCOS",
                "classification": "ImageNet classes"}.get(name, "V2 classes")
    with torch.no_grad():
        for kind, folding in (("folded", True), ("plain", False)):
            file = f"{name}.{kind}.onnx"
            training = torch.onnx.TrainingMode.EVAL if folding else torch.onnx.TrainingMode.PRESERVE
            torch.onnx.export(model, example, os.path.join(folder, file), dynamo=False, opset_version=17,
                              training=training, do_constant_folding=folding)
            note(file, expected)
        if name not in ("v2-odd-size",):
            file = f"{name}.dynamic.onnx"
            torch.onnx.export(model, example, os.path.join(folder, file), dynamo=False, opset_version=13,
                              input_names=["input"], dynamic_axes={"input": {0: "batch", 2: "height", 3: "width"}})
            note(file, expected)
        file = f"{name}.dynamo.onnx"
        torch.onnx.export(model, (example,), os.path.join(folder, file), dynamo=True, external_data=False, verbose=False)
        note(file, expected)


if "--onnx" in sys.argv:
    # Some of them only, where names are given.
    names = sys.argv[sys.argv.index("--onnx") + 1:]
    for name in names or ("v2-segmentation", "v2-odd-size", "v1h", "landmarks", "ocr", "classification", "v2p", "fcos"):
        export(name)
else:
    for name in ("v2-segmentation", "v2-odd-size", "v1h", "landmarks", "ocr", "classification", "v2p", "fcos"):
        check(name, model_of(name)[0])
with open(os.path.join(folder, "manifest.json"), "w") as file:
    json.dump(manifest, file, indent=1)
