"""Heat maps of ../shared/reference/w8-small with fusion terms replaced by their mean or by those of another input,
computed by PyTorch. From the repository's root:

    ../venv/bin/python Tests/EngineTests/Scripts/replacements.py

writes Tests/EngineTests/Fixtures/replacements.{json,safetensors}. The other input, `donor`, is a formula, so that it needs no
file: value i of [height][width][3] is (i * 7919 % 1009) / 504.5 - 1.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

here = Path(__file__).resolve().parent
sys.path.insert(0, str(here.parents[1] / "CheckpointsTests" / "Scripts"))
import hrnet  # noqa: E402
import safetensors_file  # noqa: E402

reference = here.parents[3] / "shared" / "reference" / "w8-small"
config = json.loads((reference / "config.json").read_text())
height, width = config["input"]

# SPEC of the command line: what stands in its place.
SETS = {
    "mean_of_a_coarser_source": {"s4.m1:32>4": "mean"},
    "mean_of_a_finer_source": {"s3.m2:4>16": "mean"},
    "mean_of_an_identity": {"s3.m1:8>8": "mean"},
    "patched_edge": {"s3.m1:16>4": "donor"},
    "patched_stream": {"s3.m2>8": "donor"},
    "several": {"s2.m1:4>8": "donor", "s3.m1:4>4": "mean", "s4.m1:16>8": "mean", "s4.m2:8>4": "donor"},
}
STREAMS = {"4": 0, "8": 1, "16": 2, "32": 3}


def edges(spec, model):
    """(module's name, destination, source), counted from 0."""
    unit, ends = spec.split(">")[0], spec.split(">")[1]
    unit, source = unit.split(":") if ":" in unit else (unit, None)
    stage, module = (int(part[1:]) for part in unit.split("."))
    sources = [STREAMS[source]] if source else range(stage)
    return [(f"stage{stage}.{module - 1}", STREAMS[ends], j) for j in sources]


model = hrnet.HRNet(width=config["width"], joints=config["joints"], modules=config["modules"], units=config["blocks"],
                    stem=config["stem"], planes=config["planes"], stage1=config["s1blocks"]).eval()
missing = model.load_state_dict(load_file(reference / "model.safetensors"), strict=False)
assert not missing.unexpected_keys and all("num_batches" in key for key in missing.missing_keys), missing
stored = load_file(reference / "activations.safetensors")
values = (torch.arange(height * width * 3) * 7919 % 1009) / 504.5 - 1
donor = values.reshape(1, height, width, 3).permute(0, 3, 1, 2).contiguous()

with torch.no_grad():
    own, other = {}, {}
    model(stored["input"], own)
    model(donor, other)
    assert torch.allclose(own["heatmaps"], stored["heatmaps"], atol=1e-4)

    results = {}
    for name, replaced in SETS.items():
        places = {}
        for spec, what in replaced.items():
            for module, i, j in edges(spec, model):
                key = f"{module}.fuse.{i}.{j}"
                places[key] = other[key] if what == "donor" else own[key].mean((2, 3), keepdim=True).expand_as(own[key])
        originals = []
        for stage in (2, 3, 4):
            for m, module in enumerate(getattr(model, f"stage{stage}")):
                def term(i, j, x, module=module, prefix=f"stage{stage}.{m}"):
                    return places.get(f"{prefix}.fuse.{i}.{j}", hrnet.Module.term(module, i, j, x))
                module.term = term
                originals.append(module)
        record = {}
        results[name] = model(stored["input"], record)
        assert not torch.equal(results[name], own["heatmaps"]), name
        for module in originals:
            del module.term

fixtures = here.parent / "Fixtures"
(fixtures / "replacements.json").write_text(json.dumps(SETS, indent=2) + "\n")
safetensors_file.save(fixtures / "replacements.safetensors", results)
