#!/usr/bin/env python3
"""What a classroom on one machine costs: explorers at once, each in a pseudo-terminal, every student pressing keys.

Memory is what they take together (PSS: pages that several share are counted once) and what one more takes of its own. Times go
from writing a key to the last byte before the screen rests. Students think between keys, each a while of their own; then all
of them cut in the same instant, which is the worst that a class can do.

    Benchmarks/classroom.py                                # 20 explorers, 80×24, the built-in model
    Benchmarks/classroom.py --students 30 --size 120x40 -- --threads 1
"""

import argparse
import os
import random
import statistics
import threading
import time
from pathlib import Path

from waits import ROOT, Explorer

# Silence that means: nothing more comes, though everybody waits for the same two cores.
SILENCE = 0.8
# Kinds of exchange units switched so that each of the seven cuts comes once: what was computed before is remembered and would
# take no time. Between them a step back and on.
CUTS = ["1", "2", "1", "3", "1", "2", "1", "3"]
ROUND = [(key, what) for cut in CUTS for key, what in ((cut, "a cut of kinds"), ("{", "a step"), ("}", "a step"))]
# To an edge of the first exchange unit: behind it lies nearly all of the network, computed anew with each stroke.
FIRST_EDGE = ["\x1b[H", "}", "}", "}", "\r", "\x1b[C"]
STROKES = 6


def memory(pids):
    """Kilobytes: PSS of all, private of each, RSS of all."""
    pss, private, rss = 0, [], 0
    for pid in pids:
        fields = {}
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]:
            name, value = line.split(":")
            fields[name] = int(value.split()[0])
        pss += fields["Pss"]
        rss += fields["Rss"]
        private.append(fields["Private_Clean"] + fields["Private_Dirty"])
    return pss, private, rss


def seconds(pids):
    """Processor time that they have taken until now."""
    total = 0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf("SC_CLK_TCK")


def at_once(explorers, work):
    """Runs work(index, explorer) of all explorers side by side and gives back what each returned."""
    results = [None] * len(explorers)

    def run(index):
        results[index] = work(index, explorers[index])

    threads = [threading.Thread(target=run, args=(index,)) for index in range(len(explorers))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def row(what, values):
    """Milliseconds: median, nineteen of twenty, worst; and how many waited for more than 200."""
    values = sorted(1000 * value for value in values)
    if not values:
        return
    most = values[min(len(values) - 1, int(0.95 * len(values)))]
    late = sum(value > 200 for value in values)
    print(f"| {what} | {statistics.median(values):.0f} | {most:.0f} | {values[-1]:.0f} | {late} of {len(values)} |", flush=True)


def wait(explorer, key):
    """Seconds from a key to the last byte before the screen rests, as long as one may be behind on a busy machine."""
    since = time.perf_counter()
    os.write(explorer.terminal, key.encode())
    ends, _ = explorer.rest(since, SILENCE)
    return ends[-1] if ends else None


def lesson(explorer, think, seed):
    """A student's keys, with a while of thinking before each; seconds of each by its name."""
    chance, waits = random.Random(seed), {}
    for key, what in ROUND:
        time.sleep(chance.expovariate(1 / think) if think else 0)
        if answer := wait(explorer, key):
            waits.setdefault(what, []).append(answer)
    return waits


def together(explorers, key):
    """All press a key in the same instant."""
    barrier = threading.Barrier(len(explorers))

    def strike(_, explorer):
        barrier.wait()
        return wait(explorer, key)

    return list(filter(None, at_once(explorers, strike)))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=str(ROOT / ".build/release/hrscope"))
    parser.add_argument("--students", type=int, default=20)
    parser.add_argument("--size", default="80x24", help="columns x rows")
    parser.add_argument("--truecolor", action="store_true")
    parser.add_argument("--think", type=float, default=2, help="seconds between a student's keys, on average")
    parser.add_argument("arguments", nargs="*", help="of the program")
    options = parser.parse_args()
    columns, rows = map(int, options.size.split("x"))
    load = os.getloadavg()[0]
    explorers = [
        Explorer(options.program, columns, rows, options.truecolor, options.arguments) for _ in range(options.students)
    ]
    starts = at_once(explorers, lambda _, explorer: explorer.rest(explorer.began, 1.5)[0])
    pids = [explorer.process for explorer in explorers]
    print(f"\n{options.students} explorers, {columns}×{rows}, {os.cpu_count()} cores; load before: {load:.1f}\n")
    print("| what | median, ms | 95 % within | worst | longer than 200 ms |\n|---|---|---|---|---|")
    row("first screen, all started at once", [ends[0] for ends in starts if ends])
    row("start to rest, all at once", [ends[-1] for ends in starts if ends])
    begin, spent = time.perf_counter(), seconds(pids)
    answers = at_once(explorers, lambda index, explorer: lesson(explorer, options.think, index))
    share = (seconds(pids) - spent) / (time.perf_counter() - begin)
    for what in dict.fromkeys(name for _, name in ROUND):
        row(f"{what}, {options.think:g} s of thinking", [wait for waits in answers for wait in waits.get(what, [])])
    for key in FIRST_EDGE:
        together(explorers, key)
    waits = [wait for _ in range(STROKES) for wait in together(explorers, "[")]
    row("the first unit's edge weakened, all in the same instant", waits)
    waits = [wait for key in CUTS for wait in together(explorers, key)]
    row("a cut of kinds, all in the same instant", waits)
    pss, private, rss = memory(pids)
    idle = seconds(pids)
    time.sleep(5)
    print(f"\n| memory | MB |\n|---|---|\n| in all (PSS) | {pss / 1024:.0f} |\n| of each alone, median | "
          f"{statistics.median(private) / 1024:.0f} |\n| sum of what `ps` shows (RSS) | {rss / 1024:.0f} |")
    print(f"\nProcessor time while they work: {share:.2f} of a core; in 5 s at rest: {seconds(pids) - idle:.2f} s.")
    for explorer in explorers:
        explorer.close()


if __name__ == "__main__":
    main()
