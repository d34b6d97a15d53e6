"""HRNet in PyTorch, written for these tests from the description of the network: the other implementation whose
numbers ours are compared with. Keys of the state dictionary are the canonical ones."""

import torch
import torch.nn.functional as F
from torch import nn


def conv_bn(inputs, outputs, kernel, stride=1, relu=True):
    layers = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, bias=False), nn.BatchNorm2d(outputs)]
    return nn.Sequential(*layers, nn.ReLU()) if relu else nn.Sequential(*layers)


class Bottleneck(nn.Module):
    def __init__(self, inputs, inner):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, inner, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(inner)
        self.conv2 = nn.Conv2d(inner, inner, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(inner)
        self.conv3 = nn.Conv2d(inner, inner * 4, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(inner * 4)
        self.downsample = conv_bn(inputs, inner * 4, 1, relu=False) if inputs != inner * 4 else None

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = F.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return F.relu(y + (self.downsample(x) if self.downsample else x))


class BasicUnit(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.conv1 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn1 = nn.BatchNorm2d(width)
        self.conv2 = nn.Conv2d(width, width, 3, padding=1, bias=False)
        self.bn2 = nn.BatchNorm2d(width)

    def forward(self, x):
        return F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))) + x)


class Module(nn.Module):
    """One modularised block: units on every stream, then the exchange unit."""

    def __init__(self, widths, units, rows, upsampling):
        super().__init__()
        self.upsampling = upsampling
        self.size = None  # of every stream, where factors will not do
        self.branches = nn.ModuleList(nn.Sequential(*[BasicUnit(w) for _ in range(units)]) for w in widths)
        self.fuse_layers = nn.ModuleList(
            nn.ModuleList(self.edge(widths, i, j) for j in range(len(widths))) for i in range(rows))

    def edge(self, widths, i, j):
        if i == j:
            return None
        if j > i:
            return conv_bn(widths[j], widths[i], 1, relu=False)
        chain = [conv_bn(widths[j], widths[j], 3, 2) for _ in range(i - j - 1)]
        return nn.Sequential(*chain, conv_bn(widths[j], widths[i], 3, 2, relu=False))

    def term(self, i, j, x):
        edge = self.fuse_layers[i][j]
        if edge is None:
            return x
        y = edge(x)
        if j > i:
            mode, corners = self.upsampling
            if self.size is None:
                y = F.interpolate(y, scale_factor=2 ** (j - i), mode=mode, align_corners=corners)
            else:
                y = F.interpolate(y, size=self.size[i], mode=mode, align_corners=corners)
        return y


class HRNet(nn.Module):
    """The stages, with one 1x1 convolution to heat maps. `rows` is how many streams the last exchange unit puts out."""

    def __init__(self, width, joints=17, modules=(1, 4, 3), units=4, stem=64, planes=64, stage1=4, rows=1,
                 upsampling="nearest"):
        super().__init__()
        self.modules_per_stage = modules
        upsampling = {"nearest": ("nearest", None), "bilinear": ("bilinear", False),
                      "bilinear-corners": ("bilinear", True)}[upsampling]
        self.conv1 = nn.Conv2d(3, stem, 3, 2, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(stem)
        self.conv2 = nn.Conv2d(stem, stem, 3, 2, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(stem)
        self.layer1 = nn.Sequential(*[Bottleneck(stem if k == 0 else planes * 4, planes) for k in range(stage1)])
        previous = [planes * 4]
        for stage in (2, 3, 4):
            widths = [width << b for b in range(stage)]
            transition = nn.ModuleList()
            for b, w in enumerate(widths):
                if b == len(previous):
                    transition.append(nn.Sequential(conv_bn(previous[-1], w, 3, 2)))
                else:
                    transition.append(conv_bn(previous[b], w, 3) if previous[b] != w else None)
            setattr(self, f"transition{stage - 1}", transition)
            count = modules[stage - 2]
            setattr(self, f"stage{stage}", nn.Sequential(*[
                Module(widths, units, rows if stage == 4 and m == count - 1 else stage, upsampling)
                for m in range(count)]))
            previous = widths
        self.final_layer = nn.Conv2d(width, joints, 1)

    def forward(self, x, record=None):
        streams = self.streams(x, record)
        heatmaps = self.final_layer(streams[0])
        if record is not None:
            record["heatmaps"] = heatmaps
        return heatmaps

    def streams(self, x, record=None):
        """What the last exchange unit puts out, finest first."""
        def note(name, value):
            if record is not None:
                record[name] = value
            return value

        note("input", x)
        x = note("stem.1", F.relu(self.bn1(self.conv1(x))))
        x = note("stem.2", F.relu(self.bn2(self.conv2(x))))
        for k, unit in enumerate(self.layer1):
            x = note(f"layer1.{k}", unit(x))
        streams = [x]
        for stage in (2, 3, 4):
            transition = getattr(self, f"transition{stage - 1}")
            grown = []
            for b, layer in enumerate(transition):
                source = streams[min(b, len(streams) - 1)]
                grown.append(note(f"transition{stage - 1}.{b}", source if layer is None else layer(source)))
            streams = grown
            for m, module in enumerate(getattr(self, f"stage{stage}")):
                name = f"stage{stage}.{m}"
                for b, branch in enumerate(module.branches):
                    for k, unit in enumerate(branch):
                        streams[b] = note(f"{name}.branches.{b}.{k}", unit(streams[b]))
                fused = []
                for i in range(len(module.fuse_layers)):
                    terms = [note(f"{name}.fuse.{i}.{j}", module.term(i, j, streams[j])) for j in range(len(streams))]
                    fused.append(note(f"{name}.out.{i}", F.relu(sum(terms[1:], terms[0]))))
                streams = fused
        return streams


def randomized(model):
    """Random weights, and normalisation that no mistake in folding survives."""
    for part in model.modules():
        if isinstance(part, (nn.Conv2d, nn.ConvTranspose2d, nn.Linear)):
            nn.init.kaiming_normal_(part.weight)
            if part.bias is not None:
                nn.init.normal_(part.bias)
        elif isinstance(part, (nn.BatchNorm2d, nn.GroupNorm)):
            nn.init.uniform_(part.weight, 0.4, 0.9)
            nn.init.normal_(part.bias, 0, 0.3)
            if isinstance(part, nn.BatchNorm2d):
                nn.init.normal_(part.running_mean, 0, 0.3)
                nn.init.uniform_(part.running_var, 0.5, 1.5)
        if hasattr(part, "scale"):
            nn.init.uniform_(part.scale, 0.5, 1.5)
    return model.eval()


def random_hrnet(seed=0, **options):
    torch.manual_seed(seed)
    return randomized(HRNet(**options))


def activations(model, height, width, seed=1):
    generator = torch.Generator().manual_seed(seed)
    record = {}
    with torch.no_grad():
        model(torch.randn(1, 3, height, width, generator=generator), record)
    return record
