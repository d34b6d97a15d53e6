import CZlib
import Foundation
import Pictures
import Pose
import Testing

@Suite("Metadata of every kind turns a picture as Pillow does")
struct OrientationTests {
  /// Made by `Fixtures/make_orientations.py`.
  private struct Grid: Decodable {
    struct Case: Decodable {
      let name: String
      let base: String
      let at: Int
      let insert: Data
      /// nil where Pillow refuses the file.
      let orientation: Int?
    }

    let bases: [String: Data]
    let cases: [Case]

    func picture(_ one: Case) throws -> Picture {
      var bytes = Array(try #require(bases[one.base]))
      bytes.insert(contentsOf: one.insert, at: one.at)
      return try Picture(decoding: bytes, name: one.name)
    }
  }

  private static func grid() throws -> Grid {
    try JSONDecoder().decode(Grid.self, from: Data(fixtureBytes("orientations.json")))
  }

  /// A picture turned by hand: where each pixel of what is shown lies in what is stored (EXIF 2.32, 4.6.4 A).
  private func turned(_ stored: Picture, _ orientation: Int) -> Picture {
    let (width, height) = orientation < 5 ? (stored.width, stored.height) : (stored.height, stored.width)
    var pixels: [UInt8] = []
    for y in 0..<height {
      for x in 0..<width {
        let (right, bottom) = (width - 1 - x, height - 1 - y)
        let (column, row) = [
          (x, y), (right, y), (right, bottom), (x, bottom), (y, x), (y, right), (bottom, right), (bottom, x),
        ][orientation - 1]
        let place = (row * stored.width + column) * 3
        pixels += stored.pixels[place..<place + 3]
      }
    }
    return Picture(width: width, height: height, pixels: pixels)
  }

  @Test("EXIF of every type, byte order and place, XMP, a PNG's profiles: 503 files")
  func everyCase() throws {
    let grid = try Self.grid()
    let stored = try grid.bases.mapValues { try Picture(decoding: Array($0), name: "base") }
    #expect(grid.cases.count == 503)
    for one in grid.cases {
      let picture = try grid.picture(one)
      let base = try #require(stored[one.base])
      if let orientation = one.orientation {
        #expect(picture == turned(base, orientation), "\(one.base), \(one.name), \(one.at)")
      } else {
        // Pillow refuses the whole file for its metadata. We show the picture, some way up.
        #expect((1...8).contains { picture == turned(base, $0) }, "\(one.name)")
      }
    }
  }

  @Test("any metadata cut short or changed in a byte leaves a picture")
  func damaged() throws {
    let grid = try Self.grid()
    for one in grid.cases where one.base == "jpeg" && one.insert.count < 65_000 && one.name.contains("little") {
      // Within the segment: its marker and length stay what they are.
      for index in 4..<one.insert.count {
        var bytes = Array(try #require(grid.bases[one.base]))
        var insert = one.insert
        insert[index] ^= 0xFF
        bytes.insert(contentsOf: insert, at: one.at)
        _ = try Picture(decoding: bytes, name: one.name)
      }
    }
  }

  @Test("a text that inflates to more than is kept is passed over", arguments: [9 << 20, 256 << 20])
  func bomb(size: Int) throws {
    let grid = try Self.grid()
    let base = Array(try #require(grid.bases["png"]))
    let before = Self.residentPeak()
    for keyword in ["XML:com.adobe.xmp", "Raw profile type exif"] {
      let text =
        Array(keyword.utf8) + [0, 0] + Self.deflated(Array("\n\n\ntiff:Orientation=\"6\"".utf8), thenZeros: size)
      let picture = try Picture(decoding: Self.inserting("zTXt", text, into: base), name: "bomb")
      #expect(picture == (try Picture(decoding: base, name: "base")))
    }
    #expect(Self.residentPeak() - before < 64 << 20)
  }

  /// libpng's limit on a chunk is met before ours; the picture still opens.
  @Test("a chunk of more than eight megabytes is passed over", arguments: ["tEXt", "eXIf", "prVt"])
  func hugeChunk(name: String) throws {
    let base = Array(try #require(try Self.grid().bases["png"]))
    let body = Array("XML:com.adobe.xmp\0".utf8) + [UInt8](repeating: 32, count: 9 << 20)
    let picture = try Picture(decoding: Self.inserting(name, body, into: base), name: name)
    #expect(picture == (try Picture(decoding: base, name: "base")))
  }

  @Test("a chunk that pictures cannot be understood without is refused")
  func criticalChunk() throws {
    let base = Array(try #require(try Self.grid().bases["png"]))
    #expect(throws: PictureError.self) {
      try Picture(decoding: Self.inserting("TEXt", [1, 2], into: base), name: "critical")
    }
  }

  // MARK: Bytes of a PNG

  /// A PNG with one more chunk behind its header.
  private static func inserting(_ name: String, _ body: [UInt8], into base: [UInt8]) -> [UInt8] {
    func bigEndian(_ value: UInt) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
    let chunk = Array(name.utf8) + body
    return base[..<33] + bigEndian(UInt(body.count)) + chunk + bigEndian(crc32(0, chunk, UInt32(chunk.count)))
      + base[33...]
  }

  private static func deflated(_ start: [UInt8], thenZeros count: Int) -> [UInt8] {
    var stream = z_stream()
    deflateInit_(&stream, Z_BEST_COMPRESSION, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(&stream) }
    var (deflated, piece) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 20))
    var input = start
    for step in 0...count >> 20 {
      let isLast = step == count >> 20
      input.withUnsafeMutableBufferPointer { input in
        (stream.next_in, stream.avail_in) = (input.baseAddress, UInt32(input.count))
        piece.withUnsafeMutableBufferPointer { piece in
          (stream.next_out, stream.avail_out) = (piece.baseAddress, UInt32(piece.count))
          deflate(&stream, isLast ? Z_FINISH : Z_NO_FLUSH)
        }
      }
      deflated += piece[..<(piece.count - Int(stream.avail_out))]
      input = [UInt8](repeating: 0, count: 1 << 20)
    }
    return deflated
  }

  /// The most memory the process has held so far, in bytes.
  private static func residentPeak() -> Int {
    var usage = rusage()
    getrusage(numericCast(RUSAGE_SELF.rawValue), &usage)
    return usage.ru_maxrss * 1024
  }
}
