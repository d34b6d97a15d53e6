"""SimpleBaseline in PyTorch: a ResNet and three transposed convolutions (Xiao, Wu and Wei, ECCV 2018), with the keys of
the published checkpoints."""

import torch
from torch import nn
from torch.nn import functional as F

from hrnet import lively, normalized

DEPTHS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3), 152: (3, 8, 36, 3)}


class Bottleneck(nn.Module):
    def __init__(self, inputs, inner, stride):
        super().__init__()
        for number, (width, outputs, kernel, step) in enumerate(
            [(inputs, inner, 1, 1), (inner, inner, 3, stride), (inner, 4 * inner, 1, 1)], 1
        ):
            self.add_module(f"conv{number}", nn.Conv2d(width, outputs, kernel, step, kernel // 2, bias=False))
            self.add_module(f"bn{number}", nn.BatchNorm2d(outputs))
        same = inputs == 4 * inner and stride == 1
        self.downsample = None if same else normalized(inputs, 4 * inner, kernel=1, stride=stride, relu=False)

    def forward(self, x):
        y = F.relu(self.bn1(self.conv1(x)))
        y = self.bn3(self.conv3(F.relu(self.bn2(self.conv2(y)))))
        return F.relu(y + (x if self.downsample is None else self.downsample(x)))


class SimpleBaseline(nn.Module):
    head = None

    def __init__(self, depth=50, joints=17):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False), nn.BatchNorm2d(64)
        width = 64
        for stage, units in enumerate(DEPTHS[depth]):
            layers = []
            for unit in range(units):
                layers.append(Bottleneck(width, 64 << stage, 2 if stage > 0 and unit == 0 else 1))
                width = 256 << stage
            self.add_module(f"layer{stage + 1}", nn.Sequential(*layers))
        deconvolutions = []
        for _ in range(3):
            deconvolutions += [nn.ConvTranspose2d(width, 256, 4, 2, 1, bias=False), nn.BatchNorm2d(256), nn.ReLU()]
            width = 256
        self.deconv_layers = nn.Sequential(*deconvolutions)
        self.final_layer = nn.Conv2d(256, joints, 1)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x))), 3, 2, 1)
        for stage in range(1, 5):
            x = getattr(self, f"layer{stage}")(x)
        return self.final_layer(self.deconv_layers(x))

    def checkpoint(self):
        """Tensors under the published names; they say everything."""
        state = {key: tensor.contiguous() for key, tensor in self.state_dict().items() if "num_batches" not in key}
        return state, {}


def random_model(depth):
    torch.manual_seed(depth)
    return lively(SimpleBaseline(depth))
