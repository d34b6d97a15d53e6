#!/bin/sh
# Runs a command on a Slurm cluster of one node, this machine: slurm.sh FOLDER COMMAND…
# Everything the cluster writes goes to FOLDER; its daemons end with this script, by their process ids.
set -eu
PATH=$PATH:/usr/sbin:/sbin
here=$(dirname "$0")
folder=$1
shift
umask 022
mkdir -p "$folder/state" "$folder/spool"

# The last started ends first: what munged vouches for has to be done before it goes.
daemons=
stop() {
  # Steps outlive slurmd: jobs that still run, as after a failure, end first.
  timeout 20 scancel --user "$(id -un)" 2>/dev/null || true
  tries=0
  while [ $tries -lt 100 ] && timeout 5 squeue --noheader 2>/dev/null | grep -q .; do
    tries=$((tries + 1))
    sleep 0.1
  done
  for daemon in $daemons; do
    kill "$daemon" 2>/dev/null || true
    wait "$daemon" 2>/dev/null || true
  done
}
trap stop EXIT
trap 'exit 130' INT TERM

# A port that nobody listens to, by chance and a look.
free_port() {
  while true; do
    port=$(($(od -An -N2 -tu2 /dev/urandom) % 20000 + 20000))
    grep -qi ":$(printf %04X "$port") " /proc/net/tcp || break
  done
  echo "$port"
}
cpus=$(slurmd -C 2>/dev/null | sed -n 's/.* CPUs=\([0-9]*\).*/\1/p')
sed -e "s|@FOLDER@|$folder|; s|@USER@|$(id -un)|; s|@CPUS@|${cpus:-$(nproc)}|" \
  -e "s|@CONTROLLER_PORT@|$(free_port)|; s|@NODE_PORT@|$(free_port)|" "$here/slurm.conf" >"$folder/slurm.conf"
export SLURM_CONF="$folder/slurm.conf"

(umask 077 && head -c 128 /dev/urandom >"$folder/munge.key")
# In groups of their own, so that what ends this one's leaves them to end the jobs; yet where this script is killed they end.
begin="setsid setpriv --pdeathsig TERM"
$begin munged --foreground --force --key-file="$folder/munge.key" --socket="$folder/munge.socket" \
  --pid-file="$folder/munged.pid" --log-file="$folder/munged.log" --seed-file="$folder/munged.seed" \
  >"$folder/munged.out" 2>&1 &
daemons="$!"
$begin slurmctld -D >"$folder/slurmctld.out" 2>&1 &
daemons="$! $daemons"
$begin slurmd -D -N localhost >"$folder/slurmd.out" 2>&1 &
daemons="$! $daemons"

tries=0
until sinfo --noheader --format %T 2>/dev/null | grep -q idle; do
  tries=$((tries + 1))
  if [ "$tries" -gt 300 ]; then
    echo "slurm.sh: no node came up" >&2
    tail -n 3 "$folder"/*.log "$folder"/*.out >&2
    exit 125
  fi
  sleep 0.2
done
"$@"
