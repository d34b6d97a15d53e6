import Foundation
import Pictures
import TestSupport
import Testing

@Suite("WebP and HEIC, which phones and the web give")
struct PhonePictureTests {
  /// Tolerances as for JPEG where something is lost; a blend with white may be rounded otherwise, twice where libwebp
  /// multiplies colours by their opacity itself.
  @Test(
    "pixels are Pillow's",
    arguments: [
      ("lossy.webp", 2), ("lossless.webp", 0), ("alpha.webp", 4), ("alpha-lossless.webp", 2), ("turned.webp", 0),
      ("animated.webp", 0), ("plain.heic", 4), ("alpha.heic", 6), ("deep.heic", 4), ("turned.heic", 4),
    ])
  func pixels(name: String, tolerance: Int) throws {
    let picture = try Picture(contentsOf: fixture(name))
    let expected = try Picture(contentsOf: fixture(name + ".expected.png"))
    let largest = try #require(difference(picture, expected)).largest
    #expect(largest <= tolerance)
  }

  /// The scene's own formula, so that the comparison does not rest on the two decoders alone.
  @Test("a turned picture is upright: the mark is in the upper left corner", arguments: ["turned.webp", "turned.heic"])
  func upright(name: String) throws {
    let picture = try Picture(contentsOf: fixture(name))
    #expect(picture.size == PictureSize(width: 64, height: 48))
    let red = picture.pixels[(8 * 64 + 8) * 3]
    let other = picture.pixels[(40 * 64 + 8) * 3]
    #expect(red > 200 && other < 60)
  }

  @Test("what is transparent is white", arguments: ["alpha.webp", "alpha-lossless.webp", "alpha.heic"])
  func transparent(name: String) throws {
    let picture = try Picture(contentsOf: fixture(name))
    #expect(picture.pixels[0..<3].allSatisfy { $0 >= 250 })
  }

  private static let names = ["lossy.webp", "alpha.webp", "animated.webp", "plain.heic", "alpha.heic", "turned.heic"]

  private func reason(_ bytes: [UInt8]) -> PictureReason? {
    do {
      _ = try Picture(decoding: bytes, name: "x")
      return nil
    } catch {
      return error.reason
    }
  }

  @Test("cut short at any byte, a file is damaged or none", arguments: names)
  func truncated(name: String) throws {
    let bytes = try fixtureBytes(name)
    for cut in 0..<bytes.count {
      switch reason(Array(bytes[..<cut])) {
      case .damaged, .unsupported: #expect(cut >= 12, "\(name) cut after \(cut)")
      case .notAPicture: #expect(cut < 32, "\(name) cut after \(cut)")
      case let other: Issue.record("\(name) cut after \(cut) of \(bytes.count): \(String(describing: other))")
      }
    }
  }

  @Test("a wrong byte gives a picture or an error", arguments: names)
  func flipped(name: String) throws {
    for (damaged, _, _) in wrongBytes(of: try fixtureBytes(name)) {
      do {
        let picture = try Picture(decoding: damaged, name: name)
        #expect(picture.width * picture.height <= Picture.maximumPixels)
      } catch {
        #expect(!error.isUnreadable && !error.description.contains("\n"))
      }
    }
  }

  @Test("a WebP that promises too much is refused by its header")
  func absurd() throws {
    // The canvas of an extended WebP: 24 bits a side, less one, behind flags and three reserved bytes.
    var bytes = try fixtureBytes("animated.webp")
    let place = try #require(bytes.indices.first { bytes[$0...].starts(with: Array("VP8X".utf8)) }) + 12
    bytes.replaceSubrange(place..<place + 6, with: [0x30, 0x75, 0, 0x2F, 0, 0])
    #expect(reason(bytes) == .tooLarge(width: 30001, height: 48, limit: .side(30_000)))
    bytes.replaceSubrange(place..<place + 6, with: [0x10, 0x27, 0, 0x10, 0x27, 0])
    #expect(reason(bytes) == .tooLarge(width: 10001, height: 10001, limit: .pixels(100_000_000)))
  }

  @Test(
    "by their names they are pictures, in any letters",
    arguments: ["a.webp", "A.WEBP", "b.heic", "IMG_1.HEIC", "c.heif"])
  func endings(name: String) {
    #expect(Picture.hasKnownEnding(name))
    #expect(!Picture.hasKnownEnding(name + ".txt"))
  }

  @Test("the file's content decides, not its name")
  func content() throws {
    #expect(try Picture(decoding: fixtureBytes("plain.heic"), name: "a.jpg").width == 64)
    #expect(try Picture(decoding: fixtureBytes("lossless.webp"), name: "a.png").height == 48)
  }
}
