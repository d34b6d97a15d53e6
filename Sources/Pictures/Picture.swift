import CImage

/// An 8-bit RGB picture: row-major, 3 bytes a pixel, origin at the top left.
///
/// The pixel in column x and row y has its centre at the picture position (x, y), as in OpenCV.
public struct Picture: Hashable, Sendable {
  /// Pixels in a row, at least 1.
  public let width: Int
  /// Rows, at least 1.
  public let height: Int
  /// `height` × `width` × 3 bytes: red, green, blue.
  public let pixels: [UInt8]

  /// Both sides.
  public var size: PictureSize { PictureSize(width: width, height: height) }

  /// A picture of pixels already in memory.
  ///
  /// - Parameter pixels: exactly `height` × `width` × 3 bytes.
  /// - Precondition: both sides are at least 1 and the count fits.
  public init(width: Int, height: Int, pixels: [UInt8]) {
    precondition(width > 0 && height > 0, "a picture has at least one pixel")
    precondition(pixels.count == width * height * 3, "a picture needs height × width × 3 bytes")
    self.width = width
    self.height = height
    self.pixels = pixels
  }

  /// Left and right exchanged, as the flip test needs it.
  public func mirrored() -> Picture {
    let mirrored = [UInt8](unsafeUninitializedCapacity: pixels.count) { to, count in
      pixels.withUnsafeBufferPointer { from in
        for y in 0..<height {
          for x in 0..<width {
            let source = (y * width + x) * 3
            let target = (y * width + width - 1 - x) * 3
            to[target] = from[source]
            to[target + 1] = from[source + 1]
            to[target + 2] = from[source + 2]
          }
        }
      }
      count = pixels.count
    }
    return Picture(width: width, height: height, pixels: mirrored)
  }

  /// The picture as a PNG file.
  ///
  /// - Precondition: no side is longer than libpng writes, 1 000 000 pixels; decoded pictures never are.
  public func pngData() -> [UInt8] {
    let (width, height) = (UInt32(width), UInt32(height))
    let capacity = hrs_image_png_capacity(width, height)
    return [UInt8](unsafeUninitializedCapacity: capacity) { png, count in
      count = pixels.withUnsafeBufferPointer {
        hrs_image_encode_png($0.baseAddress, width, height, png.baseAddress, png.count)
      }
      precondition(count > 0, "libpng writes any picture of a sane size")
    }
  }
}

extension Box {
  /// The box around a whole picture: what is taken where nobody says where the person is.
  public init(whole picture: Picture) {
    self.init(x: 0, y: 0, width: Double(picture.width), height: Double(picture.height))
  }
}
