"""HRNet with a pose head in PyTorch, to make weights and models for other runtimes.

Written from Wang et al., TPAMI 2021 and the published checkpoints' keys; module names are those keys.
"""

import torch
from torch import nn
from torch.nn import functional as F


def convolution(inputs, outputs, kernel=3, stride=1):
    return nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False)


def normalized(inputs, outputs, kernel=3, stride=1, relu=True):
    parts = [convolution(inputs, outputs, kernel, stride), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*parts, nn.ReLU()) if relu else nn.Sequential(*parts)


class Unit(nn.Module):
    """A residual unit: conv1, bn1, conv2, … as `layers` lists them, each (outputs, kernel)."""

    def __init__(self, inputs, layers):
        super().__init__()
        self.count = len(layers)
        width = inputs
        for number, (outputs, kernel) in enumerate(layers, 1):
            self.add_module(f"conv{number}", convolution(width, outputs, kernel))
            self.add_module(f"bn{number}", nn.BatchNorm2d(outputs))
            width = outputs
        self.downsample = normalized(inputs, width, kernel=1, relu=False) if inputs != width else None

    def forward(self, x):
        y = x
        for number in range(1, self.count + 1):
            y = getattr(self, f"bn{number}")(getattr(self, f"conv{number}")(y))
            if number < self.count:
                y = F.relu(y)
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class Edge(nn.Module):
    """A 1×1 projection from a coarser stream, brought up by nearest upsampling."""

    def __init__(self, inputs, outputs, factor):
        super().__init__()
        self.add_module("0", convolution(inputs, outputs, kernel=1))
        self.add_module("1", nn.BatchNorm2d(outputs))
        self.factor = factor

    def forward(self, x):
        return F.interpolate(getattr(self, "1")(getattr(self, "0")(x)), scale_factor=self.factor, mode="nearest")


class Module(nn.Module):
    """Residual units on every stream, then an exchange unit."""

    def __init__(self, widths, units, destinations):
        super().__init__()
        self.branches = nn.ModuleList(
            nn.Sequential(*(Unit(width, [(width, 3), (width, 3)]) for _ in range(units))) for width in widths
        )
        self.fuse_layers = nn.ModuleList(
            nn.ModuleList(self.edge(widths, source, destination) for source in range(len(widths)))
            for destination in range(destinations)
        )

    @staticmethod
    def edge(widths, source, destination):
        if source == destination:
            return nn.Identity()
        if source > destination:
            return Edge(widths[source], widths[destination], 2 ** (source - destination))
        steps = destination - source
        return nn.Sequential(
            *(
                normalized(
                    widths[source],
                    widths[destination] if step == steps - 1 else widths[source],
                    stride=2,
                    relu=step < steps - 1,
                )
                for step in range(steps)
            )
        )

    def forward(self, streams):
        streams = [branch(stream) for branch, stream in zip(self.branches, streams)]
        fused = []
        for row in self.fuse_layers:
            total = row[0](streams[0])
            for edge, stream in zip(list(row)[1:], streams[1:]):
                total = total + edge(stream)
            fused.append(F.relu(total))
        return fused


class HRNet(nn.Module):
    def __init__(self, width=32, joints=17, stem=64, bottlenecks=4, inner=64, modules=(1, 4, 3), units=4):
        super().__init__()
        self.conv1, self.bn1 = convolution(3, stem, stride=2), nn.BatchNorm2d(stem)
        self.conv2, self.bn2 = convolution(stem, stem, stride=2), nn.BatchNorm2d(stem)
        outer = 4 * inner
        self.layer1 = nn.Sequential(
            *(Unit(stem if k == 0 else outer, [(inner, 1), (inner, 3), (outer, 1)]) for k in range(bottlenecks))
        )
        widths = [outer]
        for stage, count in enumerate(modules, 2):
            targets = [width << b for b in range(stage)]
            transition = [
                nn.Identity() if source == target else normalized(source, target)
                for source, target in zip(widths, targets)
            ]
            transition.append(nn.Sequential(normalized(widths[-1], targets[-1], stride=2)))
            self.add_module(f"transition{stage - 1}", nn.ModuleList(transition))
            is_last_stage = stage == len(modules) + 1
            self.add_module(
                f"stage{stage}",
                nn.Sequential(
                    *(Module(targets, units, 1 if is_last_stage and m == count - 1 else stage) for m in range(count))
                ),
            )
            widths = targets
        self.stages = len(modules) + 1
        self.final_layer = nn.Conv2d(width, joints, 1)

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        streams = [self.layer1(x)]
        for stage in range(2, self.stages + 1):
            transition = getattr(self, f"transition{stage - 1}")
            streams = [step(streams[min(b, len(streams) - 1)]) for b, step in enumerate(transition)]
            streams = getattr(self, f"stage{stage}")(streams)
        return self.final_layer(streams[0])


def multiply_accumulates(model, x):
    """Of convolutions, counted while the model runs."""
    total = 0

    def count(layer, _, output):
        nonlocal total
        total += output.numel() * layer.weight[0].numel()

    handles = [layer.register_forward_hook(count) for layer in model.modules() if isinstance(layer, nn.Conv2d)]
    with torch.inference_mode():
        model(x)
    for handle in handles:
        handle.remove()
    return total


def random_model(width, joints=17):
    """Weights without meaning, with batch-norm statistics that fit them: activations stay in an ordinary range."""
    torch.manual_seed(width)
    model = HRNet(width, joints)
    for layer in model.modules():
        if isinstance(layer, nn.Conv2d):
            nn.init.kaiming_normal_(layer.weight)
        elif isinstance(layer, nn.BatchNorm2d):
            nn.init.uniform_(layer.weight, 0.3, 0.7)
            nn.init.uniform_(layer.bias, -0.2, 0.2)
            layer.momentum = None
    # One pass in training mode makes the running statistics those of the activations.
    with torch.no_grad():
        model.train()(torch.randn(2, 3, 128, 96))
    return model.eval()


def model_of(state):
    """The network a checkpoint with canonical keys is of, with its weights."""

    def count(prefix):
        return len({key[len(prefix) :].split(".")[0] for key in state if key.startswith(prefix)})

    model = HRNet(
        width=state["transition1.0.0.weight"].shape[0],
        joints=state["final_layer.weight"].shape[0],
        stem=state["conv1.weight"].shape[0],
        bottlenecks=count("layer1."),
        inner=state["layer1.0.conv1.weight"].shape[0],
        modules=[count(f"stage{stage}.") for stage in (2, 3, 4)],
        units=count("stage2.0.branches.0."),
    )
    state = {key: tensor.float() for key, tensor in state.items() if not key.endswith("num_batches_tracked")}
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and all(key.endswith("num_batches_tracked") for key in missing), (missing, unexpected)
    return model.eval()
