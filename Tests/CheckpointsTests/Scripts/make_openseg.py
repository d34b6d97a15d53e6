"""Makes ../Fixtures/openseg.zip: a small HRNet under OCR as openseg.pytorch names and saves it, in every container.

    /work/venv/bin/python make_openseg.py      (PyTorch 2.13, onnx 1.23)

Its auxiliary classifier and its first convolution are 3×3, normalisations lie one deeper, transforms have biases, and
`config_dict` lies beside `state_dict`.
"""

import io
import os
import sys
import tempfile
import zipfile

import torch
from torch import nn

scripts = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, scripts)
import heads
import safetensors_file

torch.manual_seed(1)
body = dict(width=1, modules=(1, 1, 1), units=1, stem=2, planes=1, stage1=1)
model = heads.OCR(4, 3, 2, rule="bilinear-corners", **body).eval()
model.aux_head[0] = nn.Conv2d(model.all, model.all, 3, padding=1)
for parameter in model.parameters():
    # Three bits behind the first, which take little room.
    parameter.data = (parameter.data.view(torch.int32) & ~0xfffff).view(torch.float32)
state = {}
for key, tensor in model.state_dict().items():
    part = key.split(".")[0]
    if part == "conv3x3_ocr":
        key = key.replace("conv3x3_ocr.1.", "conv3x3_ocr.1.0.").replace("conv3x3_ocr.", "conv3x3.")
    elif part == "aux_head":
        key = key.replace("aux_head.3.", "aux_head.2.").replace("aux_head.1.", "aux_head.1.0.")
    elif not part.startswith(("ocr", "cls_head")):
        key = "backbone." + key
    state["module." + key] = tensor
    if "object_context_block" in key and key.endswith("weight") and tensor.ndim == 4:
        state["module." + key.replace("weight", "bias")] = torch.zeros(len(tensor))
checkpoint = {"config_dict": {"data": {"num_classes": 4, "image_tool": "cv2"}, "network": {"backbone": "hrnet48",
                              "model_name": "hrnet_w48_ocr", "bn_type": "torchsyncbn"}, "lr": {"base_lr": 0.01}},
              "state_dict": state}
files = {}
for name, zipped in (("zip.pth", True), ("legacy.pth", False)):
    file = io.BytesIO()
    torch.save(checkpoint, file, _use_new_zipfile_serialization=zipped)
    files[name] = file.getvalue()
with tempfile.NamedTemporaryFile() as file:
    safetensors_file.save(file.name, {key: tensor for key, tensor in state.items() if tensor.ndim})
    files["openseg.safetensors"] = open(file.name, "rb").read()
file = io.BytesIO()
with torch.no_grad():
    torch.onnx.export(model, torch.zeros(1, 3, 64, 96), file, dynamo=False, opset_version=17)
files["openseg.onnx"] = file.getvalue()
path = os.path.join(scripts, "..", "Fixtures", "openseg.zip")
with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
    for name, content in files.items():
        archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED, 9)
print(os.path.getsize(path), "bytes")
