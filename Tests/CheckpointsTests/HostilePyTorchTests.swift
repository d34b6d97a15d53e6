import Checkpoints
import Foundation
import TestSupport
import Testing

/// Whatever a file says: one line of text, soon, and nothing run.
@Suite("Damaged and hostile PyTorch files", .timeLimit(.minutes(2)))
struct HostilePyTorchTests {
  private func message(_ bytes: [UInt8]) -> String? {
    do {
      _ = try Fixture.open(bytes)
      return nil
    } catch {
      return error.description
    }
  }

  // MARK: Whole files, damaged

  @Test(
    "truncation at every 1 % of the length is noticed",
    arguments: ["official-legacy.pth", "official-protocol2.pth", "deflated.pth", "training-legacy.pth"])
  func truncation(name: String) throws {
    let bytes = try Fixture.bytes(name)
    for percent in 0..<100 {
      let message = message(Array(bytes[..<(bytes.count * percent / 100)]))
      #expect(message != nil, "\(percent) %")
      #expect(message?.contains("\n") == false)
    }
  }

  @Test(
    "flipped bytes give an error or another checkpoint, never a crash",
    arguments: ["official-legacy.pth", "official-protocol4.pth", "deflated.pth", "whole-module.pth"])
  func flippedBytes(name: String) throws {
    let bytes = try Fixture.bytes(name)
    var refused = 0
    // Every position would take an hour; a prime step sees every kind of place.
    for position in stride(from: 0, to: bytes.count, by: 1009) {
      var damaged = bytes
      damaged[position] ^= [0x01, 0x80, 0xff][position % 3]
      if let message = message(damaged) {
        refused += 1
        #expect(!message.contains("\n"))
      }
    }
    #expect(refused > 10)
  }

  // MARK: Pickles that try to run code

  @Test("a pickle that would run a command opens, and the command is not run")
  func trap() throws {
    let trace = "/tmp/hrscope-executed-a-pickle"
    try? FileManager.default.removeItem(atPath: trace)
    let checkpoint = try Fixture.open("trap-legacy.pth")
    #expect(try checkpoint.allFloats() == Fixture.open("official.safetensors").allFloats())
    #expect(!FileManager.default.fileExists(atPath: trace))
  }

  // MARK: Pickles made by hand

  static let pickles: [(what: String, pickle: PickleFixture, message: String)] = [
    ("no pickle of PyTorch", PickleFixture { $0.none() }, "not an HRNet: it holds no tensors"),
    ("takes from an empty stack", PickleFixture { $0.reduce() }, "takes from an empty stack"),
    ("no mark", PickleFixture { $0.tuple() }, "takes up to a mark where there is none"),
    (
      "takes below a mark",
      PickleFixture {
        $0.none(); $0.mark(); $0.append()
      }, "takes from an empty stack"
    ),
    ("unknown memo", PickleFixture { $0.get(7) }, "recalls what was never remembered"),
    ("text instruction", PickleFixture { $0.raw(Array("I1\n".utf8)) }, "unknown instruction 0x49"),
    ("protocol 9", PickleFixture { $0.raw([0x80, 9]) }, "protocol 9, where 5 is the latest"),
    (
      "odd dictionary",
      PickleFixture {
        $0.emptyDictionary(); $0.mark(); $0.none(); $0.raw([0x75])
      }, "a key without a value"
    ),
    (
      "items of nothing",
      PickleFixture {
        $0.none(); $0.none(); $0.none(); $0.setItem()
      }, "adds to a value that holds nothing"
    ),
    (
      "state of nothing",
      PickleFixture {
        $0.none(); $0.none(); $0.build()
      }, "adds to a value that holds nothing"
    ),
    (
      "2⁶³ bytes of text",
      PickleFixture {
        $0.raw([0x8d]); $0.little(UInt64(1) << 63)
      }, "ends in the middle"
    ),
    (
      "4 GB of text",
      PickleFixture {
        $0.raw([0x58]); $0.little(UInt32.max)
      }, "ends in the middle"
    ),
    (
      "long integer of 4 GB",
      PickleFixture {
        $0.raw([0x8b]); $0.little(UInt32.max)
      }, "ends in the middle"
    ),
    ("name without end", PickleFixture { $0.raw(Array("cposix".utf8)) }, "ends in the middle"),
    ("a million marks", PickleFixture { $0.raw(Array(repeating: 0x28, count: 1_200_000)) }, "holds more values"),
    (
      "a million lists on the stack", PickleFixture { $0.raw(Array(repeating: 0x5d, count: 1_200_000)) },
      "holds more values"
    ),
    (
      "a million copies",
      PickleFixture {
        $0.none(); $0.raw(Array(repeating: 0x32, count: 1_200_000))
      }, "holds more values"
    ),
    (
      "a million memos",
      PickleFixture {
        $0.none()
        $0.raw(Array(repeating: 0x94, count: 1_200_000))
      }, "holds more values"
    ),
    (
      "a dictionary of millions",
      PickleFixture { pickle in
        pickle.emptyDictionary()
        for _ in 0..<8 {
          pickle.mark()
          pickle.raw(Array(repeating: 0x4e, count: 600_000))
          pickle.raw([0x75])
        }
      }, "holds more values"
    ),
  ]

  @Test("each defect is named", arguments: pickles.indices)
  func pickle(index: Int) {
    let (what, pickle, expected) = Self.pickles[index]
    let message = message(PickleFixture.legacy(pickle))
    #expect(message?.contains(expected) == true, "\(what): \(message ?? "opened")")
  }

  @Test("nesting of 400 000 levels exhausts no stack")
  func deepNesting() {
    let tuples = PickleFixture {
      $0.none()
      $0.raw(Array(repeating: 0x85, count: 400_000))
    }
    #expect(message(PickleFixture.legacy(tuples))?.contains("it holds no tensors") == true)
    let dictionaries = PickleFixture {
      // An empty dictionary and the key "a", over and over; then as many SETITEMs.
      $0.raw(Array(repeatElement([0x7d, 0x58, 1, 0, 0, 0, 0x61], count: 100_000).joined()))
      $0.none()
      $0.raw(Array(repeating: 0x73, count: 100_000))
    }
    #expect(message(PickleFixture.legacy(dictionaries))?.contains("it holds no tensors") == true)
  }

  @Test("a dictionary that contains itself, and one that contains itself a thousand times")
  func cycles() {
    for count in [1, 1000] {
      let pickle = PickleFixture {
        $0.emptyDictionary()
        $0.put(0)
        for index in 0..<count {
          $0.text("k\(index)")
          $0.get(0)
          $0.setItem()
        }
      }
      let expected = count == 1 ? "it holds no tensors" : "its dictionaries contain each other too often"
      #expect(message(PickleFixture.legacy(pickle))?.contains(expected) == true)
    }
  }

  // MARK: Tensors

  static let tensors: [(what: String, bytes: [UInt8], message: String)] = [
    (
      "beyond its storage",
      PickleFixture.legacy(
        { $0.tensor(count: 2, shape: [3], strides: [1]) }, storages: [("0", 2, .init(repeating: 0, count: 8))]),
      "tensor 'x': reaches beyond its storage (expected at most 2 elements, found 3)"
    ),
    (
      "offset beyond its storage",
      PickleFixture.legacy(
        { $0.tensor(count: 2, offset: .max, shape: [1], strides: [1]) },
        storages: [("0", 2, .init(repeating: 0, count: 8))]),
      "tensor 'x': impossible shape"
    ),
    (
      "negative offset",
      PickleFixture.legacy(
        { $0.tensor(count: 2, offset: -1, shape: [1], strides: [1]) },
        storages: [("0", 2, .init(repeating: 0, count: 8))]),
      "tensor 'x': impossible shape"
    ),
    (
      "negative size",
      PickleFixture.legacy(
        { $0.tensor(count: 2, shape: [-1], strides: [1]) }, storages: [("0", 2, .init(repeating: 0, count: 8))]),
      "tensor 'x': impossible shape"
    ),
    (
      "negative stride",
      PickleFixture.legacy(
        { $0.tensor(count: 2, shape: [2], strides: [-1]) }, storages: [("0", 2, .init(repeating: 0, count: 8))]),
      "tensor 'x': impossible shape"
    ),
    (
      "more sizes than strides",
      PickleFixture.legacy(
        { $0.tensor(count: 2, shape: [1, 1], strides: [1]) }, storages: [("0", 2, .init(repeating: 0, count: 8))]),
      "tensor 'x': impossible shape"
    ),
    (
      "2⁹³ elements",
      PickleFixture.legacy(
        { $0.tensor(count: 2, shape: [1 << 31, 1 << 31, 1 << 31], strides: [0, 0, 0]) },
        storages: [("0", 2, .init(repeating: 0, count: 8))]),
      "tensor 'x': impossible shape"
    ),
    (
      "a storage of billions",
      PickleFixture.legacy(
        { $0.tensor(count: 1 << 40, shape: [1 << 40], strides: [1]) }, storages: [("0", 1 << 40, [0])]),
      "truncated: storage '0' (expected 4398046511104 bytes, found 1)"
    ),
    (
      "a storage of 2⁶⁴",
      PickleFixture.legacy({ $0.tensor(count: 1, shape: [1], strides: [1]) }, storages: [("0", .max, [0])]),
      "truncated: storage '0'"
    ),
    (
      "no storage",
      PickleFixture.legacy({ $0.tensor(count: 1, shape: [1], strides: [1]) }, storages: []),
      "tensor 'x': its storage is missing (expected '0', found none)"
    ),
    (
      "the same storage twice",
      PickleFixture.legacy(
        { $0.tensor(count: 1, shape: [1], strides: [1]) }, storages: [("0", 0, []), ("0", 0, [])]),
      "the list of storages does not fit the object"
    ),
    (
      "a storage nobody speaks of",
      PickleFixture.legacy({ $0.tensor(count: 1, shape: [1], strides: [1]) }, storages: [("7", 0, [])]),
      "the list of storages does not fit the object"
    ),
    (
      "a storage of an unknown class",
      PickleFixture.legacy({ $0.tensor(type: "EvilStorage", count: 1, shape: [1], strides: [1]) }, storages: []),
      "tensor 'x': cannot be rebuilt"
    ),
  ]

  @Test("each impossible tensor is named", arguments: tensors.indices)
  func tensor(index: Int) {
    let (what, bytes, expected) = Self.tensors[index]
    let message = message(bytes)
    #expect(message?.contains(expected) == true, "\(what): \(message ?? "opened")")
  }

  @Test("a file of a kilobyte cannot describe gigabytes of weights through strides of zero")
  func overlappingTensors() throws {
    // Every tensor of the fixture's names, all in one storage of a single number, wider than the file.
    let checkpoint = try Fixture.open("official.safetensors")
    let file = try SafetensorsFile(FileBytes(opening: Fixture.path("official.safetensors")), path: "fixture")
    let bytes = PickleFixture.legacy(
      PickleFixture {
        $0.emptyDictionary()
        for key in checkpoint.matched.keys {
          let shape = file.tensors[key]?.shape ?? []
          $0.text(key)
          // Widths 64 times those of the fixture.
          let wide = shape.enumerated().map {
            $0.offset < 2 && !(key.hasPrefix("conv1.") && $0.offset == 1) ? $0.element * 64 : $0.element
          }
          $0.tensor(count: 1, shape: wide, strides: wide.map { _ in 0 })
          $0.setItem()
        }
      }, storages: [("0", 1, [0, 0, 128, 63])])
    #expect(message(bytes)?.contains("its tensors overlap") == true, "\(message(bytes) ?? "opened")")
  }

  @Test("a residual unit no HRNet has is refused: its numbers would be left out")
  func foreignPart() throws {
    var text = try Fixture.bytes("official-legacy.pth")
    // The unit's names, made longer by nothing: `stage3.0.branches.1.0.` becomes `stage3.0.branches.1.1.`
    let (from, to) = (Array("stage3.0.branches.1.0.".utf8), Array("stage3.0.branches.1.1.".utf8))
    var position = 0
    while position + from.count <= text.count {
      if text[position..<position + from.count].elementsEqual(from) {
        text.replaceSubrange(position..<position + from.count, with: to)
      }
      position += 1
    }
    #expect(message(text)?.contains("tensor 'stage3.0.branches.1.0.conv1.weight' is missing (and 9 more)") == true)
  }
}

@Suite("Damaged and hostile zip files", .timeLimit(.minutes(2)))
struct HostileZipTests {
  private static let pickle = PickleFixture {
    $0.emptyDictionary()
    $0.text("x")
    $0.tensor(count: 2, shape: [2], strides: [1])
    $0.setItem()
  }.bytes

  private static let numbers = [UInt8](repeating: 0, count: 8)

  private static func archive(_ change: (inout ZipFixture) -> Void = { _ in }) -> [UInt8] {
    var zip = ZipFixture(entries: [
      .init(name: "a/data.pkl", data: pickle), .init(name: "a/data/0", data: numbers),
    ])
    change(&zip)
    return zip.bytes
  }

  /// What a sound archive of one tensor gives.
  private static let sound = "not an HRNet: tensor 'stage2.0.branches.0.0.conv1.weight' is missing"

  static let archives: [(what: String, bytes: [UInt8], message: String)] = [
    ("sound", archive(), sound),
    ("sound, ZIP64", archive { $0.isLong = true }, sound),
    ("sound, deflated", archive { $0.entries[0] = ZipFixture.deflated("a/data.pkl", pickle) }, sound),
    ("sound, with a comment", archive() + Array("a comment".utf8), sound),
    (
      "no pickle", archive { $0.entries[0].name = "a/other" },
      "a zip file that PyTorch has not written (expected an entry 'NAME/data.pkl', found 'a/other')"
    ),
    ("no storage", archive { $0.entries[1].name = "a/data/1" }, "storage 'a/data/0' is missing"),
    (
      "more entries than the directory holds", archive { $0.count = 40_000 },
      "its directory is too short for 40000 entries"
    ),
    (
      "2⁶² entries",
      archive {
        $0.isLong = true; $0.count = 1 << 62
      }, "its directory is too short"
    ),
    (
      "a negative number of entries",
      archive {
        $0.isLong = true; $0.count = -1
      }, "its directory is too short"
    ),
    ("encrypted", archive { $0.entries[1].flags = 1 }, "unsupported zip file: entry 'a/data/0' is encrypted"),
    ("LZMA", archive { $0.entries[1].method = 14 }, "is compressed by method 14 (expected stored or deflated)"),
    (
      "beyond the file",
      archive {
        $0.entries[1].size = 1 << 30; $0.entries[1].compressedSize = 1 << 30
      }, "reaches beyond the file"
    ),
    ("two sizes", archive { $0.entries[1].size = 9 }, "has two sizes"),
    ("no entry there", archive { $0.entries[1].offset = 3 }, "is not where the directory says"),
    (
      "offset of 2⁶²",
      archive {
        $0.isLong = true; $0.entries[1].offset = 1 << 62
      }, "an entry's size is missing"
    ),
    (
      "offset of 2⁶¹",
      archive {
        $0.isLong = true; $0.entries[1].offset = 1 << 61
      }, "is not where the directory says"
    ),
    (
      "size of 2⁶³",
      archive {
        $0.isLong = true; $0.entries[1].size = 1 << 63; $0.entries[1].compressedSize = 1 << 63
      },
      "an entry's size is missing"
    ),
    (
      "a storage too short for its tensor", archive { $0.entries[1].data = [0, 0, 0, 0] },
      "tensor 'x': reaches beyond its storage (expected at most 1 elements, found 2)"
    ),
    (
      "big-endian", archive { $0.entries.append(.init(name: "a/byteorder", data: Array("big".utf8))) },
      "numbers in big-endian order (expected little-endian)"
    ),
    (
      "inflates to more than it says",
      archive {
        $0.entries[1] = ZipFixture.deflated("a/data/0", numbers + numbers)
        $0.entries[1].size = 8
      }, "entry 'a/data/0' is damaged"
    ),
    (
      "inflates to less than it says",
      archive {
        $0.entries[1] = ZipFixture.deflated("a/data/0", numbers)
        $0.entries[1].size = 80
      }, "entry 'a/data/0' is damaged"
    ),
    (
      "a wrong checksum",
      archive {
        $0.entries[1] = ZipFixture.deflated("a/data/0", numbers)
        $0.entries[1].checksum ^= 1
      }, "entry 'a/data/0' is damaged"
    ),
    (
      "no deflate stream", archive { $0.entries[1].method = 8 }, "entry 'a/data/0' is damaged"
    ),
    (
      "a bomb of 200 MB",
      archive { $0.entries[1] = ZipFixture.deflated("a/data/0", .init(repeating: 0, count: 200 << 20)) },
      "entry 'a/data/0' inflates to more than such a file can hold"
    ),
    (
      "a bomb that lies about its size",
      archive {
        $0.entries[1] = ZipFixture.deflated("a/data/0", .init(repeating: 0, count: 64 << 20))
        $0.isLong = true
        $0.entries[1].size = 1 << 50
      }, "entry 'a/data/0' inflates to more than such a file can hold"
    ),
    ("nothing but an end", ZipFixture().bytes, "(expected an entry 'NAME/data.pkl', found no entry)"),
    (
      "nothing but a beginning", Array("PK\u{3}\u{4}".utf8) + .init(repeating: 0, count: 100),
      "its directory at the end is missing"
    ),
  ]

  @Test("each defect is named", arguments: archives.indices)
  func archive(index: Int) {
    let (what, bytes, expected) = Self.archives[index]
    let error = #expect(throws: CheckpointError.self) { try Fixture.open(bytes) }
    #expect(error?.description.contains(expected) == true, "\(what): \(error?.description ?? "opened")")
  }

  @Test("a thousand storages that share one compressed entry are counted each")
  func overlappingEntries() {
    var zip = ZipFixture(entries: [
      .init(name: "a/data.pkl", data: []), ZipFixture.deflated("a/data/0", .init(repeating: 0, count: 1 << 20)),
    ])
    let pickle = PickleFixture { pickle in
      pickle.emptyDictionary()
      for index in 0..<1000 {
        pickle.text("x\(index)")
        pickle.tensor(storage: "\(index)", count: 1 << 18, shape: [1 << 18], strides: [1])
        pickle.setItem()
      }
    }
    zip.entries[0].data = pickle.bytes
    let start = UInt64(30 + "a/data.pkl".utf8.count + pickle.bytes.count)
    for index in 1..<1000 {
      var entry = zip.entries[1]
      entry.name = "a/data/\(index)"
      entry.data = []
      entry.compressedSize = UInt64(zip.entries[1].data.count)
      entry.offset = start
      zip.entries.append(entry)
    }
    let error = #expect(throws: CheckpointError.self) { try Fixture.open(zip.bytes) }
    #expect(error?.description.contains("inflates to more than such a file can hold") == true)
  }
}
