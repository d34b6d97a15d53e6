"""Fits the stops of ColorMap.swift and writes matplotlib's colours, against which ColorMapTests compares.

Stops: least squares for linear interpolation between evenly spaced places, rounded to 8 bits.
Run in an environment with matplotlib: python colormaps.py > colormaps.txt (stops go to stderr).
"""

import sys

import matplotlib
import numpy as np

STOPS = 33

name = "viridis"
t = np.linspace(0, 1, 256)
colors = np.array([matplotlib.colormaps[name](i)[:3] for i in range(256)])
hats = np.maximum(0, 1 - np.abs(t[:, None] * (STOPS - 1) - np.arange(STOPS)))
stops = np.round(np.clip(np.linalg.lstsq(hats, colors, rcond=None)[0], 0, 1) * 255)
error = np.abs(hats @ stops - colors * 255).max()
print(f"{name}: at most {error:.1f} steps of 255 from the original", file=sys.stderr)
print(", ".join(f"0x{int(r):02X}{int(g):02X}{int(b):02X}" for r, g, b in stops), file=sys.stderr)
for i in range(0, 256, 5):
    r, g, b = np.round(colors[i] * 255).astype(int)
    print(f"{name} {i}/255 {r:02x}{g:02x}{b:02x}")
