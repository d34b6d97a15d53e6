"""What stands on an HRNet's body, in PyTorch, written from `Documentation/Heads.md`: the other implementation whose
numbers ours are compared with. Keys of the state dictionaries are the canonical ones."""

import torch
import torch.nn.functional as F
from torch import nn

import hrnet


def upsampled(y, like, rule):
    mode, corners = {"nearest": ("bilinear", False), "bilinear": ("bilinear", False),
                     "bilinear-corners": ("bilinear", True)}[rule]
    return F.interpolate(y, size=like.shape[2:], mode=mode, align_corners=corners)


def mixed(inputs, outputs, kernel=1):
    return [nn.Conv2d(inputs, outputs, kernel, padding=kernel // 2), nn.BatchNorm2d(outputs), nn.ReLU()]


class Headed(hrnet.HRNet):
    """A body of four streams; `rule` is how the exchange units upsample. Any size: streams come up to sizes."""

    def __init__(self, rule="nearest", rows=4, **options):
        super().__init__(rows=rows, upsampling=rule, joints=1, **options)
        self.rule = rule
        self.all = 15 * options["width"]
        del self.final_layer

    def sized(self, height, width):
        """The same for an input that no factors fit."""
        sizes = [(-(-height // (4 << b)), -(-width // (4 << b))) for b in range(4)]
        for part in self.modules():
            if isinstance(part, hrnet.Module):
                part.size = sizes
        return self

    def together(self, x):
        streams = self.streams(x)
        return torch.cat([streams[0], *(upsampled(y, streams[0], self.rule) for y in streams[1:])], 1)


class V2(Headed):
    def __init__(self, classes, key="last_layer", **options):
        super().__init__(**options)
        self.key = key
        setattr(self, key, nn.Sequential(*mixed(self.all, self.all), nn.Conv2d(self.all, classes, 1)))

    def forward(self, x):
        return getattr(self, self.key)(self.together(x))


class V1h(Headed):
    def __init__(self, classes, **options):
        super().__init__(rows=1, **options)
        self.last_layer = nn.Sequential(*mixed(options["width"], self.all), nn.Conv2d(self.all, classes, 1))

    def forward(self, x):
        return self.last_layer(self.streams(x)[0])


class OCR(Headed):
    def __init__(self, classes, middle, key, **options):
        super().__init__(**options)
        self.key_channels = key

        def transform(inputs, outputs, count):
            layers = []
            for step in range(count):
                norm = nn.Sequential(nn.BatchNorm2d(outputs), nn.ReLU())
                layers += [nn.Conv2d(outputs if step else inputs, outputs, 1, bias=False), norm]
            return nn.Sequential(*layers)

        self.aux_head = nn.Sequential(*mixed(self.all, self.all), nn.Conv2d(self.all, classes, 1))
        self.conv3x3_ocr = nn.Sequential(*mixed(self.all, middle, 3))
        block = nn.Module()
        block.f_pixel, block.f_object = transform(middle, key, 2), transform(middle, key, 2)
        block.f_down, block.f_up = transform(middle, key, 1), transform(key, middle, 1)
        self.ocr_distri_head = nn.Module()
        self.ocr_distri_head.object_context_block = block
        self.ocr_distri_head.conv_bn_dropout = transform(2 * middle, middle, 1)
        self.cls_head = nn.Conv2d(middle, classes, 1)

    def forward(self, x):
        y = self.together(x)
        soft = self.aux_head(y)
        pixels = self.conv3x3_ocr(y)
        batch, classes = soft.shape[:2]
        weights = F.softmax(1 * soft.view(batch, classes, -1), dim=2)
        regions = torch.matmul(weights, pixels.view(batch, pixels.size(1), -1).permute(0, 2, 1))
        regions = regions.permute(0, 2, 1).unsqueeze(3)
        block = self.ocr_distri_head.object_context_block
        query = block.f_pixel(pixels).view(batch, self.key_channels, -1).permute(0, 2, 1)
        key = block.f_object(regions).view(batch, self.key_channels, -1)
        value = block.f_down(regions).view(batch, self.key_channels, -1).permute(0, 2, 1)
        attention = F.softmax(self.key_channels ** -.5 * torch.matmul(query, key), dim=-1)
        context = torch.matmul(attention, value).permute(0, 2, 1).contiguous()
        context = block.f_up(context.view(batch, self.key_channels, *pixels.shape[2:]))
        mix = self.ocr_distri_head.conv_bn_dropout(torch.cat([context, pixels], 1))
        return soft, self.cls_head(mix)


class Classification(Headed):
    def __init__(self, classes, widths, features, **options):
        super().__init__(**options)
        self.incre_modules = nn.ModuleList(
            nn.Sequential(hrnet.Bottleneck(options["width"] << b, inner)) for b, inner in enumerate(widths))
        self.downsamp_modules = nn.ModuleList(
            nn.Sequential(nn.Conv2d(4 * widths[b], 4 * widths[b + 1], 3, 2, 1), nn.BatchNorm2d(4 * widths[b + 1]),
                          nn.ReLU()) for b in range(3))
        self.final_layer = nn.Sequential(*mixed(4 * widths[3], features))
        self.classifier = nn.Linear(features, classes)

    def forward(self, x):
        streams = self.streams(x)
        y = self.incre_modules[0](streams[0])
        for b in range(3):
            y = self.incre_modules[b + 1](streams[b + 1]) + self.downsamp_modules[b](y)
        y = self.final_layer(y)
        return self.classifier(F.avg_pool2d(y, kernel_size=[int(side) for side in y.size()[2:]]).view(y.size(0), -1))


class Pyramid(Headed):
    def __init__(self, channels, levels=5, stride=1, **options):
        super().__init__(**options)
        self.stride = stride

        def conv(inputs, kernel, stride=1):
            part = nn.Module()
            part.conv = nn.Conv2d(inputs, channels, kernel, stride, kernel // 2)
            return part

        self.reduction_conv = conv(self.all, 1)
        self.fpn_convs = nn.ModuleList(conv(channels, 3, stride) for _ in range(levels))

    def forward(self, x):
        y = self.reduction_conv.conv(self.together(x))
        levels = [y] + [F.avg_pool2d(y, 2 ** l, 2 ** l) for l in range(1, len(self.fpn_convs))]
        return tuple(level.conv(y) for level, y in zip(self.fpn_convs, levels))


class FCOS(Pyramid):
    """`height`: of the towers; `improved`: centerness is read from the box tower, distances are linear."""

    def __init__(self, classes, channels, groups, levels=5, stride=2, height=4, bias=True, improved=False, **options):
        super().__init__(channels=channels, levels=levels, stride=stride, **options)
        self.improved = improved
        self.factor = None

        def unit():
            part = nn.Module()
            part.conv = nn.Conv2d(channels, channels, 3, 1, 1, bias=bias)
            part.gn = nn.GroupNorm(groups, channels)
            return part

        def scale():
            part = nn.Module()
            part.scale = nn.Parameter(torch.tensor(1.0))
            return part

        head = self.bbox_head = nn.Module()
        head.cls_convs, head.reg_convs = (nn.ModuleList(unit() for _ in range(height)) for _ in range(2))
        head.conv_cls, head.conv_reg, head.conv_centerness = (
            nn.Conv2d(channels, count, 3, 1, 1) for count in (classes, 4, 1))
        head.scales = nn.ModuleList(scale() for _ in range(levels))

    def forward(self, x):
        head, result = self.bbox_head, []
        for level, y in enumerate(super().forward(x)):
            classes = boxes = y
            for one in head.cls_convs:
                classes = F.relu(one.gn(one.conv(classes)))
            for one in head.reg_convs:
                boxes = F.relu(one.gn(one.conv(boxes)))
            scaled = head.scales[level].scale * head.conv_reg(boxes)
            distances = F.relu(scaled) * (self.factor or 4 * self.stride << level) if self.improved else scaled.exp()
            centerness = head.conv_centerness(boxes if self.improved else classes)
            result += [head.conv_cls(classes), centerness, distances]
        return tuple(result)
