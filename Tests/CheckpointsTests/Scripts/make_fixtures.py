"""Makes ../Fixtures: one small HRNet in every container, wrapping and family, and what PyTorch computes with it.

    /work/venv/bin/python make_fixtures.py      (PyTorch 2.13)
"""

import os
import sys
import zipfile
from collections import OrderedDict

import torch
from torch import nn

sys.path.insert(0, os.path.dirname(__file__))
import hrnet
import safetensors_file

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures")
os.makedirs(folder, exist_ok=True)
options = dict(width=2, joints=3, modules=(1, 1, 1), units=1, stem=4, planes=2, stage1=1)


def path(name):
    return os.path.join(folder, name)


def legacy(value, name):
    torch.save(value, path(name), _use_new_zipfile_serialization=False)


def prefixed(prefix, state):
    return OrderedDict((prefix + key, value) for key, value in state.items())


# One set of weights. A pose network has one row in the last exchange unit, every other four.
model = hrnet.random_hrnet(seed=3, rows=4, **options)
whole = model.state_dict()
rows = [key for key in whole if key.startswith("stage4.0.fuse_layers.") and not key.startswith("stage4.0.fuse_layers.0.")]
pose = OrderedDict((key, value) for key, value in whole.items() if key not in rows)
backbone = OrderedDict((key, value) for key, value in whole.items() if not key.startswith("final_layer."))
trunk = OrderedDict((key, value) for key, value in pose.items() if not key.startswith("final_layer."))
head = OrderedDict((key, value) for key, value in pose.items() if key.startswith("final_layer."))

safetensors_file.save(path("nearest.reference.safetensors"), hrnet.activations(model, 64, 32))
for upsampling in ("bilinear", "bilinear-corners"):
    other = hrnet.HRNet(rows=4, upsampling=upsampling, **options).eval()
    other.load_state_dict(whole)
    safetensors_file.save(path(f"{upsampling}.reference.safetensors"), hrnet.activations(other, 64, 32))

# Containers.
safetensors_file.save(path("official.safetensors"), pose)
for protocol in (2, 4, 5):
    torch.save(pose, path(f"official-protocol{protocol}.pth"), pickle_protocol=protocol)
legacy(pose, "official-legacy.pth")
torch.save(pose, path("legacy-protocol4.pth"), _use_new_zipfile_serialization=False, pickle_protocol=4)
with zipfile.ZipFile(path("official-protocol2.pth")) as stored:
    with zipfile.ZipFile(path("deflated.pth"), "w", zipfile.ZIP_DEFLATED) as deflated:
        for name in stored.namelist():
            deflated.writestr(zipfile.ZipInfo(name), stored.read(name), zipfile.ZIP_DEFLATED)
module = hrnet.HRNet(rows=1, **options).eval()
module.load_state_dict(pose)
torch.save(module, path("whole-module.pth"))
torch.jit.save(torch.jit.trace(module, torch.zeros(1, 3, 64, 32)), path("torchscript.pt"))

# Tensors that lie otherwise: transposed, in one storage, as parameters, in other types.


def transposed(value):
    axes = tuple(reversed(range(value.dim())))
    return value.permute(axes).contiguous().permute(axes)


strided = OrderedDict((key, transposed(value)) for key, value in pose.items())
legacy(strided, "strided-legacy.pth")
floats = OrderedDict((key, value) for key, value in pose.items() if value.dtype == torch.float32)
flat = torch.cat([torch.zeros(5)] + [value.flatten() for value in floats.values()])
shared, position = OrderedDict(), 5
for key, value in floats.items():
    shared[key] = flat[position:position + value.numel()].view(value.shape)
    position += value.numel()
torch.save(shared, path("shared-storage.pth"))
legacy(OrderedDict((key, nn.Parameter(value)) for key, value in floats.items()), "parameters-legacy.pth")
for dtype, name in ((torch.float64, "f64"), (torch.float16, "f16"), (torch.bfloat16, "bf16")):
    legacy(OrderedDict((key, value.to(dtype)) for key, value in floats.items()), f"{name}-legacy.pth")

# Wrappings and families.
optimizer = torch.optim.Adam(module.parameters())
sum(p.sum() for p in module.parameters()).backward()
state = {"epoch": 3, "model": "pose_hrnet", "state_dict": prefixed("module.", pose), "best_state_dict": pose, "perf": 0.5}
optimizer.step()
legacy(state | {"optimizer": optimizer.state_dict()}, "training-legacy.pth")
legacy({"model": pose}, "simple-hrnet-legacy.pth")
meta = {"epoch": 210, "config": "model = dict(type='TopDown')"}
normalization = {"data_preprocessor.mean": torch.zeros(3, 1, 1), "data_preprocessor.std": torch.ones(3, 1, 1)}
legacy({"meta": meta, "state_dict": OrderedDict(
    **prefixed("backbone.", trunk), **prefixed("head.", head), **normalization)}, "mmpose1-legacy.pth")
legacy({"meta": meta, "state_dict": OrderedDict(
    **prefixed("backbone.", trunk), **prefixed("keypoint_head.", head))}, "mmpose0-legacy.pth")
legacy(backbone, "backbone-legacy.pth")


def conv(outputs, inputs, kernel=1):
    return torch.randn(outputs, inputs, kernel, kernel)


imagenet = OrderedDict(backbone)
for stream in range(4):
    imagenet[f"incre_modules.{stream}.0.conv1.weight"] = conv(1, 2 << stream)
    imagenet[f"downsamp_modules.{stream}.0.weight"] = conv(1, 1, 3)
imagenet["final_layer.0.weight"] = conv(4, 2)
imagenet["final_layer.1.weight"] = torch.ones(4)
imagenet["classifier.weight"] = torch.randn(5, 4)
imagenet["classifier.bias"] = torch.randn(5)
legacy(imagenet, "imagenet-legacy.pth")
safetensors_file.save(path("timm.safetensors"), imagenet)

segmentation = OrderedDict(backbone)
segmentation["last_layer.0.weight"] = conv(30, 30)
segmentation["last_layer.1.weight"] = torch.ones(30)
segmentation["last_layer.3.weight"] = conv(2, 30)
legacy(prefixed("model.", segmentation), "segmentation-legacy.pth")

ocr = OrderedDict(backbone)
ocr["conv3x3_ocr.0.weight"] = conv(2, 30, 3)
ocr["aux_head.0.weight"] = conv(2, 30)
ocr["cls_head.weight"] = conv(2, 2)
legacy(ocr, "ocr-legacy.pth")

detection = prefixed("backbone.", backbone)
detection["neck.reduction_conv.conv.weight"] = conv(2, 30)
detection["neck.fpn_convs.0.conv.weight"] = conv(2, 2, 3)
legacy({"meta": meta, "state_dict": detection}, "detection-legacy.pth")

landmarks = OrderedDict(backbone)
landmarks["head.0.weight"] = conv(30, 30)
landmarks["head.1.weight"] = torch.ones(30)
landmarks["head.3.weight"] = conv(7, 30)
legacy(landmarks, "landmarks-legacy.pth")


# A file that would leave a trace if anybody ran what it asks for.
class Trap:
    def __reduce__(self):
        return os.system, ("touch /tmp/hrscope-executed-a-pickle",)


legacy({"state_dict": pose, "trap": Trap()}, "trap-legacy.pth")
