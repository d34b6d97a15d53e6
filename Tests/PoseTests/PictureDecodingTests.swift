import Pictures
import Pose
import TestSupport
import Testing

@Suite("Pictures of every kind become 8-bit RGB, upright")
struct PictureDecodingTests {
  /// JPEG decoders may round differently: 2 levels for the inverse DCT and colour conversion, and CMYK multiplies two
  /// such values.
  @Test(
    "JPEG agrees with Pillow",
    arguments: ["baseline.jpg", "progressive.jpg", "grey.jpg", "cmyk.jpg", "cmyk-plain.jpg", "ycck.jpg"])
  func jpeg(name: String) throws {
    let picture = try Picture(contentsOf: fixture(name))
    let expected = try Picture(contentsOf: fixture(name + ".expected.png"))
    let largest = try #require(difference(picture, expected)).largest
    #expect(largest <= 4)
  }

  /// Lossless, so exact – but for the rounding of a blend with white and of 16 bits to 8.
  @Test(
    "PNG agrees with Pillow and OpenCV",
    arguments: [
      ("rgb.png", 0), ("grey.png", 0), ("grey1.png", 0), ("palette.png", 0), ("palette-transparent.png", 0),
      ("interlaced.png", 0), ("rgb16.png", 1), ("grey16.png", 1), ("rgba.png", 1), ("grey-alpha.png", 1),
      ("interlaced-rgba.png", 1), ("rgba16.png", 1),
    ])
  func png(name: String, tolerance: Int) throws {
    let picture = try Picture(contentsOf: fixture(name))
    let expected = try Picture(contentsOf: fixture(name + ".expected.png"))
    let largest = try #require(difference(picture, expected)).largest
    #expect(largest <= tolerance)
  }

  /// The same corner mark is in every file; only the right turn puts it back. JPEG quality 95 at full colour
  /// resolution moves single pixels at the mark's edge by up to about 25 levels, a wrong turn moves half of them by
  /// more than 100.
  @Test("All eight EXIF orientations show the same picture", arguments: 1...8)
  func orientation(_ orientation: Int) throws {
    let picture = try Picture(contentsOf: fixture("orientation-\(orientation).jpg"))
    let upright = try Picture(contentsOf: fixture("orientation.expected.png"))
    let apart = try #require(difference(picture, upright))
    #expect(apart.mean < 2)
    #expect(apart.largest < 40)
  }

  @Test("PNG's eXIf chunk turns the picture too")
  func orientationOfPNG() throws {
    let picture = try Picture(contentsOf: fixture("orientation-6.png"))
    let upright = try Picture(contentsOf: fixture("orientation.expected.png"))
    #expect(picture == upright)
  }

  @Test("An orientation beyond 8 is ignored")
  func absurdOrientation() throws {
    let picture = try Picture(contentsOf: fixture("orientation-9.jpg"))
    let upright = try Picture(contentsOf: fixture("orientation.expected.png"))
    #expect(try #require(difference(picture, upright)).mean < 2)
  }

  /// From the formula in make_fixtures.py, so that the comparisons above do not rest on our own decoder alone.
  @Test("A plain PNG has the pixels it was written with")
  func knownPixels() throws {
    let picture = try Picture(contentsOf: fixture("rgb.png"))
    #expect(picture.width == 40 && picture.height == 24)
    #expect(Array(picture.pixels[0..<3]) == [230, 40, 20])
    let (x, y) = (30, 11)
    #expect(Array(picture.pixels[(y * 40 + x) * 3..<(y * 40 + x) * 3 + 3]) == [180, 110, 169])
  }

  @Test("Transparent pixels are white")
  func transparent() throws {
    let picture = try Picture(contentsOf: fixture("rgba.png"))
    #expect(Array(picture.pixels[0..<3]) == [255, 255, 255])
  }

  @Test("The file's content decides, not its name")
  func contentDecides() throws {
    let picture = try Picture(decoding: fixtureBytes("rgb.png"), name: "photo.jpg")
    #expect(picture.width == 40)
  }

  @Test("pngData gives a PNG of the same pixels", arguments: ["rgb.png", "crop-source.png"])
  func roundTrip(name: String) throws {
    let picture = try Picture(contentsOf: fixture(name))
    #expect(try Picture(decoding: picture.pngData(), name: "copy") == picture)
  }

  @Test("pngData of noise, which does not compress, fits")
  func roundTripOfNoise() throws {
    var generator = SplitMix64(state: 7)
    let noise = Picture(
      width: 301, height: 67, pixels: (0..<301 * 67 * 3).map { _ in .random(in: 0...255, using: &generator) })
    #expect(try Picture(decoding: noise.pngData(), name: "noise") == noise)
  }

  @Test("A picture mirrored exchanges left and right")
  func mirrored() {
    let picture = Picture(width: 2, height: 2, pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    #expect(picture.mirrored().pixels == [4, 5, 6, 1, 2, 3, 10, 11, 12, 7, 8, 9])
  }
}
