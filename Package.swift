// swift-tools-version: 6.2
import PackageDescription

/// Every Swift target: Swift 6 language mode (from the tools version) and no warning left standing.
let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
]

/// What computes, draws or reads many numbers is optimised even in a debug build, where every run of the program and every
/// frame of every test would otherwise take its time. Checks of overflow and bounds stay.
let fast: [SwiftSetting] = strict + [.unsafeFlags(["-O"], .when(configuration: .debug))]

/// C targets too. Kernels are optimised even in a debug build, so that `swift build` alone gives a usable explorer.
let strictC: [CSetting] = [.unsafeFlags(["-Wall", "-Wextra", "-Werror"])]
let fastC: [CSetting] = strictC + [.unsafeFlags(["-O3", "-fno-math-errno", "-ffp-contract=fast"])]

/// What `make` says that it builds (Sources/Embedded/commit.c).
let commit: [CSetting] =
  Context.environment["HRSCOPE_COMMIT"].map { [.define("HRS_COMMIT", to: "\"\($0)\"")] } ?? []

let package = Package(
  name: "hrscope",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "hrscope", targets: ["hrscope"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0")
  ],
  targets: [
    // What an HRNet is; no arithmetic.
    .target(name: "HRNet", swiftSettings: fast),
    // The C library, under one name on every system.
    .target(name: "Platform", swiftSettings: strict),
    // Foundation's small half, under one name on every system.
    .target(name: "Essentials", swiftSettings: strict),
    // Names of files, reading and replacing them; no package, since fuzzers build it too.
    .target(name: "Files", dependencies: ["Platform"], swiftSettings: strict),
    // Files of weights to named tensors.
    .target(
      name: "Checkpoints", dependencies: ["HRNet", "Files", "Essentials", "Platform", "CZlib"],
      swiftSettings: fast),
    // Tensors, kernels, executor, interventions, activation cache.
    .target(
      name: "Engine",
      dependencies: ["HRNet", "Checkpoints", "Essentials", "Platform", "CKernels", "CMemory", "COpenBLAS"],
      swiftSettings: fast),
    // Pictures: decoding, orientation, PNG, positions and boxes in them, cropping to a network's input.
    .target(name: "Pictures", dependencies: ["HRNet", "Files", "CImage", "CMemory"], swiftSettings: fast),
    // Heat maps to joints, skeletons, labelled sets, metrics.
    .target(name: "Pose", dependencies: ["HRNet", "Files", "Pictures", "Platform"], swiftSettings: fast),
    // What networks other than pose networks say: class maps, class scores, boxes; their names and measures.
    .target(
      name: "Recognition",
      dependencies: ["HRNet", "Files", "Pictures", "Pose", "Platform", "CImage", "CMemory"],
      swiftSettings: fast),
    // Picture, network and joints together; what is measured with them.
    .target(
      name: "Experiments",
      dependencies: [
        "Pose", "Pictures", "Recognition", "Engine", "Checkpoints", "HRNet", "Files", "Essentials", "Platform",
      ],
      swiftSettings: fast),
    // Cells, styles, colour maps, widgets; no terminal, no network.
    .target(name: "Cells", dependencies: ["Platform"], swiftSettings: fast),
    // Frames as files: text, ANSI, SVG, PNG.
    .target(name: "Capture", dependencies: ["Cells", "Pictures", "CFont"], swiftSettings: fast),
    // The application as pure functions: Model, Action, update, view.
    .target(
      name: "Explorer",
      dependencies: ["Cells", "Capture", "Experiments", "Pose", "Pictures", "Recognition", "Engine", "HRNet", "Files"],
      swiftSettings: fast),
    // The one owner of the terminal; ncurses only here.
    .target(
      name: "Console", dependencies: ["Cells", "Files", "Platform", "CNcurses", "CSignals"], swiftSettings: strict),
    // Event loop, worker, effects.
    .target(
      name: "Runner",
      dependencies: [
        "Explorer", "Console", "Cells", "Capture", "Experiments", "Pose", "Pictures", "Engine", "Checkpoints",
        "HRNet", "Files", "Essentials", "Platform", "Embedded",
      ],
      swiftSettings: fast),
    .executableTarget(
      name: "hrscope",
      dependencies: [
        "Runner", "Explorer", "Console", "Cells", "Capture", "Experiments", "Recognition", "Pose", "Pictures", "Engine",
        "Checkpoints", "HRNet", "Files", "Essentials", "Platform", "CSignals", "Embedded",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .systemLibrary(name: "CNcurses", providers: [.apt(["libncurses-dev"])]),
    // Deflated entries of PyTorch zip files.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    // JPEG, PNG and WebP, with the libraries' longjmp kept inside C; HEIC by a library that is loaded when it is needed.
    .target(
      name: "CImage", dependencies: ["CMemory"], cSettings: strictC,
      linkerSettings: [
        .linkedLibrary("jpeg"), .linkedLibrary("png"), .linkedLibrary("z"), .linkedLibrary("webp"),
        .linkedLibrary("webpdemux"),
      ]),
    // Glyphs of the built-in font, by FreeType.
    .target(
      name: "CFont",
      cSettings: strictC + [
        .unsafeFlags(["-Wno-c23-extensions", "-I/usr/include/freetype2", "-I/opt/homebrew/include/freetype2"])
      ],
      linkerSettings: [.linkedLibrary("freetype")]),
    .target(name: "CKernels", dependencies: ["CMemory"], cSettings: fastC),
    // Linear algebra that is no network's: OpenBLAS, loaded when it is needed.
    .target(
      name: "COpenBLAS", cSettings: strictC,
      linkerSettings: [.linkedLibrary("m"), .linkedFramework("Accelerate", .when(platforms: [.macOS]))]),
    // What happens where there is no more memory.
    .target(name: "CMemory", cSettings: strictC),
    .target(name: "CSignals", dependencies: ["CMemory"], cSettings: strictC),
    .target(
      name: "Embedded", exclude: ["hrnet-w16-joints-parts.safetensors", "lessons", "probes"],
      cSettings: strictC + commit),

    .target(name: "TestSupport", dependencies: ["Embedded"], path: "Tests/TestSupport", swiftSettings: strict),
    .testTarget(
      name: "CheckpointsTests", dependencies: ["Checkpoints", "Engine", "CZlib", "TestSupport"],
      exclude: ["Fixtures", "Scripts"], swiftSettings: fast),
    .testTarget(
      name: "EngineTests", dependencies: ["Engine", "CKernels", "TestSupport"], exclude: ["Fixtures", "Scripts"],
      swiftSettings: fast),
    .testTarget(
      name: "ExplorerTests",
      dependencies: [
        "Explorer", "Cells", "Capture", "Experiments", "Pose", "Pictures", "Recognition", "Engine", "HRNet",
        "TestSupport",
      ],
      exclude: ["Screens"],
      swiftSettings: fast),
    .testTarget(
      name: "ExperimentsTests",
      dependencies: [
        "Experiments", "Pose", "Pictures", "Recognition", "Engine", "Checkpoints", "HRNet", "TestSupport",
      ],
      exclude: ["Fixtures", "Scripts"],
      swiftSettings: strict),
    .testTarget(
      name: "RunnerTests",
      dependencies: [
        "Runner", "Explorer", "Cells", "Experiments", "Pose", "Pictures", "Engine", "Checkpoints", "HRNet",
        "Files", "TestSupport",
      ],
      swiftSettings: strict),
    .testTarget(name: "FilesTests", dependencies: ["Files", "TestSupport"], swiftSettings: strict),
    .testTarget(name: "HRNetTests", dependencies: ["HRNet"], swiftSettings: strict),
    .testTarget(
      name: "PoseTests", dependencies: ["Pose", "Pictures", "HRNet", "CZlib", "TestSupport"],
      exclude: ["Fixtures", "Scripts"],
      swiftSettings: strict),
    .testTarget(
      name: "RecognitionTests", dependencies: ["Recognition", "Pictures", "Pose", "HRNet", "TestSupport"],
      exclude: ["Fixtures", "Scripts"],
      swiftSettings: strict),
    .testTarget(name: "CaptureTests", dependencies: ["Capture", "Cells", "Pictures"], swiftSettings: strict),
    .testTarget(
      name: "CellsTests", dependencies: ["Cells", "TestSupport"], exclude: ["reference"], swiftSettings: strict),
    .testTarget(
      name: "ConsoleTests", dependencies: ["Console", "terminal-demo", "TestSupport"], swiftSettings: strict),
    // A program that only owns a terminal, which ConsoleTests drive in a tmux.
    .executableTarget(
      name: "terminal-demo", dependencies: ["Console", "Cells"], path: "Tests/TerminalDemo", swiftSettings: strict),
    // The program itself: from the shell, and in a terminal.
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "hrscope", "Runner", "Explorer", "Cells", "Experiments", "Checkpoints", "Recognition", "Pose", "Pictures",
        "HRNet", "TestSupport",
      ],
      exclude: ["Fixtures", "Scripts", "Slurm"],
      swiftSettings: strict),
    .testTarget(
      name: "SessionTests", dependencies: ["hrscope", "Explorer", "Cells", "TestSupport"], swiftSettings: strict),
  ],
  cLanguageStandard: .gnu2x
)

// Every module has a page for people; targets of tests have a path of their own, or none.
for target in package.targets where target.type == .regular || target.type == .executable {
  if target.path == nil { target.exclude.append("README.md") }
}
