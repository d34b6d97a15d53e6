import Foundation
import Pictures
import Pose
import Testing

@Suite("Damaged and hostile pictures are refused, never fatal")
struct DamagedPictureTests {
  private func reason(_ bytes: [UInt8]) -> PictureReason? {
    do {
      _ = try Picture(decoding: bytes, name: "x")
      return nil
    } catch {
      return error.reason
    }
  }

  @Test(
    "Cut at every hundredth, and within the last bytes",
    arguments: [
      "baseline.jpg", "progressive.jpg", "cmyk.jpg", "grey.jpg", "rgb.png", "interlaced.png", "rgba16.png",
      "palette.png",
    ])
  func truncated(name: String) throws {
    let bytes = try fixtureBytes(name)
    let signature = name.hasSuffix("png") ? 8 : 3
    let cuts = (1..<100).map { bytes.count * $0 / 100 } + [1, 2, 3, 4, 5].map { bytes.count - $0 }
    for cut in cuts {
      switch reason(Array(bytes.prefix(cut))) {
      case .damaged where cut >= signature: break
      case .notAPicture where cut < signature: break
      case let other: Issue.record("\(name) cut after \(cut) of \(bytes.count) bytes: \(String(describing: other))")
      }
    }
  }

  /// Every PNG chunk that makes pixels carries a checksum: one wrong byte anywhere must show.
  @Test("Any wrong byte of a PNG is found", arguments: ["rgb.png", "palette.png", "interlaced.png"])
  func flippedPNG(name: String) throws {
    for (damaged, index, flip) in wrongBytes(of: try fixtureBytes(name)) {
      if reason(damaged) == nil { Issue.record("\(name): byte \(index) ^ \(flip) went unnoticed") }
    }
  }

  /// JPEG has no checksum: some changes only change colours. Whatever comes out is a whole picture or an error of the
  /// content, and no change to the size slips past the limits.
  @Test(
    "A wrong byte of a JPEG gives a picture or an error", arguments: ["baseline.jpg", "progressive.jpg", "ycck.jpg"])
  func flippedJPEG(name: String) throws {
    let bytes = try fixtureBytes(name)
    var refused = 0
    for (damaged, _, _) in wrongBytes(of: bytes) {
      do {
        let picture = try Picture(decoding: damaged, name: name)
        #expect(picture.width * picture.height <= Picture.maximumPixels)
      } catch {
        refused += 1
        #expect(!error.isUnreadable)
      }
    }
    #expect(refused > bytes.count / 10)
  }

  @Test(
    "A header that promises too much is refused by the header",
    arguments: [
      ("absurd-side.jpg", 65000, 8, PictureReason.Limit.side(30_000)),
      ("absurd-pixels.jpg", 9000, 12000, .pixels(100_000_000)),
      ("absurd-side.png", 30001, 1, .side(30_000)),
      ("absurd-pixels.png", 12000, 9000, .pixels(100_000_000)),
    ])
  func absurd(name: String, width: Int, height: Int, limit: PictureReason.Limit) throws {
    #expect(reason(try fixtureBytes(name)) == .tooLarge(width: width, height: height, limit: limit))
  }

  @Test("A picture without columns is damaged")
  func empty() throws {
    guard case .damaged = reason(try fixtureBytes("absurd-empty.jpg")) else {
      Issue.record("a JPEG 0 pixels wide must be damaged")
      return
    }
  }

  @Test("Lossless JPEG is unsupported, not damaged")
  func lossless() throws {
    guard case .unsupported = reason(try fixtureBytes("lossless.jpg")) else {
      Issue.record("SOF3 must be unsupported")
      return
    }
  }

  /// One grey 8×8 block whose DC pass is repeated: valid, tiny, and with enough passes endless work.
  private func progressive(passes: Int) -> [UInt8] {
    var bytes: [UInt8] = [0xFF, 0xD8, 0xFF, 0xDB, 0, 67, 0] + [UInt8](repeating: 1, count: 64)
    bytes += [0xFF, 0xC2, 0, 11, 8, 0, 8, 0, 8, 1, 1, 0x11, 0]
    bytes += [0xFF, 0xC4, 0, 20, 0, 1] + [UInt8](repeating: 0, count: 15) + [0]
    for _ in 0..<passes { bytes += [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0x7F] }
    return bytes + [0xFF, 0xD9]
  }

  @Test("A progressive JPEG of thousands of passes is refused, one of a hundred is not")
  func scans() throws {
    let picture = try Picture(decoding: progressive(passes: 100), name: "x")
    #expect(picture.pixels == [UInt8](repeating: 128, count: 192))
    guard case .damaged(let words) = reason(progressive(passes: 5000)) else {
      Issue.record("5000 passes must be refused")
      return
    }
    #expect(words.contains("passes"))
  }

  @Test(
    "Other files are named for what they seem to be",
    arguments: [
      ("", "an empty file"), ("GIF89a", "a GIF"), ("RIFF....WAVE", "bytes 52"), ("....ftypisom", "a film"),
      ("hello", "bytes 68 65 6c 6c"), ("\u{7F}", "bytes 7f"),
    ])
  func notAPicture(text: String, found: String) {
    do {
      _ = try Picture(decoding: Array(text.utf8), name: "a.jpg")
      Issue.record("\(text) is no picture")
    } catch {
      #expect(error.description.hasPrefix("a.jpg: not a picture (expected JPEG, PNG, WebP or HEIC, found \(found)"))
      #expect(!error.isUnreadable)
    }
  }

  @Test("An error is one line without control characters")
  func oneLine() {
    let error = PictureError(path: "a\n\u{1B}[2Jb.jpg", reason: .damaged("cut\r\nshort"))
    #expect(
      error.description == "a??[2Jb.jpg: damaged picture (expected a whole JPEG, PNG, WebP or HEIC, found: cut??short)")
  }
}

@Suite("Only regular files are read")
struct PictureFileTests {
  private func failure(_ path: String) -> PictureError? {
    do {
      _ = try Picture(contentsOf: path)
      return nil
    } catch {
      return error
    }
  }

  @Test(
    "Missing files, directories and devices cannot be read", arguments: ["/nowhere/a.jpg", "/tmp", "/dev/zero", ""])
  func unreadable(path: String) throws {
    let error = try #require(failure(path))
    #expect(error.isUnreadable)
    #expect(error.description.hasPrefix("\(path): cannot be read (expected a picture file, found: "))
  }

  @Test("A FIFO does not make us wait", .timeLimit(.minutes(1)))
  func fifo() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "fifo.jpg").path
      #expect(mkfifo(path, 0o600) == 0)
      #expect(failure(path)?.reason == .cannotRead("not a regular file"))
    }
  }

  @Test("A file over 256 MB is refused by its size")
  func large() throws {
    try withTemporaryFolder { folder in
      let path = folder.appending(path: "large.jpg").path
      #expect(FileManager.default.createFile(atPath: path, contents: nil))
      // Sparse: it takes no room on the disk.
      #expect(truncate(path, (256 << 20) + 1) == 0)
      let error = try #require(failure(path))
      #expect(error.reason == .fileTooLarge(limit: 256 << 20))
      #expect(error.description.hasSuffix("file too large (expected up to 256 MB)"))
    }
  }
}
