#!/bin/sh
# Exports the network of ../shared/reference/w8-small to ONNX in every way in FOLDER, unless that is done, and compares
# the numbers with PyTorch's:
#     Tests/CheckpointsTests/Scripts/verify_onnx.sh FOLDER
# PYTHON names an interpreter with PyTorch and onnx (default /work/venv/bin/python).
set -eu
folder=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
cd "$here/../../.."
[ -e "$folder/external.onnx" ] \
  || "${PYTHON:-/work/venv/bin/python}" "$here/make_onnx.py" ../shared/reference/w8-small "$folder"
HRSCOPE_ONNX_FILES=$folder swift test --filter ONNXTests
