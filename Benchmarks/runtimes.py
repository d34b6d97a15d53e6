"""One class per runtime: made from files in a folder, then called with the input (NCHW), giving what the first head says (NCHW).

Each runs in a process of its own, so that one runtime's waiting threads do not take another's cores.
"""

import os
from pathlib import Path

THREADS = len(os.sched_getaffinity(0))


class ONNXRuntime:
    name = "ONNX Runtime"

    def __init__(self, folder: Path):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = THREADS
        options.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
        self.version = onnxruntime.__version__

    def __call__(self, x):
        return self.session.run(None, {"input": x})[0]


class OpenVINO:
    name = "OpenVINO, fp32"
    options = {"INFERENCE_PRECISION_HINT": "f32"}

    def __init__(self, folder: Path):
        import openvino

        options = {"PERFORMANCE_HINT": "LATENCY", "INFERENCE_NUM_THREADS": THREADS, **self.options}
        self.model = openvino.Core().compile_model(str(folder / "model.onnx"), "CPU", options)
        self.request = self.model.create_infer_request()
        self.version = openvino.__version__.split("-")[0]

    def __call__(self, x):
        return self.request.infer([x], share_inputs=True)[0]


class OpenVINODefault(OpenVINO):
    name = "OpenVINO, its default"
    options = {}


class NCNN:
    name = "ncnn"

    def __init__(self, folder: Path):
        import ncnn

        self.ncnn = ncnn
        self.net = ncnn.Net()
        self.net.opt.num_threads = THREADS
        # All in single precision, as everywhere else.
        for option in ["use_fp16_packed", "use_fp16_storage", "use_fp16_arithmetic", "use_bf16_storage"]:
            setattr(self.net.opt, option, False)
        assert self.net.load_param(str(folder / "model.ncnn.param")) == 0
        assert self.net.load_model(str(folder / "model.ncnn.bin")) == 0
        self.version = ncnn.__version__

    def __call__(self, x):
        import numpy

        with self.net.create_extractor() as extractor:
            extractor.input("in0", self.ncnn.Mat(x[0]))
            return numpy.array(extractor.extract("out0")[1])[None]


class PyTorch:
    """With batch normalisation folded into convolutions, in the layout its kernels prefer."""

    name = "PyTorch, frozen, channels last"

    def __init__(self, folder: Path):
        import torch

        self.torch = torch
        torch.set_num_threads(THREADS)
        model = torch.jit.load(str(folder / "model.pt")).eval().to(memory_format=torch.channels_last)
        self.model = torch.jit.freeze(model)
        self.version = torch.__version__

    def __call__(self, x):
        with self.torch.inference_mode():
            x = self.torch.from_numpy(x).to(memory_format=self.torch.channels_last)
            result = self.model(x)
            return (result[0] if isinstance(result, tuple) else result).contiguous().numpy()


ALL = [ONNXRuntime, OpenVINO, OpenVINODefault, NCNN, PyTorch]
