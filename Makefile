# hrscope: `make run` opens the explorer, `make test` proves it.

# What the program is built from, and what its tests drive it with.
# A `?` behind a name: where there is such a package. Newer Debians have libheif's decoders in packages of their own.
PACKAGES = libncurses-dev libjpeg-dev libpng-dev zlib1g-dev libwebp-dev libheif-dev libheif-plugin-libde265? \
  libfreetype-dev fonts-dejavu-core libopenblas-serial-dev
TEST_PACKAGES = tmux parallel? slurm-wlm? munge? asciinema ffmpeg
# Arguments of the program: make run ARGS="--cut final my.jpg"
ARGS =

# Where `make install` puts the program, its manual and its completions.
PREFIX = /usr/local

.PHONY: run build test walk fuzz bench costs waits classroom screens package reproduce prove lint format packages test-packages install install-files uninstall clean

run: build
	@.build/release/hrscope $(ARGS)

build: packages
	HRSCOPE_COMMIT=$$(git describe --always --dirty --exclude '*' 2>/dev/null) \
	  swift build --configuration release --static-swift-stdlib --product hrscope

# Everything: units, reference numbers, screens, commands, whole sessions in tmux. The last line counts the tests.
test: packages test-packages
	swift build --build-tests
	swift test --skip-build --disable-xctest

# The explorer under random keys, clicks, sizes and answers for so many seconds: no frame may trap.
WALK_SECONDS = 60
walk: packages
	swift build --build-tests
	HRSCOPE_WALK_SECONDS=$(WALK_SECONDS) swift test --skip-build --disable-xctest --filter RandomWalkTests

# Each reader of files for so many seconds, as many at once as there are cores; fails with the first finding.
READERS = safetensors zip legacy pickle onnx metadata set sidecar labels names classes instances picture frames session keys
FUZZ_SECONDS = 45
fuzz:
	@.ci/install zlib1g-dev libjpeg-dev libpng-dev libwebp-dev libheif-dev libheif-plugin-libde265?
	Fuzz/build.sh
	printf '%s\n' $(READERS) | xargs -P $$(nproc) -I{} Fuzz/run.sh {} $(FUZZ_SECONDS)

# hrscope beside ONNX Runtime, OpenVINO, ncnn and PyTorch, which go to a virtual environment outside of the repository.
VENV = ../venv
bench: build
	test -x $(VENV)/bin/python || python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement Benchmarks/requirements.txt
	$(VENV)/bin/python Benchmarks/compare.py $(ARGS)

# Instructions and allocations of a pass, of cuts and of a frame against the limits in Benchmarks/costs.json.
costs: build
	@.ci/install valgrind binutils python3-minimal
	Benchmarks/costs.py $(ARGS)

# What a classroom on one machine costs: twenty explorers at once.
classroom: build
	@.ci/install python3-minimal
	Benchmarks/classroom.py $(ARGS)

# What a person waits for in the explorer, in a pseudo-terminal: start, steps, cuts; bytes of each.
waits: build
	@.ci/install python3-minimal
	Benchmarks/waits.py $(ARGS)

# The screens of README.md and Documentation, each a capture.
screens: build
	Documentation/Screens/make.sh

# C is formatted like Swift; what compiles has no warning in either.
C_FILES = $(wildcard Sources/*/*.c Sources/*/*.h Sources/*/include/*.h)
lint:
	@.ci/install clang-format
	swift format lint --strict --recursive Package.swift Sources Tests Fuzz
	clang-format --dry-run --Werror $(C_FILES)

format:
	@.ci/install clang-format
	swift format --in-place --recursive Package.swift Sources Tests Fuzz
	clang-format -i $(C_FILES)

install: build install-files

install-files:
	@.ci/install help2man
	Packaging/manual.sh .build/release/hrscope .build/manual
	install -D --mode 755 .build/release/hrscope $(DESTDIR)$(PREFIX)/bin/hrscope
	install -D --mode 644 --target-directory $(DESTDIR)$(PREFIX)/share/man/man1 \
	  .build/manual/*.1
	install -d $(COMPLETIONS:%=$(DESTDIR)$(PREFIX)/share/%)
	.build/release/hrscope --generate-completion-script bash >$(DESTDIR)$(PREFIX)/share/bash-completion/completions/hrscope
	.build/release/hrscope --generate-completion-script zsh >$(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hrscope
	.build/release/hrscope --generate-completion-script fish >$(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hrscope.fish

uninstall:
	rm --force $(DESTDIR)$(PREFIX)/bin/hrscope $(DESTDIR)$(PREFIX)/share/man/man1/hrscope*.1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/hrscope \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_hrscope \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/hrscope.fish

COMPLETIONS = bash-completion/completions zsh/site-functions fish/vendor_completions.d

# What is handed to people without Swift: a Debian package, an archive that runs from any folder, a wheel (.build/package).
package: build
	@.ci/install dpkg-dev patchelf xz-utils
	Packaging/build.sh

# Makes them once more and compares: the same bytes.
reproduce: package
	Packaging/reproduce.sh

# Installs them on systems with nothing else and runs them there.
prove: package
	@.ci/install debootstrap lintian tmux
	Packaging/prove.sh

packages:
	@.ci/install $(PACKAGES)

test-packages:
	@.ci/install $(TEST_PACKAGES)

clean:
	swift package clean
