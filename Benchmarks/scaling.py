#!/usr/bin/env python3
"""Time of a whole pass against width, input size and threads: a table on stdout, and a plot as SVG.

Random weights: what they are changes no time. Percent are of the machine's peak as `hrscope bench` measures it, on the
same number of threads; GFLOP/s count a direct convolution's operations, of which Winograd leaves most out.
"""

import argparse
import json
import math
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WIDTHS = ["w18", "w32", "w48"]
SIZES = ["192x160", "256x192", "320x256", "384x288"]
# Okabe and Ito's colours, which people who confuse red and green tell apart; readable on white and on black.
COLORS = {"w18": "#009e73", "w32": "#0072b2", "w48": "#d55e00"}
DASHES = {1: ' stroke-dasharray="5 4"', 2: ""}


def measure(program, runs):
    """By width, size and threads, the report of `hrscope bench`."""
    reports = {}
    for width in WIDTHS:
        for size in SIZES:
            for threads in (1, 2):
                command = [program, "bench", "--model", width, "--input", size, "--threads", str(threads)]
                command += ["--runs", str(runs), "--no-recompute", "--json"]
                output = subprocess.run(command, check=True, capture_output=True).stdout
                reports[width, size, threads] = json.loads(output)
    return reports


def pixels(size):
    height, width = map(int, size.split("x"))
    return height * width


def table(reports):
    lines = ["| network | input | threads | median ms | least ms | GFLOP/s | of the peak |", "|---|---|---|---|---|---|---|"]
    for (width, size, threads), report in reports.items():
        forward = report["forward"]
        lines.append(
            f"| {width.upper()} | {size.replace('x', '×')} | {threads} | {forward['median']:.1f} | {forward['min']:.1f} "
            f"| {report['rate']:.0f} | {100 * report['rate'] / report['peak']:.0f} % |"
        )
    return "\n".join(lines)


def plot(reports):
    """Both axes logarithmic: a straight line of slope one is time in proportion to the number of pixels."""
    left, top, width, height = 60, 40, 470, 300
    low_x, high_x = math.log(pixels(SIZES[0]) * 0.93), math.log(pixels(SIZES[-1]) * 1.07)
    times = [report["forward"]["median"] for report in reports.values()]
    low_y, high_y = math.log(min(times) * 0.8), math.log(max(times) * 1.2)

    def x(size):
        return left + width * (math.log(pixels(size)) - low_x) / (high_x - low_x)

    def y(time):
        return top + height * (high_y - math.log(time)) / (high_y - low_y)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {left + width + 110} {top + height + 60}" '
        'font-family="sans-serif" font-size="13" fill="#808080">',
        f'<text x="{left}" y="20">milliseconds of a pass, one picture, fp32 (solid: 2 threads, dashed: 1 thread)</text>',
    ]
    for time in (5, 10, 20, 50, 100, 200, 500):
        if low_y < math.log(time) < high_y:
            parts.append(f'<path d="M{left} {y(time):.1f}h{width}" stroke="#808080" stroke-width=".4"/>')
            parts.append(f'<text x="{left - 8}" y="{y(time) + 4:.1f}" text-anchor="end">{time}</text>')
    for size in SIZES:
        label = size.replace("x", "×")
        parts.append(f'<path d="M{x(size):.1f} {top}v{height}" stroke="#808080" stroke-width=".4"/>')
        parts.append(f'<text x="{x(size):.1f}" y="{top + height + 20}" text-anchor="middle">{label}</text>')
    parts.append(f'<text x="{left + width / 2}" y="{top + height + 45}" text-anchor="middle">input, height × width</text>')
    for name in WIDTHS:
        for threads in (1, 2):
            points = [(x(size), y(reports[name, size, threads]["forward"]["median"])) for size in SIZES]
            path = " ".join(f"{'ML'[i > 0]}{px:.1f} {py:.1f}" for i, (px, py) in enumerate(points))
            style = f'fill="none" stroke="{COLORS[name]}" stroke-width="1.5"{DASHES[threads]}'
            parts.append(f'<path d="{path}" {style}/>')
            parts += [f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{COLORS[name]}"/>' for px, py in points]
            if threads == 2:
                px, py = points[-1]
                parts.append(f'<text x="{px + 25:.1f}" y="{py + 4:.1f}" fill="{COLORS[name]}">{name.upper()}</text>')
    return "\n".join([*parts, "</svg>", ""])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hrscope", default=ROOT / ".build/release/hrscope", type=Path)
    parser.add_argument("--runs", type=int, default=15)
    parser.add_argument("--svg", type=Path, default=ROOT / "Documentation/scaling.svg")
    arguments = parser.parse_args()
    reports = measure(arguments.hrscope, arguments.runs)
    arguments.svg.write_text(plot(reports))
    print(table(reports))


if __name__ == "__main__":
    main()
