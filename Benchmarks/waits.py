#!/usr/bin/env python3
"""What a person waits for in the explorer, and how many bytes a terminal gets: start, steps, cuts, a change of head, a held key.

The program runs in a pseudo-terminal of its own. The time of a key goes from writing it to the last byte of the first answer,
and of everything before the screen rests; bytes with less than three milliseconds between them are one answer. Every number is a median
over runs. The machine should be quiet.

    make waits                                  # 80×24 and 120×40, 256 colours
    make waits ARGS="--size 200x60 --truecolor --program OTHER/hrscope"
"""

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import tempfile
import termios
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# Silence between two answers to one key.
GAP = 0.003
# Silence that means: nothing more comes. Longer than a pass of the built-in model by far.
REST = 0.12
STEPS = ["\x1b[C"] * 26
# Keys that lead to what is on screen, and the key that is measured: the first time, when nothing of its answer is known yet.
SCENES = {
    "cut of `final`, joints shown": ([], "1"),
    "cut of `final`, parts shown": (["H"], "1"),
    "cut of `across`, joints shown": ([], "2"),
    "cut of `across`, parts shown": (["H"], "2"),
    "undo of it": (["2"], "u"),
    "the other head": ([], "H"),
    "into an exchange unit": (["{"], "\r"),
}
# Keys that lead somewhere, and the keys that are struck there one after another as a held key would be.
HELD = {
    "steps, back and on": ([], ["\x1b[D"] * 25 + ["\x1b[C"] * 25),
    "channels of the streams": (["{", "\x1b[D"], ["c"]),
    "an edge's gain": (["{", "\r", "\x1b[C"], ["["] * 10 + ["]"] * 10),
}
# Strokes a second of a held key.
RATE = 30


class Explorer:
    """A program in a pseudo-terminal, and what it wrote."""

    def __init__(self, program, columns, rows, truecolor, arguments):
        self.home = tempfile.TemporaryDirectory()
        environment = {
            "PATH": os.environ["PATH"], "TERM": "xterm-256color", "LC_ALL": "C.UTF-8", "HOME": self.home.name,
            "XDG_CONFIG_HOME": self.home.name, "XDG_STATE_HOME": self.home.name,
        }  # fmt: skip
        if truecolor:
            environment["COLORTERM"] = "truecolor"
        self.began = time.perf_counter()
        self.process, self.terminal = pty.fork()
        if self.process == 0:
            fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
            os.execve(program, [program, *arguments], environment)

    def rest(self, since, silence=REST):
        """Seconds to the end of each answer until nothing comes any more, and all bytes."""
        ends, count = [], 0
        patience = 2.0
        while select.select([self.terminal], [], [], patience)[0]:
            patience = silence
            try:
                count += len(os.read(self.terminal, 1 << 16))
            except OSError:
                break
            now = time.perf_counter() - since
            if ends and now - ends[-1] < GAP:
                ends[-1] = now
            else:
                ends.append(now)
        return ends, count

    def press(self, key):
        """Seconds to the end of the first and the last answer to a key, and the bytes of all."""
        since = time.perf_counter()
        os.write(self.terminal, key.encode())
        ends, count = self.rest(since)
        return (ends[0], ends[-1], count) if ends else None

    def hold(self, keys, seconds):
        """Seconds from the last of many strokes until nothing comes any more, and the bytes of all."""
        count, begin = 0, time.perf_counter()
        for stroke in range(int(seconds * RATE)):
            while (left := begin + stroke / RATE - time.perf_counter()) > 0:
                if select.select([self.terminal], [], [], left)[0]:
                    count += len(os.read(self.terminal, 1 << 16))
            os.write(self.terminal, keys[stroke % len(keys)].encode())
        ends, last = self.rest(time.perf_counter(), 0.4)
        return ends[-1] if ends else 0, count + last

    def close(self):
        os.kill(self.process, signal.SIGTERM)
        self.rest(time.perf_counter(), 0.5)
        os.waitpid(self.process, 0)
        os.close(self.terminal)
        self.home.cleanup()


def median(values, scale=1000):
    return statistics.median(values) * scale if values else float("nan")


def row(what, first, last, bytes_):
    print(f"| {what} | {median(first):.1f} | {median(last):.1f} | {median(bytes_, 0.001):.1f} |", flush=True)


def measure(options, columns, rows):
    start = lambda: Explorer(options.program, columns, rows, options.truecolor, options.arguments)  # noqa: E731
    print(f"\n{columns}×{rows}, {'24-bit colour' if options.truecolor else '256 colours'}\n")
    print("| what | first answer, ms | at rest, ms | kB |\n|---|---|---|---|")
    starts = []
    for _ in range(options.runs):
        explorer = start()
        ends, count = explorer.rest(explorer.began, 0.6)
        starts.append((ends[0], ends[-1], count))
        explorer.close()
    row("start", *zip(*starts))
    explorer = start()
    explorer.rest(explorer.began, 0.6)
    answers = [answer for _ in range(2) for answer in [explorer.press("\x1b[H")] + [explorer.press(key) for key in STEPS]]
    row("a step", *zip(*filter(None, answers)))
    explorer.close()
    for what, (before, key) in SCENES.items():
        answers = []
        for _ in range(options.runs):
            explorer = start()
            explorer.rest(explorer.began, 0.6)
            for other in before:
                explorer.press(other)
            answers.append(explorer.press(key))
            explorer.close()
        if answers := list(filter(None, answers)):
            row(what, *zip(*answers))
    if options.held > 0:
        print(f"\n| held {options.held:g} s at {RATE} strokes a second | at rest after the last stroke, ms | kB |\n|---|---|---|")
    for what, (before, keys) in HELD.items() if options.held > 0 else ():
        explorer = start()
        explorer.rest(explorer.began, 0.6)
        for other in before:
            explorer.press(other)
        rest, count = explorer.hold(keys, options.held)
        print(f"| {what} | {rest * 1000:.0f} | {count / 1000:.0f} |", flush=True)
        explorer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / ".build/release/hrscope"))
    parser.add_argument("--size", action="append", help="columns x rows, such as 80x24")
    parser.add_argument("--truecolor", action="store_true")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--held", type=float, default=10, help="seconds that a key is held for; 0 for none")
    parser.add_argument("arguments", nargs="*", help="of the program")
    options = parser.parse_args()
    for size in options.size or ["80x24", "120x40"]:
        columns, rows = map(int, size.split("x"))
        measure(options, columns, rows)


if __name__ == "__main__":
    main()
