import Pictures
import TestSupport
import Testing

@Suite("A stream of bytes is cut into whole pictures")
struct FrameSplitterTests {
  /// What comes of a stream that is read in pieces of a size.
  private func split(
    _ stream: [UInt8], pieces: Int = .max, limit: Int = FrameSplitter.usualLimit
  ) -> (frames: [[UInt8]], counts: FrameSplitter.Counts) {
    var (splitter, frames) = (FrameSplitter(limit: limit), [[UInt8]]())
    var rest = stream[...]
    while !rest.isEmpty {
      splitter.append(rest.prefix(pieces)) { frames.append($0) }
      rest = rest.dropFirst(pieces)
    }
    splitter.end { frames.append($0) }
    return (frames, splitter.counts)
  }

  private static let names = ["baseline.jpg", "progressive.jpg", "cmyk.jpg", "rgb.png", "interlaced.png", "rgba16.png"]

  /// A JPEG whose metadata holds another one, as cameras write thumbnails.
  private func withThumbnail(_ jpeg: [UInt8], _ thumbnail: [UInt8]) -> [UInt8] {
    let block = Array("Exif\0\0".utf8) + thumbnail
    let length = block.count + 2
    return Array(jpeg[..<2]) + [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + block + jpeg[2...]
  }

  /// A JPEG with restart markers in its data: where they stand is all the same to who looks for its end.
  private func withRestarts(_ jpeg: [UInt8]) throws -> [UInt8] {
    let scan = try #require(jpeg.indices.dropLast().last { jpeg[$0] == 0xFF && jpeg[$0 + 1] == 0xDA })
    var place = scan + 20
    while jpeg[place - 1] == 0xFF { place += 1 }
    let restarts: [UInt8] = (0..<8).flatMap { [0x12, 0xFF, 0xD0 + $0, 0x34] }
    return Array(jpeg[..<place]) + restarts + jpeg[place...]
  }

  @Test("whole pictures behind one another come out as they went in, however they are read", arguments: [1, 7, 4096])
  func whole(pieces: Int) throws {
    let files = try Self.names.map(fixtureBytes)
    let (frames, counts) = split(Array(files.joined()), pieces: pieces)
    #expect(frames == files)
    #expect(counts == FrameSplitter.Counts(frames: files.count))
  }

  @Test("thumbnails in metadata, restart markers, fill bytes and many scans end nothing")
  func insides() throws {
    let (jpeg, small) = (try fixtureBytes("baseline.jpg"), try fixtureBytes("grey.jpg"))
    let filled = Array(jpeg[..<2]) + [0xFF, 0xFF, 0xFF] + jpeg[2...]
    let odd = [
      withThumbnail(jpeg, small), withThumbnail(try fixtureBytes("progressive.jpg"), small), try withRestarts(jpeg),
      withThumbnail(try withRestarts(jpeg), withThumbnail(small, small)), filled,
    ]
    for pieces in [1, 3, 1000] {
      let (frames, counts) = split(Array(odd.joined()), pieces: pieces)
      #expect(frames == odd)
      #expect(counts == FrameSplitter.Counts(frames: odd.count))
    }
    #expect(try Picture(decoding: odd[0], name: "x") == Picture(decoding: jpeg, name: "x"))
  }

  @Test("a frame torn at any byte costs itself and at most the next", arguments: names)
  func torn(name: String) throws {
    let (file, others) = (try fixtureBytes(name), [try fixtureBytes("grey.jpg"), try fixtureBytes("grey.png")])
    var chance = 0
    for cut in 1..<file.count {
      let (frames, counts) = split(Array(file[..<cut]) + others[0] + others[1] + others[0], pieces: 512)
      // Where a segment's own length goes on into the frames behind it and by chance meets another's beginning there, they are
      // one or lost: what becomes of it the decoder says. The last one is found always.
      #expect(
        frames.last == others[0] && frames.count <= 3, "\(name) torn at \(cut): \(frames.map(\.count)), \(counts)")
      guard frames == others + [others[0]] || frames == [others[1], others[0]] else {
        chance += 1
        continue
      }
      // A torn chunk's length may by chance be one beyond the limit.
      #expect(counts.torn + counts.garbage + counts.tooLarge >= 1, "\(name) torn at \(cut)")
    }
    #expect(chance <= file.count / 6)
  }

  @Test("a stream that ends within a frame has torn it; one that ends between two has not", arguments: names)
  func ended(name: String) throws {
    let file = try fixtureBytes(name)
    let signature = name.hasSuffix("png") ? 8 : 3
    for cut in 0...file.count {
      let (frames, counts) = split(file + file[..<cut])
      #expect(frames.count == (cut == file.count ? 2 : 1), "cut at \(cut)")
      #expect(counts.torn == ((signature..<file.count).contains(cut) ? 1 : 0), "cut at \(cut)")
    }
  }

  @Test("garbage between frames is passed over and counted as one run", arguments: ["rgb.png", "baseline.jpg"])
  func garbage(name: String) throws {
    let file = try fixtureBytes(name)
    var generator = SplitMix64(state: 7)
    for count in [1, 2, 100, 5000] {
      // No beginning of a frame by chance.
      let noise = (0..<count).map { _ in UInt8.random(in: 0...0x7F, using: &generator) }
      for pieces in [1, 64, .max] {
        let (frames, counts) = split(noise + file + noise + file + noise, pieces: pieces)
        #expect(frames == [file, file])
        #expect(counts == FrameSplitter.Counts(frames: 2, garbage: 3))
      }
    }
    // Text that a program has written into the pipe, and beginnings that are none.
    let words = Array("frame=  1 fps=0.0\r".utf8) + [0xFF, 0xD8, 0x00, 0x89, 0x50, 0x4E, 0x47]
    #expect(split(file + words + file).frames == [file, file])
  }

  @Test("a frame beyond the limit is dropped and counted, and those behind it are found")
  func large() throws {
    let (small, large) = (try fixtureBytes("grey.jpg"), try fixtureBytes("baseline.jpg"))
    for pieces in [16, 4096] {
      let (frames, counts) = split(small + large + small, pieces: pieces, limit: small.count)
      #expect(frames == [small, small])
      #expect(counts.tooLarge == 1)
    }
    let (png, grey) = (try fixtureBytes("rgba16.png"), try fixtureBytes("grey1.png"))
    let (frames, counts) = split(grey + png + grey, pieces: 100, limit: grey.count)
    #expect(frames == [grey, grey])
    #expect(counts.tooLarge == 1)
    // A chunk that promises two gigabytes is not waited for.
    var promising = Array(grey[..<33]) + [0x7F, 0xFF, 0xFF, 0xF0] + Array("IDAT".utf8)
    promising += grey
    #expect(split(promising, pieces: 64).frames == [grey])
  }

  /// Many beginnings, each of which looks as if it went on to the end: what a splitter that begins anew behind every
  /// beginning would take hours for.
  @Test("hostile streams take time in proportion to their length")
  func hostile() {
    let ends: [[UInt8]] = [
      [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF], [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x02], [0xFF, 0xD8, 0xFF, 0xDA, 0x00, 0x02],
      [0xFF, 0xD8, 0xFF, 0xFF, 0xFF, 0xFF], [0xFF], [0xFF, 0xD8, 0xFF, 0xE0, 0x00, 0x06, 0xFF, 0xD8],
      [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52]
        + [UInt8](repeating: 0, count: 17)
        + [0, 0x1F, 0, 0, 0x49, 0x44, 0x41, 0x54],
    ]
    let start = ContinuousClock.now
    for pattern in ends {
      var stream: [UInt8] = []
      while stream.count < 4 << 20 { stream += pattern }
      let (frames, _) = split(stream, pieces: 1 << 17, limit: 3 << 20)
      #expect(frames.isEmpty)
    }
    // Minutes where it is not so; a second on an idle machine.
    #expect(start.duration(to: .now) < .seconds(60))
  }
}
