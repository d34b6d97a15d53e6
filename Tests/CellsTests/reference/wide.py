"""Prints the ranges of code points that the C library holds to be two columns wide, for ScalarWidth.swift.

Unassigned code points between two such ranges are swallowed: no one sees them, and the list is shorter.
"""

import ctypes

libc = ctypes.CDLL("libc.so.6")
libc.setlocale(6, b"C.UTF-8")
ranges, gap = [], True
for code in range(0x1100, 0x110000):
    width = libc.wcwidth(ctypes.c_int(code))
    if width == 2:
        if gap or code - ranges[-1][1] > 3000:
            ranges.append([code, code])
        else:
            ranges[-1][1] = code
        gap = False
    elif width >= 0:
        gap = True

line = "   "
for first, last in ranges:
    item = f" 0x{first:04X}...0x{last:04X},"
    if len(line + item) > 119:
        print(line)
        line = "   "
    line += item
print(line)
