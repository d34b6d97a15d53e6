#!/bin/sh
# Fuzzes a reader: run.sh READER SECONDS [libFuzzer's options]. The readers are those of build.sh. It starts from small
# files and, unless the options limit the length, from the test fixtures, and keeps what it learns in Fuzz/.corpus. Small
# inputs run a hundred times as fast and see most of a reader:
#     Fuzz/run.sh zip 1800 -max_len=8000
# FUZZ_SEED=N begins with the same random numbers every time; 0, the usual, with others. Prints one line. A finding fails, is left in Fuzz/findings, and becomes a fixture of CheckpointsTests, PoseTests or
# RecognitionTests.
set -eu
cd "$(dirname "$0")"
reader=$1
seconds=$2
shift 2
seeds=.build/seeds/$reader
log=.build/$reader.log
mkdir -p ".corpus/$reader" "$seeds" findings
cp "seeds/$reader"/* "$seeds"
fixtures=../Tests/CheckpointsTests/Fixtures
dictionary=checkpoint.dict
case $reader in
  safetensors) cp "$fixtures"/*.safetensors "$seeds" ;;
  zip) cp "$fixtures"/official-protocol*.pth "$fixtures"/deflated.pth "$fixtures"/shared-storage.pth "$seeds" ;;
  legacy) cp "$fixtures"/*-legacy.pth "$fixtures"/legacy-*.pth "$seeds" ;;
  # Configurations, as they lie in the pickles.
  metadata) cp "$fixtures"/stated/*.pth "$seeds" && dictionary=metadata.dict ;;
  set | sidecar | instances) dictionary=json.dict ;;
  labels) dictionary=png.dict ;;
  picture | frames)
    for name in grey.jpg progressive.jpg cmyk.jpg grey1.png interlaced.png alpha.webp animated.webp turned.heic alpha.heic; do
      cp "../Tests/PoseTests/Fixtures/$name" "$seeds"
    done
    dictionary=picture.dict ;;
  names | classes) dictionary=text.dict ;;
  session | keys) dictionary=session.dict ;;
  # One with batch normalisation and one without, one that asks for sizes, one without names.
  onnx) for name in plain folded sized mangled-folded bilinear; do cp "$fixtures/$name.onnx" "$seeds"; done ;;
esac

# A trap is for libFuzzer to catch, which keeps the input and prints it: Swift's own report of a crash would end the process
# before it could.
export SWIFT_BACKTRACE=enable=no
# Memory: an input of at most 400 kB may not take more than the constants the readers state (and the sanitizer's own).
# Leaks show there, too; looking for them at the end needs rights that containers do not give.
export ASAN_OPTIONS=detect_leaks=0
memory=1024
# A picture of a few bytes may rightly have a hundred million pixels.
[ $reader != picture ] || memory=3000
if ! ".build/$reader" ".corpus/$reader" "$seeds" -max_total_time="$seconds" -max_len=400000 -rss_limit_mb=$memory \
  -timeout=10 -dict="$dictionary" -artifact_prefix=findings/ -print_final_stats=1 -seed="${FUZZ_SEED:-0}" "$@" >"$log" 2>&1; then
  tail -n 60 "$log" >&2
  echo "Fuzz: $reader: finding in Fuzz/findings" >&2
  exit 1
fi
echo "Fuzz: $reader: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs," \
  "$(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$log" | tail -n 1) edges, no finding"
