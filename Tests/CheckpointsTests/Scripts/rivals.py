"""SimpleBaseline and stacked hourglasses in PyTorch, small, with the keys of the published files; and look-alikes."""

import torch
from torch import nn
from torch.nn import functional


class Bottleneck(nn.Module):
    def __init__(self, before, inner, stride=1, caffe=False):
        super().__init__()
        first, second = (stride, 1) if caffe else (1, stride)
        self.conv1, self.bn1 = nn.Conv2d(before, inner, 1, first, bias=False), nn.BatchNorm2d(inner)
        self.conv2, self.bn2 = nn.Conv2d(inner, inner, 3, second, 1, bias=False), nn.BatchNorm2d(inner)
        self.conv3, self.bn3 = nn.Conv2d(inner, 4 * inner, 1, bias=False), nn.BatchNorm2d(4 * inner)
        self.downsample = None
        if stride != 1 or before != 4 * inner:
            shortcut = nn.Conv2d(before, 4 * inner, 1, stride, bias=False)
            self.downsample = nn.Sequential(shortcut, nn.BatchNorm2d(4 * inner))

    def forward(self, x):
        y = functional.relu(self.bn1(self.conv1(x)))
        y = functional.relu(self.bn2(self.conv2(y)))
        y = self.bn3(self.conv3(y))
        return functional.relu(y + (x if self.downsample is None else self.downsample(x)))


class Basic(nn.Module):
    def __init__(self, before, inner, stride=1):
        super().__init__()
        after = 4 * inner
        self.conv1, self.bn1 = nn.Conv2d(before, after, 3, stride, 1, bias=False), nn.BatchNorm2d(after)
        self.conv2, self.bn2 = nn.Conv2d(after, after, 3, 1, 1, bias=False), nn.BatchNorm2d(after)
        self.downsample = None
        if stride != 1 or before != after:
            self.downsample = nn.Sequential(nn.Conv2d(before, after, 1, stride, bias=False), nn.BatchNorm2d(after))

    def forward(self, x):
        y = self.bn2(self.conv2(functional.relu(self.bn1(self.conv1(x)))))
        return functional.relu(y + (x if self.downsample is None else self.downsample(x)))


class SimpleBaseline(nn.Module):
    """`transposed`: kernel, padding and output padding of the transposed convolutions."""

    def __init__(
        self, units=(1, 2, 1, 3), stem=1, filters=(2, 3, 2), joints=4, unit=Bottleneck, transposed=(4, 1, 0), kernel=1,
        bias=False,
    ):
        super().__init__()
        self.stages = len(units)
        self.conv1, self.bn1 = nn.Conv2d(3, stem, 7, 2, 3, bias=False), nn.BatchNorm2d(stem)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        before = stem
        for stage, count in enumerate(units):
            blocks = []
            for place in range(count):
                blocks.append(unit(before, stem << stage, 2 if stage > 0 and place == 0 else 1))
                before = 4 * (stem << stage)
            setattr(self, f"layer{stage + 1}", nn.Sequential(*blocks))
        layers = []
        size, padding, more = transposed
        for count in filters:
            layers += [nn.ConvTranspose2d(before, count, size, 2, padding, more, bias=bias), nn.BatchNorm2d(count), nn.ReLU()]
            before = count
        self.deconv_layers = nn.Sequential(*layers)
        self.final_layer = nn.Conv2d(before, joints, kernel, padding=kernel // 2)

    def features(self, x):
        y = self.maxpool(functional.relu(self.bn1(self.conv1(x))))
        for stage in range(self.stages):
            y = getattr(self, f"layer{stage + 1}")(y)
        return y

    def forward(self, x):
        return self.final_layer(self.deconv_layers(self.features(x)))


class Preactivated(nn.Module):
    def __init__(self, before, inner):
        super().__init__()
        self.bn1, self.conv1 = nn.BatchNorm2d(before), nn.Conv2d(before, inner, 1)
        self.bn2, self.conv2 = nn.BatchNorm2d(inner), nn.Conv2d(inner, inner, 3, padding=1)
        self.bn3, self.conv3 = nn.BatchNorm2d(inner), nn.Conv2d(inner, 2 * inner, 1)
        self.downsample = None if before == 2 * inner else nn.Sequential(nn.Conv2d(before, 2 * inner, 1))

    def forward(self, x):
        y = self.conv1(functional.relu(self.bn1(x)))
        y = self.conv2(functional.relu(self.bn2(y)))
        y = self.conv3(functional.relu(self.bn3(y)))
        return y + (x if self.downsample is None else self.downsample(x))


class Postactivated(Preactivated):
    """As in other ports: normalised behind the sum."""

    def forward(self, x):
        return functional.relu(super().forward(x))


class Hourglass(nn.Module):
    def __init__(self, inner, levels, unit, mode, pool):
        super().__init__()
        self.levels, self.mode, self.pool = levels, mode, pool
        unit_of = lambda: nn.Sequential(unit(2 * inner, inner))
        self.hg = nn.ModuleList(
            nn.ModuleList(unit_of() for _ in range(4 if level == 0 else 3)) for level in range(levels))

    def level(self, n, x):
        kept = self.hg[n - 1][0](x)
        low = self.hg[n - 1][1](self.pool(x, 2, 2))
        low = self.level(n - 1, low) if n > 1 else self.hg[0][3](low)
        low = self.hg[n - 1][2](low)
        options = {} if self.mode == "nearest" else {"align_corners": False}
        return kept + functional.interpolate(low, scale_factor=2, mode=self.mode, **options)

    def forward(self, x):
        return self.level(self.levels, x)


class StackedHourglass(nn.Module):
    """`outputs`: of which stacks; all of them by default."""

    def __init__(
        self, stacks=2, stem=2, inner=2, joints=4, levels=4, unit=Preactivated, mode="nearest",
        pool=functional.max_pool2d, outputs=None, remaps=True,
    ):
        super().__init__()
        self.stacks, self.outputs, self.remaps = stacks, outputs, remaps
        self.conv1, self.bn1 = nn.Conv2d(3, stem, 7, 2, 3), nn.BatchNorm2d(stem)
        self.layer1 = nn.Sequential(unit(stem, stem))
        self.layer2 = nn.Sequential(unit(2 * stem, 2 * stem))
        self.layer3 = nn.Sequential(unit(4 * stem, inner))
        wide = 2 * inner
        each = lambda make, count=stacks: nn.ModuleList(make() for _ in range(count))
        self.hg = each(lambda: Hourglass(inner, levels, unit, mode, pool))
        self.res = each(lambda: nn.Sequential(unit(wide, inner)))
        self.fc = each(lambda: nn.Sequential(nn.Conv2d(wide, wide, 1), nn.BatchNorm2d(wide), nn.ReLU()))
        self.score = each(lambda: nn.Conv2d(wide, joints, 1))
        self.fc_ = each(lambda: nn.Conv2d(wide, wide, 1), stacks - 1)
        self.score_ = each(lambda: nn.Conv2d(joints, wide, 1), stacks - 1)

    def forward(self, x):
        x = self.layer1(functional.relu(self.bn1(self.conv1(x))))
        x = self.layer3(self.layer2(functional.max_pool2d(x, 2, 2)))
        scores = []
        for stack in range(self.stacks):
            y = self.fc[stack](self.res[stack](self.hg[stack](x)))
            scores.append(self.score[stack](y))
            if stack + 1 < self.stacks:
                x = x + self.fc_[stack](y) + (self.score_[stack](scores[-1]) if self.remaps else 0)
        return tuple(scores[place] for place in self.outputs or range(self.stacks))
