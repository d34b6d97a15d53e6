"""Makes ../Fixtures/rival-graphs.zip: exports of small encoder–decoders, of look-alikes, and what ONNX Runtime computes.

    /work/venv/bin/python make_rival_graphs.py      (PyTorch 2.13, onnx 1.23, onnxruntime 1.32)

`expected.json` says of each graph which network it is, or which words its refusal has; `reference.safetensors` has the
input and, in the graph's order, the outputs: `NAME/input`, `NAME/0`, …
"""

import os
import sys

import onnx
import onnxruntime
import torch
from torch import nn
from torch.nn import functional

scripts = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, scripts)
import graphs as graph_files
import hrnet
import rivals

graphs, expected, references = {}, {}, {}


def export(model, size, mangled=False, **options):
    torch.manual_seed(len(graphs))
    graph = graph_files.exported(hrnet.randomized(model), size, **options)
    names = {}
    if mangled:
        for node in graph.graph.node:
            node.name = ""
            for list_ in (node.input, node.output):
                for place, name in enumerate(list_):
                    if name and name != "x" and name not in [one.name for one in graph.graph.output]:
                        list_[place] = names.setdefault(name, f"v{len(names)}")
    for tensor in graph.graph.initializer:
        tensor.name = names.get(tensor.name, tensor.name)
    return graph.SerializeToString()


def opened(name, model, network, size=(64, 64), **options):
    graphs[name] = export(model, size, **options)
    picture = graph_files.pattern(*size)
    references[name + "/input"] = picture
    for place, found in enumerate(onnxruntime.InferenceSession(graphs[name]).run(None, {"x": picture})):
        references[f"{name}/{place}"] = found
    expected[name] = network


def refused(name, model, *words, size=(64, 64), **options):
    graphs[name] = export(model, size, **options)
    expected[name] = {"refused": words}


class Behind(nn.Module):
    def __init__(self, model, more):
        super().__init__()
        self.model, self.more = model, more

    def forward(self, x):
        y = self.model(x)
        return self.more(y[-1] if isinstance(y, tuple) else y, x)


def baseline(**facts):
    return {"units": [1, 2, 1, 3], "filters": [2, 3, 2], "joints": 4, "outputs": 1} | facts


def hourglass(stacks, outputs=None):
    return {"stacks": stacks, "joints": 4, "outputs": outputs or stacks}


Baseline, Stacked = rivals.SimpleBaseline, rivals.StackedHourglass
opened("baseline", Baseline(), baseline())
opened("baseline-kept", Baseline(), baseline(), folded=False)
opened("baseline-dynamic", Baseline(), baseline(), size=(64, 96), dynamic=True)
opened("baseline-old", Baseline(), baseline(), opset=11)
opened("baseline-dynamo", Baseline(), baseline(), dynamo=True, opset=18)
opened("baseline-dynamo-raw", Baseline(), baseline(), dynamo=True, folded=False, opset=18)
opened("baseline-mangled", Baseline(), baseline(), size=(96, 64), mangled=True)
opened("baseline-deep", Baseline(units=(3, 4, 6, 3)), baseline(units=[3, 4, 6, 3]))
opened("baseline-wide-head", Baseline(kernel=3, filters=(2, 2, 2)), baseline(filters=[2, 2, 2]))
opened("baseline-and-sigmoid", Behind(Baseline(), lambda y, x: (y, torch.sigmoid(y))), baseline(outputs=1))
for stacks in (1, 2, 4, 8):
    opened(f"hourglass-{stacks}", Stacked(stacks), hourglass(stacks))
opened("hourglass-kept", Stacked(2), hourglass(2), folded=False)
opened("hourglass-dynamic", Stacked(2), hourglass(2), size=(64, 128), dynamic=True)
opened("hourglass-old", Stacked(2), hourglass(2), opset=11)
opened("hourglass-dynamo", Stacked(2), hourglass(2), dynamo=True, opset=18)
opened("hourglass-dynamo-raw", Stacked(2), hourglass(2), dynamo=True, folded=False, opset=18)
opened("hourglass-mangled", Stacked(3), hourglass(3), mangled=True)
opened("hourglass-last", Stacked(3, outputs=[2]), hourglass(3, 1))
opened("hourglass-wide", Stacked(2, stem=3, inner=4), hourglass(2))

refused("basic-units", Baseline(unit=rivals.Basic, units=(1, 1, 1, 1)), "3×3", "layer1.0.conv1")
refused("caffe-strides", Baseline(unit=lambda *sizes: rivals.Bottleneck(*sizes, caffe=True)), "layer2.0.conv1")
refused("deconvolutions-of-2", Baseline(transposed=(2, 0, 0)), "ConvTranspose", "deconv_layers.0")
refused("deconvolutions-of-3", Baseline(transposed=(3, 1, 1)), "ConvTranspose", "deconv_layers.0")
refused("two-deconvolutions", Baseline(filters=(3, 4)), "deconv_layers.6")
refused("four-deconvolutions", Baseline(filters=(3, 4, 5, 3)), "ConvTranspose", "final_layer")
refused("three-stages", Baseline(units=(1, 1, 1)), "ConvTranspose", "layer4.0.conv1")
refused("heat-maps-squashed", Behind(Baseline(), lambda y, x: torch.sigmoid(y)), "final_layer")
refused("picture-added", Behind(Baseline(), lambda y, x: y + functional.avg_pool2d(x, 4)[:, :1]), "final_layer")
refused("leaky", Behind(Baseline(), lambda y, x: functional.leaky_relu(y)), "LeakyRelu")


class Classifier(Baseline):
    def __init__(self):
        super().__init__()
        self.fc = nn.Linear(32, 10)

    def forward(self, x):
        return self.fc(self.features(x).mean((2, 3)))


refused("classification", Classifier(), "ReduceMean", "deconv_layers.0")
refused("upsampled-bilinearly", Stacked(2, mode="bilinear"), "linear", "nearest")
refused("means-for-maxima", Stacked(2, pool=functional.avg_pool2d), "AveragePool", "maxima")
refused("three-levels", Stacked(2, levels=3), "Add", "maxima")
refused("five-levels", Stacked(2, levels=5), "hg.0.hg.0", size=(128, 128))
refused("activated-behind", Stacked(2, unit=rivals.Postactivated), "Relu")
refused("maps-not-read-again", Stacked(2, remaps=False), "score_.0")
refused("maps-squashed", Behind(Stacked(2), lambda y, x: torch.sigmoid(y)), "score.1")

path = os.path.join(scripts, "..", "Fixtures", "rival-graphs.zip")
graph_files.save(path, graphs, expected, references)
