#!/usr/bin/env bash
# Proves what build.sh has made: on bare systems, without Swift and without a compiler, each of the three packages is
# installed as a person would and run: --version, the joints of a picture, a capture, and the explorer from start to quit.
# What the program says there must be what it says here. Systems are laid by debootstrap, from the mirror that this machine's
# apt uses; where that cannot be done, a line says so and nothing fails.
set -euo pipefail
cd "$(dirname "$0")/.."
packages=$PWD/.build/package
deb=$(echo "$packages"/hrscope_*.deb)
archive=$(echo "$packages"/hrscope-*.tar.xz)
wheel=$(echo "$packages"/hrscope-*.whl)
here=$PWD/.build/release/hrscope

work=$(mktemp -d "${TMPDIR:-/var/tmp}/hrscope-prove.XXXXXX")
socket=$work/tmux
end() {
  tmux -S "$socket" kill-server 2>/dev/null || true
  for root in archive wheel bare next; do umount "$work/$root/proc" 2>/dev/null || true; done
  rm -rf --one-file-system "$work"
}
trap end EXIT

skip() {
  echo "prove: skipped: $1"
  exit 0
}
fail() {
  echo "prove: $1" >&2
  exit 1
}

lintian --fail-on error --tag-display-limit 0 "$deb" || fail "lintian has errors"
[ "$(id -u)" -eq 0 ] || skip "debootstrap needs root"
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Label: Debian' | head -n 1)
[ -n "$mirror" ] || skip "apt knows no mirror of Debian"

# A folder with a bare system in it, and nothing that answers to a name of this project.
lay() { # suite, folder
  debootstrap --variant=minbase --include=ca-certificates "$1" "$2" "$mirror" >"$work/debootstrap.log" 2>&1 || return 1
  echo "deb $mirror $1 main" >"$2/etc/apt/sources.list"
}

inside() { # folder, command…
  local root=$1
  shift
  chroot "$root" /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin:/usr/sbin:/sbin HOME=/root TERM=xterm-256color \
    LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
}

apt() { # folder, arguments…
  local root=$1
  shift
  inside "$root" apt-get -qq "$@" >"$work/apt.log" 2>&1 || { tail -n 20 "$work/apt.log" >&2 && fail "apt-get $* failed"; }
}

# The loader asks /proc where a program lies, to find the libraries beside it.
enter() { mount -t proc proc "$1/proc" || fail "no /proc in $1"; }
leave() {
  umount "$1/proc"
  rm -rf --one-file-system "$1"
}

# Runs the program that is called so inside, and compares what it says with what it says here.
try() { # name, folder, program
  local name=$1 root=$2 program=$3
  ! inside "$root" sh -c 'command -v swift swiftc cc gcc clang' || fail "$name: there is a compiler"
  inside "$root" "$program" --version
  cp SampleImages/02-serve.jpg "$root/root/serve.jpg"
  inside "$root" sh -c "cd /root && '$program' pose serve.jpg --json" >"$work/there.json"
  (cd SampleImages && cp 02-serve.jpg "$work/serve.jpg" && cd "$work" && "$here" pose serve.jpg --json) >"$work/here.json"
  sed -i '/"milliseconds"/d' "$work/there.json" "$work/here.json"
  cmp "$work/there.json" "$work/here.json" || fail "$name: other joints than here"
  inside "$root" sh -c "cd /root && '$program' capture --keys 'Home Right f' --output there.svg"
  (cd "$work" && "$here" capture --keys 'Home Right f' --output here.svg)
  cmp "$root/root/there.svg" "$work/here.svg" || fail "$name: another screen than here"
  explore "$name" "$root" "$program"
  echo "prove: $name: version, joints, capture and explorer as here"
}

# The explorer in a terminal of 80×24: it shows the pose, cuts, and ends with the terminal as it was.
explore() { # name, folder, program
  local name=$1 root=$2 program=$3
  tmux -S "$socket" -f /dev/null new-session -d -x 80 -y 24 "chroot '$root' /usr/bin/env -i PATH=/usr/local/bin:/usr/bin:/bin \
    HOME=/root TERM=screen-256color LC_ALL=C.UTF-8 '$program'; echo status \$?; sleep 60"
  wait_for "$name" "right ankle\|r ankle\|joints"
  tmux -S "$socket" send-keys 2
  wait_for "$name" "across"
  tmux -S "$socket" send-keys q
  wait_for "$name" "^status 0"
  tmux -S "$socket" kill-server
}

wait_for() { # name, what the screen is to show
  for _ in $(seq 100); do
    ! tmux -S "$socket" capture-pane -p | grep -q "$2" || return 0
    sleep 0.1
  done
  tmux -S "$socket" capture-pane -p >&2
  fail "$1: the explorer did not show '$2'"
}

lay bookworm "$work/bare" || skip "debootstrap: $(tail -n 1 "$work/debootstrap.log")"

cp -a "$work/bare" "$work/archive"
enter "$work/archive"
tar --extract --file "$archive" --directory "$work/archive/opt"
try "archive on Debian 12" "$work/archive" "/opt/$(basename "$archive" .tar.xz)/bin/hrscope"
leave "$work/archive"

cp -a "$work/bare" "$work/wheel"
enter "$work/wheel"
apt "$work/wheel" update
apt "$work/wheel" install --yes --no-install-recommends python3-venv
cp "$wheel" "$work/wheel/root/"
inside "$work/wheel" sh -c "python3 -m venv /root/venv && /root/venv/bin/pip install --quiet --no-index /root/$(basename "$wheel")"
try "wheel on Debian 12" "$work/wheel" /root/venv/bin/hrscope
leave "$work/wheel"

enter "$work/bare"
cp "$deb" "$work/bare/root/"
apt "$work/bare" update
apt "$work/bare" install --yes --no-install-recommends "/root/$(basename "$deb")"
try "package on Debian 12" "$work/bare" hrscope
leave "$work/bare"

if lay trixie "$work/next"; then
  enter "$work/next"
  cp "$deb" "$work/next/root/"
  apt "$work/next" update
  if inside "$work/next" apt-get -qq install --yes --no-install-recommends "/root/$(basename "$deb")" >"$work/apt.log" 2>&1; then
    try "package on Debian 13" "$work/next" hrscope
  else
    echo "prove: package on Debian 13: refused: $(grep -m 1 -E '^ hrscope|^E:' "$work/apt.log")"
  fi
else
  echo "prove: Debian 13: not laid: $(tail -n 1 "$work/debootstrap.log")"
fi
