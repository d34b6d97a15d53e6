#!/bin/sh
# Runs a fuzzer: run.sh checkpoint|pickle|onnx SECONDS [more libFuzzer options]. Starts from small seeds and, unless the
# options limit the length, from the test fixtures; keeps what it learns in Fuzz/.corpus. Small inputs run a hundred
# times as fast and see most of the readers:
#     Fuzz/run.sh checkpoint 1800 -max_len=8000
# A finding is left in Fuzz/findings and becomes a fixture of CheckpointsTests.
set -eu
cd "$(dirname "$0")"
fuzzer=$1
seconds=$2
shift 2
mkdir -p ".corpus/$fuzzer" findings
fixtures=../Tests/CheckpointsTests/Fixtures
seeds="seeds $fixtures"
if [ "$fuzzer" = pickle ]; then
  # The objects of PyTorch's zip files.
  seeds=.build/pickles
  mkdir -p "$seeds"
  for file in "$fixtures"/official-protocol*.pth "$fixtures/whole-module.pth" "$fixtures/torchscript.pt"; do
    unzip -p "$file" '*/data.pkl' > "$seeds/$(basename "$file").pkl"
  done
fi
if [ "$fuzzer" = onnx ]; then
  # One with batch normalisation and one without, one that asks for sizes, one without names, and small ones.
  seeds=.build/onnx-seeds
  mkdir -p "$seeds"
  for name in plain folded sized mangled-folded bilinear external; do cp "$fixtures/$name.onnx" "$seeds"; done
  cp seeds/*.onnx "$seeds"
fi
# Memory: an input of at most 400 kB may not take more than the constants the readers state (and the sanitizer's own).
exec ".build/$fuzzer" ".corpus/$fuzzer" $seeds -max_total_time="$seconds" -max_len=400000 -rss_limit_mb=1024 \
  -timeout=10 -dict=checkpoint.dict -artifact_prefix=findings/ "$@"
