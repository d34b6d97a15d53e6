#!/bin/sh
# Builds a fuzzer for each reader of checkpoints, of labelled sets, of session files and of key files, with libFuzzer and
# the address sanitizer, into Fuzz/.build. `pickle` is the pickle machine alone, which both of PyTorch's containers read
# their names and shapes with.
set -eu
cd "$(dirname "$0")"
mkdir -p .build
options="-swift-version 6 -O -g -sanitize=fuzzer,address -parse-as-library -enable-testing -I .build -Xcc -I../Sources/CZlib"

module() { # name, files
  name=$1
  shift
  swiftc $options -module-name "$name" -emit-module -emit-module-path ".build/$name.swiftmodule" \
    -wmo -c "$@" -o ".build/$name.o"
}

module HRNet $(find ../Sources/HRNet -name '*.swift')
module Files $(find ../Sources/Files -name '*.swift')
module Checkpoints -I ../Sources/CZlib $(find ../Sources/Checkpoints -name '*.swift')
for reader in safetensors zip legacy pickle onnx; do
  swiftc $options -I ../Sources/CZlib -D "FUZZ_$(echo $reader | tr a-z A-Z)" -module-name Fuzz FuzzReader.swift \
    .build/HRNet.o .build/Files.o .build/Checkpoints.o -lz -use-ld=lld -o ".build/$reader"
done
# What files say about themselves in words.
swiftc $options -I ../Sources/CZlib -module-name Fuzz FuzzMetadata.swift .build/HRNet.o .build/Files.o .build/Checkpoints.o -lz \
  -use-ld=lld -o .build/metadata

# Pose without what takes pictures, and of Pictures what is only geometry: the rest needs libjpeg and libpng. Without the
# address sanitizer too: none of it is unsafe code, whose bounds Swift does not check, and inputs are three times as fast.
options=$(echo "$options" | sed s/fuzzer,address/fuzzer/)
module HRNet $(find ../Sources/HRNet -name '*.swift')
module Files $(find ../Sources/Files -name '*.swift')
module Pictures ../Sources/Pictures/Box.swift ../Sources/Pictures/Crop.swift ../Sources/Pictures/PictureSize.swift
module Pose $(grep -Lw Picture ../Sources/Pose/*.swift)
for reader in set sidecar; do
  swiftc $options -D "FUZZ_$(echo $reader | tr a-z A-Z)" -module-name Fuzz FuzzSet.swift .build/HRNet.o .build/Files.o \
    .build/Pictures.o .build/Pose.o -use-ld=lld -o ".build/$reader"
done

# Of the explorer what sessions and keys are: data, without the model and what it stands on.
explorer() { for name in "$@"; do echo "../Sources/Explorer/$name.swift"; done; }
module Cells $(find ../Sources/Cells -name '*.swift')
module Explorer $(explorer SessionRecord SessionRecord+Reading SessionRecord+Names KeyMap Command Tastes \
  Panel Grain MapMode PictureLayer JointOrder)
for reader in session keys; do
  swiftc $options -D "FUZZ_$(echo $reader | tr a-z A-Z)" -module-name Fuzz FuzzSession.swift \
    ../Sources/Runner/KeyBindings.swift .build/Files.o .build/Cells.o .build/Explorer.o -use-ld=lld -o ".build/$reader"
done
