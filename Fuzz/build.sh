#!/bin/sh
# Builds a fuzzer for each reader of checkpoints, of labelled sets, of labels, names and classes, of pictures and of frames in a
# pipe, of session files and of key files, with libFuzzer and
# the address sanitizer, into Fuzz/.build. `pickle` is the pickle machine alone, which both of PyTorch's containers read
# their names and shapes with.
set -eu
cd "$(dirname "$0")"
mkdir -p .build
options="-swift-version 6 -package-name hrscope -O -g -sanitize=fuzzer,address -parse-as-library -enable-testing -I .build -Xcc -I../Sources/CZlib"

module() { # name, files
  name=$1
  shift
  swiftc $options -module-name "$name" -emit-module -emit-module-path ".build/$name.swiftmodule" \
    -wmo -c "$@" -o ".build/$name.o"
}

module HRNet $(find ../Sources/HRNet -name '*.swift')
module Platform ../Sources/Platform/Platform.swift
module Essentials ../Sources/Essentials/Essentials.swift
module Files $(find ../Sources/Files -name '*.swift')
module Checkpoints -I ../Sources/CZlib $(find ../Sources/Checkpoints -name '*.swift')
for reader in safetensors zip legacy pickle onnx; do
  swiftc $options -I ../Sources/CZlib -D "FUZZ_$(echo $reader | tr a-z A-Z)" -module-name Fuzz FuzzReader.swift \
    .build/HRNet.o .build/Platform.o .build/Files.o .build/Essentials.o .build/Checkpoints.o -lz -use-ld=lld -o ".build/$reader"
done
# What files say about themselves in words.
swiftc $options -I ../Sources/CZlib -module-name Fuzz FuzzMetadata.swift .build/HRNet.o .build/Platform.o .build/Files.o .build/Essentials.o .build/Checkpoints.o -lz \
  -use-ld=lld -o .build/metadata

# Labels are PNGs: with libpng behind C, whose allocations the sanitizer takes over.
for name in CMemory CImage; do
  printf 'module %s { header "../../Sources/%s/include/%s.h" export * }\n' $name $name $name
done >.build/module.modulemap
for file in ../Sources/CMemory/*.c ../Sources/CImage/*.c; do
  clang -std=gnu17 -O1 -g -fsanitize=fuzzer-no-link,address -I ../Sources/CMemory/include -I ../Sources/CImage/include \
    -c "$file" -o ".build/$(basename "$file").o"
done
module Pictures $(find ../Sources/Pictures -name '*.swift')
module Pose $(find ../Sources/Pose -name '*.swift')
module Recognition $(find ../Sources/Recognition -name '*.swift')
for reader in labels names classes instances; do
  swiftc $options -I ../Sources/CZlib -D "FUZZ_$(echo $reader | tr a-z A-Z)" -module-name Fuzz FuzzRecognition.swift \
    .build/HRNet.o .build/Platform.o .build/Files.o .build/Pictures.o .build/Pose.o .build/Recognition.o .build/*.c.o \
    -ljpeg -lpng -lz -lwebp -lwebpdemux -use-ld=lld -o ".build/$reader"
done
swiftc $options -D FUZZ_PICTURE -module-name Fuzz FuzzPictures.swift .build/HRNet.o .build/Platform.o .build/Files.o .build/Pictures.o \
  .build/*.c.o -ljpeg -lpng -lz -lwebp -lwebpdemux -use-ld=lld -o .build/picture

# Pose without what takes pictures, and of Pictures what is only geometry: the rest needs libjpeg and libpng. Without the
# address sanitizer too: none of it is unsafe code, whose bounds Swift does not check, and inputs are three times as fast.
options=$(echo "$options" | sed s/fuzzer,address/fuzzer/)
module HRNet $(find ../Sources/HRNet -name '*.swift')
module Platform ../Sources/Platform/Platform.swift
module Files $(find ../Sources/Files -name '*.swift')
module Pictures ../Sources/Pictures/Box.swift ../Sources/Pictures/Crop.swift ../Sources/Pictures/PictureSize.swift \
  ../Sources/Pictures/FrameSplitter.swift
module Pose $(grep -Lw Picture ../Sources/Pose/*.swift)
for reader in set sidecar; do
  swiftc $options -D "FUZZ_$(echo $reader | tr a-z A-Z)" -module-name Fuzz FuzzSet.swift .build/HRNet.o .build/Platform.o .build/Files.o \
    .build/Pictures.o .build/Pose.o -use-ld=lld -o ".build/$reader"
done

swiftc $options -D FUZZ_FRAMES -module-name Fuzz FuzzPictures.swift .build/HRNet.o .build/Pictures.o -use-ld=lld -o .build/frames

# Of the explorer what sessions and keys are: data, without the model and what it stands on.
explorer() { for name in "$@"; do echo "../Sources/Explorer/$name.swift"; done; }
module Cells $(find ../Sources/Cells -name '*.swift')
module Explorer $(explorer SessionRecord SessionRecord+Reading SessionRecord+Names SessionLine KeyMap KeyMap+Reading Command Tastes \
  Panel Grain MapMode PictureLayer JointOrder BuiltInPicture) DefaultKeys.swift
for reader in session keys; do
  swiftc $options -D "FUZZ_$(echo $reader | tr a-z A-Z)" -module-name Fuzz FuzzSession.swift \
    ../Sources/Runner/OldKeyFile.swift .build/Platform.o .build/Files.o .build/Cells.o .build/Explorer.o -use-ld=lld -o ".build/$reader"
done
