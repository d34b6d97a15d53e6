"""What torch.nn.functional.interpolate makes of small pictures. From the repository's root:

    ../venv/bin/python Tests/EngineTests/Scripts/upsampling.py      (PyTorch 2.13)

writes Tests/EngineTests/Fixtures/upsampling.safetensors: CASE.input and CASE.output, NHWC without N. CASE is
FAMILY-HxW-HxW; the second size is the output's, whole multiples of the first or not (473 pixels a side give streams of
119, 60, 30 and 15).
"""

import sys
from pathlib import Path

import torch
import torch.nn.functional as F

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "CheckpointsTests" / "Scripts"))
import safetensors_file  # noqa: E402

SIZES = [((1, 1), (1, 1)), ((1, 1), (4, 4)), ((1, 3), (2, 6)), ((2, 1), (16, 8)), ((3, 4), (6, 8)), ((5, 2), (40, 16)),
         ((15, 15), (30, 30)), ((8, 15), (30, 60)), ((4, 7), (31, 14)), ((9, 5), (9, 5))]
torch.manual_seed(11)
tensors = {}
for name, corners in (("bilinear", False), ("bilinear-corners", True)):
    for index, (small, large) in enumerate(SIZES):
        x = torch.randn(1, 1 + index % 3, *small)
        y = F.interpolate(x, size=large, mode="bilinear", align_corners=corners)
        case = f"{name}-{small[0]}x{small[1]}-{large[0]}x{large[1]}"
        for part, value in (("input", x), ("output", y)):
            tensors[f"{case}.{part}"] = value[0].permute(1, 2, 0).contiguous()
safetensors_file.save(here.parent / "Fixtures" / "upsampling.safetensors", tensors)
