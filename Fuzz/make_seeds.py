"""Makes seeds/: files of one or two tensors in every container, small enough for thousands of runs a second.

    /work/venv/bin/python make_seeds.py      (PyTorch 2.13)
"""

import os
import sys
import zipfile
from collections import OrderedDict

import torch

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
