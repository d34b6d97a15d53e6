# hrscope: `make run` opens the explorer, `make test` proves it.

# What the program is built from, and what its tests drive it with.
PACKAGES = libncurses-dev libopenblas-dev libjpeg-dev libpng-dev libexif-dev
TEST_PACKAGES = tmux
# Arguments of the program: make run ARGS="--cut final my.jpg"
ARGS =

.PHONY: run build test lint format packages test-packages clean

run: build
	@.build/release/hrscope $(ARGS)

build: packages
	swift build --configuration release --product hrscope

# Everything: units, reference numbers, screens, commands, whole sessions in tmux. The last line counts the tests.
test: packages test-packages
	swift build --build-tests
	swift test --skip-build --disable-xctest

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

format:
	swift format --in-place --recursive Package.swift Sources Tests

packages:
	@.ci/install $(PACKAGES)

test-packages:
	@.ci/install $(TEST_PACKAGES)

clean:
	swift package clean
