"""Makes a small HRNet as every family's code saves it, in every container that can hold it, and what PyTorch computes.

    /work/venv/bin/python make_families.py FOLDER      (PyTorch 2.13; 500 MB)

Files are called FAMILY.CONTAINER.EXTENSION. Heads have the names and shapes of the originals; nobody reads their numbers.
"""

import copy
import os
import sys
from collections import OrderedDict

import torch

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import hrnet
import safetensors_file

folder = sys.argv[1]
os.makedirs(folder, exist_ok=True)
width, all_widths = 8, 15 * 8
options = dict(width=width, modules=(1, 3, 2), units=2, stage1=2)
model = hrnet.random_hrnet(seed=5, rows=4, **options)
bilinear = hrnet.HRNet(rows=4, upsampling="bilinear", **options).eval()
bilinear.load_state_dict(model.state_dict())
safetensors_file.save(os.path.join(folder, "nearest.reference.safetensors"), hrnet.activations(model, 96, 64))
safetensors_file.save(os.path.join(folder, "bilinear.reference.safetensors"), hrnet.activations(bilinear, 96, 64))

whole = model.state_dict()
unread = tuple(f"stage4.1.fuse_layers.{row}." for row in (1, 2, 3))
head = OrderedDict((key, value) for key, value in whole.items() if key.startswith("final_layer."))
backbone = OrderedDict((key, value) for key, value in whole.items() if key not in head)
trunk = OrderedDict((key, value) for key, value in backbone.items() if not key.startswith(unread))
pose = trunk | head


def prefixed(prefix, state):
    return OrderedDict((prefix + key, value) for key, value in state.items())


def convolution(name, outputs, inputs, kernel=1, bias=False):
    state = {name + ".weight": torch.randn(outputs, inputs, kernel, kernel)}
    return state | ({name + ".bias": torch.randn(outputs)} if bias else {})


def pair(convolution_name, norm_name, outputs, inputs, kernel=1):
    norm = {f"{norm_name}.{part}": torch.ones(outputs) for part in ("weight", "bias", "running_mean", "running_var")}
    return convolution(convolution_name, outputs, inputs, kernel) | norm


classification = {}
for stream in range(4):
    classification |= pair(f"incre_modules.{stream}.0.conv1", f"incre_modules.{stream}.0.bn1", 32, width << stream)
    if stream < 3:
        classification |= pair(f"downsamp_modules.{stream}.0", f"downsamp_modules.{stream}.1", 64, 32, 3)
classification |= pair("final_layer.0", "final_layer.1", 2048, 1024)
classifier = {"classifier.weight": torch.randn(10, 2048), "classifier.bias": torch.randn(10)}
segmentation = pair("last_layer.0", "last_layer.1", all_widths, all_widths) | convolution("last_layer.3", 19, all_widths)
ocr = (pair("conv3x3_ocr.0", "conv3x3_ocr.1.0", 512, all_widths, 3) | pair("aux_head.0", "aux_head.1.0", 19, all_widths)
       | convolution("cls_head", 19, 512))
fcn = (pair("decode_head.convs.0.conv", "decode_head.convs.0.bn", all_widths, all_widths)
       | convolution("decode_head.conv_seg", 19, all_widths, bias=True))
cascade = (pair("decode_head.0.convs.0.conv", "decode_head.0.convs.0.bn", all_widths, all_widths)
           | pair("decode_head.1.bottleneck.conv", "decode_head.1.bottleneck.bn", 512, all_widths, 3))
detection = convolution("neck.reduction_conv.conv", 256, all_widths, bias=True)
for level in range(5):
    detection |= convolution(f"neck.fpn_convs.{level}.conv", 256, 256, 3, bias=True)
landmarks = pair("head.0", "head.1", all_widths, all_widths) | convolution("head.3", 98, all_widths, bias=True)
face = (pair("head.conv_layers.0", "head.conv_layers.1", all_widths, all_widths)
        | convolution("head.final_layer", 98, all_widths, bias=True))
higher = convolution("final_layers.0", 34, width, bias=True) | pair("deconv_layers.0.0.0", "deconv_layers.0.0.1", width, 42, 4)
simcc = {"mlp_head_x.weight": torch.randn(384, 64), "mlp_head_y.weight": torch.randn(512, 64)}
meta = {"epoch": 210, "mmpose_version": "1.3.2", "config": "model = dict(type='TopdownPoseEstimator')"}
normalization = {"data_preprocessor.mean": torch.zeros(3, 1, 1), "data_preprocessor.std": torch.ones(3, 1, 1)}

trained = copy.deepcopy(model)
optimizer = torch.optim.Adam(trained.parameters())
sum(parameter.sum() for parameter in trained.parameters()).backward()
optimizer.step()


def open_mmlab(*parts):
    state = OrderedDict()
    for part in parts:
        state.update(part)
    return {"meta": meta, "state_dict": state, "message_hub": {}, "optimizer": optimizer.state_dict()}


# What is saved; a flat dictionary can be a safetensors file as well, and a nested one by its state dictionary.
families = {
    "official-pose": pose,
    "official-training": {"epoch": 3, "model": "pose_hrnet", "state_dict": prefixed("module.", pose),
                          "best_state_dict": pose, "perf": 0.75, "optimizer": optimizer.state_dict()},
    "data-parallel": prefixed("module.", pose),
    "simple-hrnet": {"model": pose},
    "lightning": {"epoch": 3, "pytorch-lightning_version": "2.5.0", "state_dict": prefixed("model.", pose),
                  "callbacks": {}, "optimizer_states": [optimizer.state_dict()], "hyper_parameters": {"lr": 1e-3}},
    "mmpose1": open_mmlab(prefixed("backbone.", trunk), prefixed("head.", head), normalization),
    "mmpose0": open_mmlab(prefixed("backbone.", trunk), prefixed("keypoint_head.", head)),
    "mmpose-face": open_mmlab(prefixed("backbone.", backbone), face),
    "simcc": pose | simcc,
    "higher-hrnet": trunk | higher,
    "imagenet": backbone | classification | classifier,
    "timm-features": backbone | classification,
    "segmentation": prefixed("model.", backbone | segmentation),
    "segmentation-ocr": prefixed("model.", backbone | ocr),
    "mmsegmentation": open_mmlab(prefixed("backbone.", backbone), fcn),
    "mmsegmentation-ocr": open_mmlab(prefixed("backbone.", backbone), cascade),
    "mmdetection": open_mmlab(prefixed("backbone.", backbone), detection),
    "landmarks": backbone | landmarks,
    "backbone": backbone,
}
for family, value in families.items():
    start = os.path.join(folder, family)
    torch.save(value, start + ".zip.pth")
    torch.save(value, start + ".legacy.pth", _use_new_zipfile_serialization=False)
    state = value.get("state_dict", value.get("model", value))
    safetensors_file.save(start + ".safetensors", state)
    torch.save(OrderedDict((key, tensor.half() if tensor.is_floating_point() else tensor)
                           for key, tensor in state.items()), start + ".half.pth")
