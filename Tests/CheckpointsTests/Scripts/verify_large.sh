#!/bin/sh
# Makes W32 and W48 in every layout in FOLDER, unless they are there, and compares their numbers with PyTorch's:
#     Tests/CheckpointsTests/Scripts/verify_large.sh FOLDER
# PYTHON names an interpreter with PyTorch (default /work/venv/bin/python).
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
[ -e "$folder/w48-plain.onnx" ] || "${PYTHON:-/work/venv/bin/python}" "$here/make_large.py" "$folder"
cd "$here/../../.."
HRSCOPE_LARGE_FILES=$folder swift test --filter LargeFilesTests
