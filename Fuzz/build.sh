#!/bin/sh
# Builds a fuzzer for each reader of checkpoints, with libFuzzer and the address sanitizer, into Fuzz/.build. `pickle` is
# the pickle machine alone, which both of PyTorch's containers read their names and shapes with.
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

module Network $(find ../Sources/Network -name '*.swift')
module Files $(find ../Sources/Files -name '*.swift')
module Checkpoints -I ../Sources/CZlib $(find ../Sources/Checkpoints -name '*.swift')
for reader in safetensors zip legacy pickle onnx; do
  swiftc $options -I ../Sources/CZlib -D "FUZZ_$(echo $reader | tr a-z A-Z)" -module-name Fuzz FuzzReader.swift \
    .build/Network.o .build/Files.o .build/Checkpoints.o -lz -use-ld=lld -o ".build/$reader"
done
