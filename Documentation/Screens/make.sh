#!/bin/sh
# Draws the screens of README.md and Documentation anew, each a capture: make screens.
set -eu
here=$(dirname "$0")
# Where to: by default beside this script.
folder=${1:-$here}
hrscope=${HRSCOPE:-$here/../../.build/release/hrscope}

# The name of the file, columns and rows, and the keys that lead there; further options of capture.
screen() {
  name=$1 size=$2 keys=$3
  shift 3
  "$hrscope" capture --size "$size" --keys "$keys" --output "$folder/$name.svg" "$@"
}

screen streams 120x40 "{ Left"
screen exchange 120x40 "{ { Enter Right f" built-in:runner
screen within 120x40 "3 { Left n"
screen mosaic 120x40 "{ Left n n Tab z"
screen read-out 120x40 "e { { {"
screen trace 120x40 "t J B { Left"
screen rewound 120x40 "Home } } Right Right"
screen small 80x24 "{ Enter Right Right f" built-in:runner
screen lesson 120x40 "L Down Down Enter PageDown PageDown Tab"
screen lesson-small 80x24 "L Down Down Enter PageDown PageDown"
screen presenter 120x40 "W { Enter Right Right f" built-in:runner
screen help 80x24 "{ Enter ?"
screen ablation 120x40 "p p p"
screen pictures 80x24 "O Home"
screen parts 120x40 "H"
screen two-states 160x50 "A 3 A A A"
screen unfolded 120x40 "z"
screen sum 200x60 "{ Left i Enter"
screen edge-sum 80x24 "{ Enter Right Enter"
screen decoding 120x40 "d Enter"
screen geometry 120x40 ": g e o m Enter"
screen cost 120x40 ": c o s t Enter"
screen inspector 120x40 "{ Left i"
screen sweep 120x40 "S { { Enter Right Right"
screen ranking 80x24 "S S"
screen difference 120x40 "A 1 { Left A A A A"
screen lessons 80x24 "L"
screen replaced 120x40 "{ Enter Right R Down Enter"
screen ascii 80x24 "1 { Enter" --ascii --colors none
