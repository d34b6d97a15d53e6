"""Damages a file in every way but one at a time, opens it as a user does, and says how much time and memory that took.

    swift build -c release --product hrscope
    python3 Tests/CheckpointsTests/Scripts/damage.py FILE

Cut off after every 1 % of its length, each copy must be refused: one line on standard error, exit 65. With one byte
flipped in each of 100 places a copy may open as well: most bytes of a file are weights.
"""

import os
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from verify import run

path = sys.argv[1]
size = os.path.getsize(path)
failures, slowest, largest, refused = [], 0.0, 0.0, {"cut": 0, "flipped": 0}


def check(kind, place, copy, allowed):
    global slowest, largest
    status, output, errors, seconds, memory = run("checkpoint", copy)
    slowest, largest = max(slowest, seconds), max(largest, memory)
    refused[kind] += status == 65
    if status not in allowed or (status != 0 and (output or errors.count("\n") or not errors.startswith("hrscope: "))):
        failures.append(f"{kind} at byte {place}: exit {status}: {errors[:200]}")


with tempfile.TemporaryDirectory() as folder:
    copy = os.path.join(folder, os.path.basename(path))
    with open(path, "rb") as source, open(copy, "wb") as target:
        target.write(source.read())
    # Headers and names lie at the beginning and at the end.
    places = [size * percent // 100 for percent in range(50)]
    places += [step * 997 for step in range(25)] + [size - 1 - step * 997 for step in range(25)]
    for place in places:
        with open(copy, "r+b") as file:
            file.seek(place)
            byte = file.read(1)[0]
            file.seek(place)
            file.write(bytes([byte ^ (1, 0x80, 0xff)[place % 3]]))
            file.flush()
            check("flipped", place, copy, (0, 65))
            file.seek(place)
            file.write(bytes([byte]))
    for percent in reversed(range(100)):
        os.truncate(copy, size * percent // 100)
        check("cut", size * percent // 100, copy, (65,))
print(f"{os.path.basename(path)}: {refused['cut']} of 100 cut copies refused, {refused['flipped']} of 100 flipped ones; "
      f"at most {slowest:.2f} s, {largest:.0f} MB for a file of {size / 1e6:.0f} MB")
for failure in failures:
    print(failure)
sys.exit(bool(failures))
