#!/usr/bin/env python3
"""hrscope beside other runtimes: the same network, weights and input, in one run.

Runtimes take turns, several rounds of several passes each, so that whatever else the machine does meets all of them.
Printed: median and least milliseconds over all rounds, the ratio of hrscope's median to each other's, and how far
each output departs from PyTorch's in double precision, relative to its largest magnitude: nobody wins by being wrong.
"""

import argparse
import copy
import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy
import torch
from safetensors.torch import load_file, save_file

import hrnet
import runtimes
import simple_baseline

ROOT = Path(__file__).resolve().parent.parent
# Beyond this departure a runtime does not compute in single precision, and its time is no comparison.
TOLERANCE = 1e-3


def serve(runtime, folder, connection):
    """A worker: answers a number of passes with their milliseconds, and None with an output."""
    x = numpy.load(folder / "input.npy")
    engine = runtime(folder)
    connection.send(engine.version)
    while (passes := connection.recv()) != "end":
        if passes is None:
            connection.send(numpy.array(engine(x)))
            continue
        times = []
        for _ in range(passes):
            start = time.perf_counter()
            engine(x)
            times.append(1000 * (time.perf_counter() - start))
        connection.send(times)


class Worker:
    def __init__(self, runtime, folder):
        context = multiprocessing.get_context("spawn")
        self.connection, other = context.Pipe()
        self.process = context.Process(target=serve, args=(runtime, folder, other), daemon=True)
        self.process.start()
        other.close()
        self.name = runtime.name
        self.version = self.connection.recv()

    def ask(self, passes):
        self.connection.send(passes)
        return self.connection.recv()

    def output(self):
        return self.ask(None)

    def end(self):
        self.connection.send("end")
        self.process.join()


class HRScope:
    """The program itself, started anew for each round; it measures its own passes."""

    name, version = "hrscope", ""

    def __init__(self, program, folder, size):
        self.command = [program, "bench", "--weights", folder / "model.safetensors", "--input", size, "--json"]
        self.program, self.folder = program, folder

    def ask(self, passes):
        command = [*self.command, "--no-recompute", "--runs", str(passes), "--threads", str(runtimes.THREADS)]
        report = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        self.version = f"{report['cpu']}, {report['threads']} threads"
        return [report["forward"][key] for key in ("min", "median", "max")]

    def departure(self):
        command = [self.program, "verify", "--weights", self.folder / "model.safetensors"]
        command += ["--reference", self.folder / "reference.safetensors", "--json"]
        return json.loads(subprocess.run(command, capture_output=True).stdout)["worst"]["relativeError"]

    def end(self):
        pass


def prepare(model, size, folder):
    """Writes the model in every form a runtime reads, the input, and PyTorch's outputs. Returns the first and MACs."""
    height, width = map(int, size.split("x"))
    torch.manual_seed(1)
    x = torch.randn(1, 3, height, width)
    # In double precision: what a runtime departs by is its own rounding, and not PyTorch's as well.
    with torch.inference_mode():
        outputs = copy.deepcopy(model).double()(x.double())
    outputs = [output.float() for output in (outputs if isinstance(outputs, tuple) else (outputs,))]
    numpy.save(folder / "input.npy", x.numpy())
    state, metadata = model.checkpoint()
    save_file(state, folder / "model.safetensors", metadata)
    names = ["heatmaps"] if model.final_layer is not None else []
    names += ["head.logits"] if model.head is not None else []
    results = {name: output.contiguous() for name, output in zip(names, outputs)}
    save_file({"input": x, **results}, folder / "reference.safetensors")
    torch.jit.trace(model, x).save(str(folder / "model.pt"))
    torch.onnx.export(
        model, (x,), str(folder / "model.onnx"), input_names=["input"], dynamo=False, opset_version=17
    )
    if model.head is not None:
        return outputs[0].numpy(), hrnet.multiply_accumulates(model, x)
    subprocess.run(
        [Path(sys.executable).parent / "pnnx", "model.pt", f"inputshape=[1,3,{height},{width}]", "fp16=0",
         "ncnnparam=model.ncnn.param", "ncnnbin=model.ncnn.bin"],
        cwd=folder, check=True, capture_output=True,
    )
    return outputs[0].numpy(), hrnet.multiply_accumulates(model, x)


def compare(title, model, size, arguments):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reference, macs = prepare(model, size, folder)
        contestants = [HRScope(arguments.hrscope, folder, size)]
        # ncnn is given pose networks alone: its converter does not know all that heads do, and it would leave out a head
        # whose output nobody asks for.
        others = [r for r in runtimes.ALL if model.head is None or r is not runtimes.NCNN]
        contestants += [Worker(runtime, folder) for runtime in others]
        times = {contestant: [] for contestant in contestants}
        # As many as the network's size allows.
        passes = max(1, min(arguments.passes, int(arguments.passes * 20e9 / macs)))
        for round in range(arguments.rounds + 1):
            for contestant in contestants:
                measured = contestant.ask(passes)
                # The first round warms up.
                if round > 0:
                    times[contestant] += [statistics.median(measured)]
                    contestant.least = min(getattr(contestant, "least", measured[0]), *measured)
        rows = []
        for contestant in contestants:
            if isinstance(contestant, HRScope):
                departure = contestant.departure()
            else:
                departure = float(abs(contestant.output() - reference).max() / abs(reference).max())
            rows.append(
                {
                    "runtime": contestant.name,
                    "version": contestant.version,
                    "median": statistics.median(times[contestant]),
                    "min": contestant.least,
                    "departure": departure,
                }
            )
            contestant.end()
    own = rows[0]["median"]
    print(f"\n{title}, {size}, {2e-9 * macs:.2f} GFLOP, {runtimes.THREADS} threads, fp32\n")
    print("| runtime | version | median ms | least ms | GFLOP/s | hrscope / it | departs from PyTorch |")
    print("|---|---|---|---|---|---|---|")
    for row in rows:
        rate = 2e-6 * macs / row["median"]
        ratio = f"{own / row['median']:.2f}"
        note = "" if row["departure"] <= TOLERANCE else " (not fp32)"
        print(
            f"| {row['runtime']} | {row['version']} | {row['median']:.2f} | {row['min']:.2f} | {rate:.0f} | {ratio} "
            f"| {row['departure']:.1e}{note} |",
            flush=True,
        )
    # Some random networks magnify rounding so much that single precision itself departs by more than that.
    allowed = max(1e-4, 2 * rows[-1]["departure"])
    if rows[0]["departure"] > allowed:
        sys.exit(f"hrscope departs by more than {allowed:.1e}")
    return {"model": title, "input": size, "macs": macs, "rows": rows}


def hidden_avx512():
    """The library that hides AVX-512 from a process (avx2.c), compiled."""
    library = Path(tempfile.gettempdir()) / f"hrscope-avx2-{os.getuid()}.so"
    source = Path(__file__).parent / "avx2.c"
    subprocess.run(["cc", "-O2", "-shared", "-fPIC", "-o", library, source], check=True)
    return str(library)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hrscope", default=ROOT / ".build/release/hrscope", type=Path)
    parser.add_argument("--models", nargs="+", default=["embedded", "w32", "w18-v2", "w18-ocr", "simple-baseline-50"],
                        help="embedded; w, a width, and a head: v2, ocr; or simple-baseline and a depth")
    parser.add_argument("--input", default="256x192", help="of the pose models with random weights")
    parser.add_argument("--head-input", default="512x1024", help="of the models with another head")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--passes", type=int, default=15)
    parser.add_argument("--json", type=Path, help="also write the numbers here")
    parser.add_argument("--avx2", action="store_true", help="let every runtime see a machine without AVX-512")
    parser.add_argument("--one-thread", action="store_true", help="let every runtime have one processor")
    arguments = parser.parse_args()
    if arguments.one_thread and runtimes.THREADS > 1:
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
        os.execv(sys.executable, [sys.executable, *sys.argv])
    if arguments.avx2 and "LD_PRELOAD" not in os.environ:
        os.environ["LD_PRELOAD"] = hidden_avx512()
        os.execv(sys.executable, [sys.executable, *sys.argv])

    results = []
    for name in arguments.models:
        if name == "embedded":
            model = hrnet.model_of(load_file(ROOT / "Sources/Embedded/hrnet-w16-joints-parts.safetensors"))
            results.append(compare("Embedded model", model, "192x160", arguments))
        elif name.startswith("simple-baseline-"):
            depth = int(name.removeprefix("simple-baseline-"))
            model = simple_baseline.random_model(depth)
            results.append(compare(f"SimpleBaseline-{depth}", model, arguments.input, arguments))
        else:
            width, _, head = name.removeprefix("w").partition("-")
            model = hrnet.random_model(int(width), head or None)
            size = arguments.head_input if head else arguments.input
            results.append(compare(f"HRNet-{name.upper()}", model, size, arguments))
    if arguments.json:
        arguments.json.write_text(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
