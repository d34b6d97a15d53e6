"""Opens files as a user does and compares every activation with PyTorch's: a line for each, and exit 1 if one departs.

    swift build -c release --product hrscope
    PYTHON=../venv/bin/python; S=Tests/CheckpointsTests/Scripts
    $PYTHON $S/make_large.py /tmp/large && $PYTHON $S/verify.py /tmp/large          W32 and W48
    $PYTHON $S/make_families.py /tmp/families && $PYTHON $S/verify.py /tmp/families every family in every container
    $PYTHON $S/verify.py ../shared/reference/w8-small                               the reference files
    $PYTHON $S/make_onnx.py ../shared/reference/w8-small /tmp/onnx && $PYTHON $S/verify.py /tmp/onnx    every export

The numbers of a file are compared with those of `activations.safetensors`, `w32-reference.safetensors` or
`nearest.reference.safetensors` beside it, whichever there is.
"""

import json
import os
import subprocess
import sys
import time

repository = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "..")
hrscope = os.path.join(repository, ".build", "release", "hrscope")
# Eight roundings of a weight; `hrscope verify --help` says why.
TOLERANCES = {"F16": 0.004, "BF16": 0.032}


def run(*arguments):
    """Standard output and error, seconds, and the largest resident memory in MB."""
    start = time.monotonic()
    process = subprocess.Popen([hrscope, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    output, errors = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    return os.waitstatus_to_exitcode(status), output, errors.strip(), time.monotonic() - start, usage.ru_maxrss / 1024


def reference(folder, name, upsampling):
    """`upsampling`: what hrscope found. Only graphs say it; elsewhere it has to be what the family's code does."""
    if not name.endswith(".onnx"):
        upsampling = "bilinear" if "segmentation" in name else "nearest"
    candidates = ["activations", f"{name.split('-')[0]}-reference", f"{upsampling}.reference"]
    paths = [os.path.join(folder, candidate + ".safetensors") for candidate in candidates]
    return next((path for path in paths if os.path.exists(path)), None)


def main(folder):
    failed = False
    print("| file | container | family | joints | upsampling | departs by | seconds | MB |\n|---|---|---|---|---|---|---|---|")
    for name in sorted(os.listdir(folder)):
        path = os.path.join(folder, name)
        if not name.endswith((".pth", ".onnx", ".safetensors")) or name.startswith("interventions"):
            continue
        if name.endswith("reference.safetensors") or name == "activations.safetensors":
            continue
        status, output, errors, seconds, memory = run("checkpoint", path, "--json")
        if status != 0:
            failed = True
            print(f"| {name} | {errors.removeprefix('hrscope: ').removeprefix(path)} |")
            continue
        report = json.loads(output)
        mode = report["upsampling"]["mode"]
        against = reference(folder, name, mode)
        tolerance = max([TOLERANCES.get(kind, 1e-4) for kind in report["tensors"]["types"]])
        status, output, errors, _, _ = run(
            "verify", "--weights", path, "--reference", against, "--tolerance", str(tolerance), "--json")
        failed = failed or status != 0
        worst = f"{json.loads(output)['worst']['relativeError']:.1e}" if output else errors
        print(f"| {name} | {report['container']} | {report['family']} | {report['architecture']['joints'] or '–'} | {mode} "
              f"| {worst}{'' if status == 0 else ' **too much**'} | {seconds:.2f} | {memory:.0f} |", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
