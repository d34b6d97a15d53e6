"""HRNet in PyTorch with the heads that are measured, to make weights and models for other runtimes.

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


def upsampled(x, size, rule):
    """Brought to a height and width: nearest, bilinear, or bilinear-corners."""
    if rule == "nearest":
        return F.interpolate(x, size=size, mode="nearest")
    return F.interpolate(x, size=size, mode="bilinear", align_corners=rule == "bilinear-corners")


class Edge(nn.Module):
    """A 1×1 projection from a coarser stream, brought up to a finer one's size."""

    def __init__(self, inputs, outputs, rule):
        super().__init__()
        self.add_module("0", convolution(inputs, outputs, kernel=1))
        self.add_module("1", nn.BatchNorm2d(outputs))
        self.rule = rule

    def forward(self, x, size):
        return upsampled(getattr(self, "1")(getattr(self, "0")(x)), size, self.rule)


class Module(nn.Module):
    """Residual units on every stream, then an exchange unit."""

    def __init__(self, widths, units, destinations, rule):
        super().__init__()
        self.branches = nn.ModuleList(
            nn.Sequential(*(Unit(width, [(width, 3), (width, 3)]) for _ in range(units))) for width in widths
        )
        self.fuse_layers = nn.ModuleList(
            nn.ModuleList(self.edge(widths, source, destination, rule) for source in range(len(widths)))
            for destination in range(destinations)
        )

    @staticmethod
    def edge(widths, source, destination, rule):
        if source == destination:
            return nn.Identity()
        if source > destination:
            return Edge(widths[source], widths[destination], rule)
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
        for row, own in zip(self.fuse_layers, streams):
            terms = [
                edge(stream, own.shape[2:]) if isinstance(edge, Edge) else edge(stream)
                for edge, stream in zip(row, streams)
            ]
            fused.append(F.relu(sum(terms[1:], terms[0])))
        return fused


def classifier(channels, classes):
    """1×1 with bias and batch normalisation, ReLU, 1×1 with bias."""
    return nn.Sequential(
        nn.Conv2d(channels, channels, 1), nn.BatchNorm2d(channels), nn.ReLU(), nn.Conv2d(channels, classes, 1)
    )


def projection(*widths):
    """1×1 convolutions without bias, each with batch normalisation and ReLU."""
    layers = [
        layer
        for inputs, outputs in zip(widths, widths[1:])
        for layer in (nn.Conv2d(inputs, outputs, 1, bias=False), nn.Sequential(nn.BatchNorm2d(outputs), nn.ReLU()))
    ]
    return nn.Sequential(*layers)


class ObjectContext(nn.Module):
    """Every position's mixture of the regions' values, by how alike position and region are."""

    def __init__(self, channels, key):
        super().__init__()
        self.f_pixel, self.f_object = projection(channels, key, key), projection(channels, key, key)
        self.f_down, self.f_up = projection(channels, key), projection(key, channels)
        self.key = key

    def forward(self, pixels, regions):
        query = self.f_pixel(pixels).flatten(2).transpose(1, 2)
        similarity = query @ self.f_object(regions).flatten(2) * self.key**-0.5
        gathered = F.softmax(similarity, -1) @ self.f_down(regions).flatten(2).transpose(1, 2)
        return self.f_up(gathered.transpose(1, 2).reshape(len(pixels), self.key, *pixels.shape[2:]))


class OCR(nn.Module):
    """Object-contextual representations over the four streams (Yuan et al., ECCV 2020)."""

    def __init__(self, channels, classes, middle=512, key=256):
        super().__init__()
        self.aux_head = classifier(channels, classes)
        self.conv3x3_ocr = nn.Sequential(nn.Conv2d(channels, middle, 3, padding=1), nn.BatchNorm2d(middle), nn.ReLU())
        self.ocr_distri_head = nn.ModuleDict(
            {"object_context_block": ObjectContext(middle, key), "conv_bn_dropout": projection(2 * middle, middle)}
        )
        self.cls_head = nn.Conv2d(middle, classes, 1)

    def forward(self, x):
        weights = F.softmax(self.aux_head(x).flatten(2), -1)
        pixels = self.conv3x3_ocr(x)
        regions = (weights @ pixels.flatten(2).transpose(1, 2)).transpose(1, 2).unsqueeze(3)
        context = self.ocr_distri_head["object_context_block"](pixels, regions)
        return self.cls_head(self.ocr_distri_head["conv_bn_dropout"](torch.cat([context, pixels], 1)))


class HRNet(nn.Module):
    """With a pose head of `joints`, with `head` made from the four streams' channels and called with their concatenation,
    or with both: then heat maps come first, and what the other head says second."""

    def __init__(
        self, width=32, joints=17, stem=64, bottlenecks=4, inner=64, modules=(1, 4, 3), units=4, rule="nearest", head=None
    ):
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
                    *(
                        Module(targets, units, 1 if not head and is_last_stage and m == count - 1 else stage, rule)
                        for m in range(count)
                    )
                ),
            )
            widths = targets
        self.stages = len(modules) + 1
        self.rule, self.head = rule, head and head(sum(widths))
        self.final_layer = nn.Conv2d(width, joints, 1) if joints else None

    def forward(self, x):
        x = F.relu(self.bn1(self.conv1(x)))
        x = F.relu(self.bn2(self.conv2(x)))
        streams = [self.layer1(x)]
        for stage in range(2, self.stages + 1):
            transition = getattr(self, f"transition{stage - 1}")
            streams = [step(streams[min(b, len(streams) - 1)]) for b, step in enumerate(transition)]
            streams = getattr(self, f"stage{stage}")(streams)
        results = [] if self.final_layer is None else [self.final_layer(streams[0])]
        if self.head is not None:
            size = streams[0].shape[2:]
            # Bodies whose exchange units go by nearest concatenate bilinearly all the same.
            rule = "bilinear" if self.rule == "nearest" else self.rule
            results.append(self.head(torch.cat([streams[0], *(upsampled(x, size, rule) for x in streams[1:])], 1)))
        return results[0] if len(results) == 1 else tuple(results)

    def checkpoint(self):
        """Tensors under the published names, and what they do not say."""
        prefix = {OCR: "", nn.Sequential: "last_layer."}.get(type(self.head))
        state = {}
        for key, tensor in self.state_dict().items():
            if key.startswith("head."):
                key = prefix + key.removeprefix("head.")
            if "num_batches" not in key:
                state[key] = tensor.contiguous()
        metadata = {"upsampling": self.rule}
        if self.head is not None and self.final_layer is not None:
            metadata["heads"] = "v1-pose,v2-classes"
        return state, metadata


def multiply_accumulates(model, x):
    """Of convolutions, counted while the model runs; of transposed ones what is computed, a kernel for every input."""
    total = 0

    def count(layer, inputs, output):
        nonlocal total
        spread = isinstance(layer, nn.ConvTranspose2d)
        total += (inputs[0] if spread else output).numel() * layer.weight[0].numel()

    kinds = (nn.Conv2d, nn.ConvTranspose2d)
    handles = [layer.register_forward_hook(count) for layer in model.modules() if isinstance(layer, kinds)]
    with torch.inference_mode():
        model(x)
    for handle in handles:
        handle.remove()
    return total


def random_model(width, head=None):
    """Of weights without meaning."""
    torch.manual_seed(width)
    heads = {
        None: (None, "nearest"),
        "v2": (lambda channels: classifier(channels, 19), "bilinear"),
        "ocr": (lambda channels: OCR(channels, 19), "bilinear-corners"),
    }
    make, rule = heads[head]
    return lively(HRNet(width, joints=None if head else 17, rule=rule, head=make))


def lively(model):
    """Weights without meaning, with batch-norm statistics that fit them: activations stay in an ordinary range."""
    for layer in model.modules():
        if isinstance(layer, (nn.Conv2d, nn.ConvTranspose2d)):
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
    """The network that a checkpoint with canonical keys is of, with its weights: a pose head, and V2 classes beside it."""

    def count(prefix):
        return len({key[len(prefix) :].split(".")[0] for key in state if key.startswith(prefix)})

    classes = len(state["last_layer.3.weight"]) if "last_layer.3.weight" in state else None
    model = HRNet(
        width=state["transition1.0.0.weight"].shape[0],
        joints=state["final_layer.weight"].shape[0],
        stem=state["conv1.weight"].shape[0],
        bottlenecks=count("layer1."),
        inner=state["layer1.0.conv1.weight"].shape[0],
        modules=[count(f"stage{stage}.") for stage in (2, 3, 4)],
        units=count("stage2.0.branches.0."),
        head=classes and (lambda channels: classifier(channels, classes)),
    )
    state = {
        key.replace("last_layer.", "head."): tensor.float()
        for key, tensor in state.items()
        if not key.endswith("num_batches_tracked")
    }
    missing, unexpected = model.load_state_dict(state, strict=False)
    assert not unexpected and all(key.endswith("num_batches_tracked") for key in missing), (missing, unexpected)
    return model.eval()
