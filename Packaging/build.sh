#!/usr/bin/env bash
# Makes what is handed out of the program that `make build` has built, into .build/package or a new folder that is named:
#   hrscope_VERSION_amd64.deb                       for Debian and its relatives
#   hrscope-VERSION-linux-x86_64.tar.xz             runs from any folder, with its libraries beside it
#   hrscope-VERSION-py3-none-manylinux_…_x86_64.whl the same for `pip install`
# The same commit gives the same bytes.
set -euo pipefail
cd "$(dirname "$0")/.."

program=.build/release/hrscope
version=$($program --version | sed -E 's/^hrscope ([0-9.]+).*/\1/;q')
architecture=$(dpkg --print-architecture)
machine=$(uname -m)
out=${1:-.build/package}
export SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export LC_ALL=C TZ=UTC
umask 022

# A folder that is named has to be new.
[ $# -gt 0 ] || rm -rf "$out"
mkdir "$out"
out=$(realpath "$out")
stage=$out/stage

# What is installed, as `make install` puts it, with pictures, lessons and papers.
make --no-print-directory install-files DESTDIR="$stage" PREFIX=/usr
strip "$stage/usr/bin/hrscope"
patchelf --remove-rpath "$stage/usr/bin/hrscope"
! readelf --dynamic "$stage/usr/bin/hrscope" | grep -q libswift || {
  echo "Packaging: the program needs libraries of Swift (build it with make build)" >&2
  exit 1
}
gzip -9n "$stage"/usr/share/man/man1/*.1
share=$stage/usr/share/hrscope
install -D --mode 644 --target-directory "$share/pictures" SampleImages/*
install -D --mode 644 --target-directory "$share/lessons" Sources/Embedded/lessons/*.txt
papers=$stage/usr/share/doc/hrscope
install -D --mode 644 --target-directory "$papers" Packaging/copyright README.md
cp -r Documentation "$papers/Documentation"
rm -f "$papers/Documentation/Screens/make.sh"
# Whatever the modes of the checkout are.
chmod -R u+rwX,go=rX "$stage"

dates() { find "$1" -print0 | xargs -0 touch --no-dereference --date="@$SOURCE_DATE_EPOCH"; }

# The Debian package.
debian=$out/debian
cp -r "$stage" "$debian"
mkdir -p "$debian/DEBIAN" "$out/shlibs/debian"
printf '%s\n' "hrscope ($version) stable; urgency=low" "" "  * See Documentation and the changelog of the project." "" \
  " -- the hrscope authors <maintainers@hrscope.invalid>  $(date -R -d "@$SOURCE_DATE_EPOCH")" |
  gzip -9n >"$debian/usr/share/doc/hrscope/changelog.gz"
gzip -9nc CHANGELOG.md >"$debian/usr/share/doc/hrscope/CHANGELOG.md.gz"
printf 'Source: hrscope\n\nPackage: hrscope\nArchitecture: any\n' >"$out/shlibs/debian/control"
depends=$(cd "$out/shlibs" && dpkg-shlibdeps -O "$debian/usr/bin/hrscope" 2>/dev/null | sed 's/^shlibs:Depends=//')
cat >"$debian/DEBIAN/control" <<CONTROL
Package: hrscope
Version: $version
Architecture: $architecture
Maintainer: the hrscope authors <maintainers@hrscope.invalid>
Installed-Size: $(find "$debian/usr" -printf '%y %s\n' | awk '{ sum += $1 == "f" ? int(($2 + 1023) / 1024) : 1 } END { print sum }')
Depends: $depends, libopenblas0-serial | libopenblas0
Recommends: libheif1
Section: science
Priority: optional
Description: interactive visualizer of HRNet in the terminal
 HRNet keeps a high-resolution stream through the whole network, runs
 lower-resolution streams beside it in parallel, and exchanges information
 between all of them again and again. hrscope runs a trained HRNet on a picture,
 step by step, shows what every stream holds, and lets one cut or weaken any
 fusion live and watch what it does to joints, classes and boxes.
CONTROL
(cd "$debian" && find usr -type f -print0 | sort -z | xargs -0 md5sum) >"$debian/DEBIAN/md5sums"
dates "$debian"
dpkg-deb --build --root-owner-group -Zxz --threads-max=1 "$debian" "$out/hrscope_${version}_$architecture.deb" >/dev/null

# What runs from any folder: all libraries but those of the C library itself, found from where the program lies.
portable=$out/hrscope-$version-linux-$machine
cp -r "$stage/usr" "$portable"
libraries=$portable/lib/hrscope
mkdir -p "$libraries"
# OpenBLAS is loaded when it is first needed.
needed=$(ldd "$portable/bin/hrscope" "$(ldconfig -p | awk '$1 == "libopenblas.so.0" { print $NF; exit }')" | awk '$2 == "=>" && $3 ~ /^\// { print $3 }' |
  grep -Ev '/(libc|libm|libdl|libpthread|librt|ld-linux[^/]*)\.so' | sort -u)
needed="$needed $(ldconfig -p | awk '$1 == "libopenblas.so.0" { print $NF; exit }')"
for library in $needed; do install --mode 644 "$library" "$libraries/"; done
patchelf --set-rpath "\$ORIGIN/../lib/hrscope" "$portable/bin/hrscope"
for library in "$libraries"/*; do patchelf --set-rpath "\$ORIGIN" "$library"; done
# Their licences, which each of Debian's packages states.
for library in $needed; do
  owner=$(dpkg-query --search "$(realpath "$library")" 2>/dev/null || dpkg-query --search "${library#/usr}" 2>/dev/null || true)
  package=$(printf '%s' "$owner" | sed 's/:.*//;q')
  [ -n "$package" ] || { echo "Packaging: no Debian package holds $library" >&2; exit 1; }
  install -D --mode 644 "/usr/share/doc/$package/copyright" "$portable/share/doc/hrscope/libraries/$package"
done
install --mode 644 CHANGELOG.md "$portable/share/doc/hrscope/"
dates "$portable"
tar --create --sort=name --owner=0 --group=0 --numeric-owner --format=gnu --directory "$out" "$(basename "$portable")" |
  xz -9 --threads=1 >"$portable.tar.xz"

# The newest version of the C library that program or libraries ask for: what the wheel may be installed beside.
glibc=$(objdump -T "$portable/bin/hrscope" "$libraries"/* | grep -o 'GLIBC_[0-9.]*' | sort -uV | tail -n 1 | sed 's/GLIBC_//')
python3 Packaging/wheel.py "$portable" "$version" "manylinux_${glibc/./_}_$machine" "$out"

rm -rf "$stage" "$debian" "$out/shlibs" "$portable"
(cd "$out" && sha256sum hrscope*)
