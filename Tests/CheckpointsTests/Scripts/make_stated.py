"""Makes ../Fixtures/stated: what files of several families say about themselves, without their weights, and literals
with what Python reads in them.

    /work/venv/bin/python make_stated.py      (PyTorch 2.13, numpy 2)

Configurations are written in the layout in which MMEngine and mmcv keep them in checkpoints: assignments, as text.
"""

import collections
import json
import os
import pprint
import random
import sys
import types

import numpy
import torch

folder = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "stated")
os.makedirs(folder, exist_ok=True)


def save(name, meta, legacy=True, **others):
    torch.save({"meta": meta, "state_dict": collections.OrderedDict(), **others}, os.path.join(folder, name + ".pth"),
               _use_new_zipfile_serialization=not legacy)


def dataset_meta(dataset, names, swaps, links, sigmas):
    """As MMPose 1.x makes it: a pair stands in both orders, arrays are numpy's."""
    places = {name: index for index, name in enumerate(names)}
    pairs = [(places[swaps[name]], places[name]) for name in names if name in swaps]
    partners = [places[swaps.get(name, name)] for name in names]
    return {"dataset_name": dataset, "num_keypoints": len(names), "keypoint_id2name": dict(enumerate(names)),
            "keypoint_name2id": places, "upper_body_ids": [0], "lower_body_ids": [], "flip_indices": partners,
            "flip_pairs": pairs, "keypoint_colors": numpy.zeros((len(names), 3), dtype=numpy.uint8),
            "num_skeleton_links": len(links), "skeleton_links": links,
            "dataset_keypoint_weights": numpy.ones(len(names), dtype=numpy.float32),
            "sigmas": numpy.array(sigmas, dtype=numpy.float32)}


def swapped(*pairs):
    return {a: b for pair in pairs for a, b in (pair, pair[::-1])}


POSE = """
default_scope = 'mmpose'
codec = dict(
    type='%s', input_size=(192, 256), heatmap_size=(48, 64), sigma=2)
model = dict(
    type='TopdownPoseEstimator',
    data_preprocessor=dict(
        type='PoseDataPreprocessor',
        mean=[123.675, 116.28, 103.53],
        std=[58.395, 57.12, 57.375],
        bgr_to_rgb=%s),
    backbone=dict(
        type='HRNet',
        in_channels=3,
        extra=dict(
            stage2=dict(num_modules=1, num_branches=2, num_channels=(32, 64)),
            stage4=dict(num_modules=3, num_branches=4)%s)),
    head=dict(type='HeatmapHead', in_channels=32, out_channels=17, deconv_out_channels=None, decoder=codec))
val_pipeline = [
    dict(type='LoadImage'),
    dict(type='GetBBoxCenterScale', padding=1.5),
    dict(type='TopdownAffine', input_size=codec['input_size'], use_udp=%s),
    dict(type='PackPoseInputs')
]
dataset_type = 'CocoDataset'
"""
people = ["left_shoulder", "right_shoulder", "top_head", "neck"]
meta = dataset_meta("crowdpose", people, swapped(("left_shoulder", "right_shoulder")), [(2, 3), (3, 0), (3, 1)],
                    [0.079, 0.079, 0.07, 0.08])
save("mmpose1-udp", {"cfg": POSE % ("UDPHeatmap", "True", "", "True"), "dataset_meta": meta})
save("mmpose1-udp-zip", {"cfg": POSE % ("UDPHeatmap", "True", "", "True"), "dataset_meta": meta}, legacy=False)
save("mmpose1-bilinear", {"cfg": POSE % ("MSRAHeatmap", "False", """,
            upsample=dict(mode='bilinear', align_corners=False)""", "False")})
save("mmpose1-corners", {"cfg": POSE % ("MSRAHeatmap", "True", ", upsample=dict(mode='bilinear', align_corners=True)",
                                        "False")})
save("mmpose1-bicubic", {"cfg": POSE % ("MSRAHeatmap", "True", ", upsample=dict(mode='bicubic')", "False")})
save("unreadable", {"cfg": "model = dict(backbone=dict(type='HRNet'), head=[1, 2\ncodec = dict(input_size=(64, 64))\n"})
save("path", {"config": "configs/body/hrnet_w32.py"})

save("mmpose0-animals", {"mmpose_version": "0.29.0", "config": """
_base_ = ['../../../../_base_/default_runtime.py']
channel_cfg = dict(num_output_channels=3, dataset_joints=3)
model = dict(
    type='TopDown',
    backbone=dict(type='HRNet', extra=dict(stage2=dict(), stage4=dict(num_modules=3))),
    keypoint_head=dict(type='TopdownHeatmapSimpleHead', out_channels=channel_cfg['num_output_channels']),
    test_cfg=dict(flip_test=True, post_process='default', shift_heatmap=False, modulate_kernel=11, use_udp=True))
data_cfg = dict(image_size=[288, 384], heatmap_size=[72, 96], num_joints=channel_cfg['dataset_joints'])
val_pipeline = [
    dict(type='LoadImageFromFile'), dict(type='TopDownAffine', use_udp=True), dict(type='ToTensor'),
    dict(type='NormalizeTensor', mean=[0.5, 0.25, 0.125], std=[0.2, 0.3, 0.4]),
]
test_pipeline = val_pipeline
dataset_info = dict(
    dataset_name='animals',
    keypoint_info={
        0: dict(name='L_Eye', id=0, color=[0, 255, 0], type='upper', swap='R_Eye'),
        1: dict(name='R_Eye', id=1, color=[255, 128, 0], type='upper', swap='L_Eye'),
        2: dict(name='Nose', id=2, color=[51, 153, 255], type='upper', swap=''),
    },
    skeleton_info={0: dict(link=('L_Eye', 'R_Eye'), id=0), 1: dict(link=('L_Eye', 'Nose'), id=1)},
    joint_weights=[1., 1., 1.], sigmas=[0.025, 0.025, 0.026])
data = dict(
    samples_per_gpu=64,
    test=dict(type='AnimalAP10KDataset', data_cfg=data_cfg, dataset_info={{_base_.dataset_info}}))
"""})

save("mmseg1-ocr", {"cfg": """
norm_cfg = dict(type='SyncBN', requires_grad=True)
crop_size = (512, 1024)
model = dict(
    type='CascadeEncoderDecoder',
    data_preprocessor=dict(type='SegDataPreProcessor', mean=[0.485 * 255, 116.28, 103.53], std=[58.395, 57.12, 57.375],
                           bgr_to_rgb=True, pad_val=0, size=crop_size),
    backbone=dict(type='HRNet', norm_cfg=norm_cfg, extra=dict(stage4=dict(num_modules=3))),
    decode_head=[
        dict(type='FCNHead', num_classes=3, align_corners=False),
        dict(type='OCRHead', num_classes=3, align_corners=True),
    ])
""", "dataset_meta": {"classes": ("road", "sidewalk", "sky"), "palette": [[1, 2, 3]] * 3}})
save("mmseg0-bgr", {"config": """
img_norm_cfg = dict(mean=[103.53, 116.28, 123.675], std=[57.375, 57.12, 58.395], to_rgb=False)
crop_size = (480, 480)
model = dict(type='EncoderDecoder', backbone=dict(type='HRNet', extra=dict(stage4=dict())),
             decode_head=dict(type='FCNHead', align_corners=False))
""", "CLASSES": ["background", "person"], "PALETTE": [[0, 0, 0], [1, 1, 1]]})
save("authors-ocr", {}, config={"MODEL": {"NAME": "seg_hrnet_ocr", "ALIGN_CORNERS": True}})

# Configurations as objects of classes that nobody else has.
module = types.ModuleType("mmengine.config.config")


class ConfigDict(dict):
    pass


class Config:
    def __getstate__(self):
        return (self.values, "config.py", "text", {})

    def __setstate__(self, state):
        self.values = state[0]


for class_ in (ConfigDict, Config):
    class_.__module__, class_.__qualname__ = module.__name__, class_.__name__
    setattr(module, class_.__name__, class_)
sys.modules.update({"mmengine": types.ModuleType("mmengine"), "mmengine.config": types.ModuleType("mmengine.config"),
                    module.__name__: module})
nested = ConfigDict(codec=ConfigDict(type="MSRAHeatmap", input_size=(288, 384)), dataset_type="TopDownCrowdPoseDataset")
config = Config()
config.values = nested
save("config-dictionary", {"cfg": nested})
save("config-object", {"cfg": config})

# Literals: text, and what Python makes of it.
random.seed(7)


def value(depth):
    kind = random.randrange(10 if depth else 6)
    if kind < 6:
        return random.choice([None, True, False, random.randint(-1000, 1000), random.uniform(-10, 10), 1e-5,
                              random.choice(["", "a b", "it's", 'say "x"', "a\\b\n\tc", "é–漢", "# no", "[(", "'" * 3])])
    if kind < 8:
        return [value(depth - 1) for _ in range(random.randrange(4))]
    return {random.choice(["k", "type", "a.b", str(random.randrange(9))]) + str(i): value(depth - 1)
            for i in range(random.randrange(4))}


cases = []
for index in range(160):
    made = value(4)
    text = [repr, lambda v: pprint.pformat(v, width=30), json.dumps, lambda v: json.dumps(v, indent=1, ensure_ascii=False)
            ][index % 4](made)
    assert eval(text, {"null": None, "true": True, "false": False}) == made
    cases.append({"text": text, "value": made})
TEXTS = ["(1, 2)", "(1,)", "()", "{1, 2}", "dict(a=1, b=dict(c='d'))", "dict({'a': 1}, b=2)", "dict([('a', 1)])",
         "dict(**{'a': 1}, b=2)", "{**{'a': 1}, 'b': 2}", "list((1, 2))", "tuple([1, 2])", "'a' 'b'\t\"c\"",
         "('long '\n 'text')", "'''three\nlines'''", "r'\\d'", "b'x'", "u'y'", "0.485 * 255", "2 + 3 * 4 - 6 / 4", "-(1)",
         "+1", "1_000", "1.", ".5", "1e3", "1E-3", "[1, 2,]", "{'a': 1,}", "[1, # one\n 2]", "(((3)))", "[\n]", "'\\x41\\u00e9'",
         "{'a': [1, {'b': (2, 3)}]}['a'][1]['b'][0]", "- 3", "[1][0]"]
for text in TEXTS:
    made = eval(text)
    if isinstance(made, set):
        made = sorted(made)
    if isinstance(made, bytes):
        made = made.decode()
    cases.append({"text": text, "value": made})
with open(os.path.join(folder, "literals.json"), "w") as file:
    json.dump(cases, file, ensure_ascii=True, indent=0)
