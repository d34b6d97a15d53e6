#!/usr/bin/env python3
"""What a pass, a cut and a frame cost in instructions and allocations, held against costs.json beside this.

Counted by callgrind, so that the answer is the same on a busy machine, and a change of two percent is seen. It knows no
AVX-512: the kernels run as for AVX2, on one thread. Hashing is made the same in every run. A pass and a cut are what one
more run of `hrscope bench` takes, so that starting does not count; a frame is what `hrscope capture` does from Explorer's
`view` on: drawing it, and writing it as text. The same program takes the same number of them in every run: under load, in
another folder, with another environment a frame differed by less than 0.006 %. A change that is larger is the program's.

    make costs                    # fails where something costs more than costs.json allows
    make costs ARGS=--record      # allows two percent more than what is measured now
"""

import argparse
import concurrent.futures
import json
import os
import platform
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LIMITS = Path(__file__).with_name("costs.json")
ALLOWANCE = 1.02
ALLOCATORS = {"malloc", "calloc", "realloc", "posix_memalign", "aligned_alloc"}
# `view(_:)` of the module Explorer, which takes a model and gives a canvas of the module Cells.
VIEW = "$s8Explorer4viewy5Cells6CanvasV*"


def costs(program, folder, name, arguments, since=None):
    """Instructions and allocations of a command, or of what it does since it came to one function."""
    out = folder / f"{name}.callgrind"
    # `--toggle-collect` would leave out what follows, but it counts calls all the time.
    toggle = [f"--zero-before={since}"] if since else []
    subprocess.run(
        ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *toggle, program, *arguments], check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, cwd=folder,
        env={**os.environ, "HRSCOPE_CPU": "avx2", "SWIFT_DETERMINISTIC_HASHING": "1"})  # fmt: skip
    instructions = allocations = 0
    names, callee = {}, None
    for line in out.read_text(errors="replace").splitlines():
        if found := re.match(r"c?fn=\((\d+)\)(?: (.*))?", line):
            number, text = found.groups()
            names.setdefault(number, text)
            callee = names[number] if line.startswith("cfn") else callee
        elif line.startswith("calls=") and callee and re.split(r"[@']", callee)[0] in ALLOCATORS:
            allocations += int(line[6:].split()[0])
        elif line.startswith("totals:"):
            instructions = int(line.split()[1])
    return {"instructions": instructions, "allocations": allocations}


def difference(a, b):
    return {key: a[key] - b[key] for key in a}


def measure(program, folder):
    bench = ["bench", "--threads", "1", "--runs"]
    commands = {
        "one": [*bench, "1", "--no-recompute"],
        "two": [*bench, "2", "--no-recompute"],
        "one with cuts": [*bench, "1"],
        "two with cuts": [*bench, "2"],
        "frame": ["capture", "--threads", "1", "--output", "frame.txt"],
    }
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {
            name: pool.submit(costs, program, folder, name, arguments, VIEW if name == "frame" else None)
            for name, arguments in commands.items()
        }
        found = {name: run.result() for name, run in runs.items()}
    passes = difference(found["two"], found["one"])
    return {
        # One that gives activations back and one that keeps them.
        "two passes": passes,
        # One in every exchange unit, and joined again.
        "cuts": difference(difference(found["two with cuts"], found["one with cuts"]), passes),
        "frame": found["frame"],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--record", action="store_true", help="write costs.json anew")
    options = parser.parse_args()
    if platform.machine() != "x86_64":
        print("costs: not measured (x86-64 only)")
        return 0
    with tempfile.TemporaryDirectory() as folder:
        # Symbols are enough, and the debugger's information of recent compilers is more than valgrind reads.
        program = Path(folder) / "hrscope"
        subprocess.run(["strip", "--strip-debug", "-o", program, ROOT / ".build/release/hrscope"], check=True)
        measured = measure(program, Path(folder))
    if options.record:
        limits = {
            name: {key: int(value * ALLOWANCE) + 1 for key, value in cost.items()} for name, cost in measured.items()}
        LIMITS.write_text(json.dumps(limits, indent=2) + "\n")
    if not LIMITS.exists():
        print(json.dumps(measured, indent=2))
        print("costs: no limits to hold this against: make costs ARGS=--record writes costs.json")
        return 1
    limits = json.loads(LIMITS.read_text())
    fine = True
    for name, cost in measured.items():
        for key, value in cost.items():
            limit = limits[name][key]
            fine = fine and 0 < value <= limit
            note = "" if 0 < value <= limit else "  TOO MUCH" if value > limit else "  NOT SEEN"
            print(f"{name:12} {value:14,} {key:14} {100 * value / limit:6.1f} % of {limit:,}{note}")
    return 0 if fine else 1


sys.exit(main())
