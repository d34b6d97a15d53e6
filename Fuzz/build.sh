#!/bin/sh
# Builds the fuzzers of the checkpoint readers, with libFuzzer and the address sanitizer, into Fuzz/.build:
# `checkpoint` for whole files of every container, `pickle` for the pickle machine alone, `onnx` for ONNX graphs.
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
module Checkpoints -I ../Sources/CZlib $(find ../Sources/Checkpoints -name '*.swift')
for fuzzer in checkpoint pickle onnx; do
  flag=FUZZ_$(echo $fuzzer | tr a-z A-Z)
  swiftc $options -I ../Sources/CZlib -D "$flag" -module-name Fuzz FuzzCheckpoint.swift \
    .build/Network.o .build/Checkpoints.o -lz -use-ld=lld -o ".build/$fuzzer"
done
