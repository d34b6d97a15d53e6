/// Where the pixels of a picture lie in a network's input, to bring a class map back to the picture. The picture is never
/// turned, so that the two axes are independent.
public struct ClassPlacement: Hashable, Sendable {
  /// One axis.
  public struct Axis: Hashable, Sendable {
    /// Pixels of the picture.
    public let count: Int
    /// Input pixels to one picture pixel.
    public let scale: Double
    /// Where picture pixel 0 lies, in input pixels from the centre of the first.
    public let offset: Double
    /// How far from the first and last input pixel's centre a picture pixel may lie to be seen, in input pixels.
    public let margin: Double

    /// An axis that `count` picture pixels from `start` on, given `length` of them to `input` pixels, edge on edge.
    init(count: Int, start: Double, length: Double, input: Int) {
      let scale = Double(input) / length
      self.init(count: count, scale: scale, offset: (0.5 - start) * scale - 0.5, margin: 0.5)
    }

    /// An axis as it is known.
    public init(count: Int, scale: Double, offset: Double, margin: Double) {
      (self.count, self.scale, self.offset, self.margin) = (count, scale, offset, margin)
    }

    /// Where a picture pixel lies, in input pixels.
    func position(of pixel: Int) -> Double { Double(pixel) * scale + offset }

    /// The picture pixel nearest to a place in the input: `position(of:)` the other way round. Nil outside of the picture.
    public func pixel(at position: Double) -> Int? {
      let pixel = ((position - offset) / scale).rounded()
      // False for what is no number as well.
      return pixel >= 0 && pixel < Double(count) ? Int(pixel) : nil
    }
  }

  /// Along a row of the picture.
  public let columns: Axis
  /// Along a column of the picture.
  public let rows: Axis
  /// The label of pixels that the network did not see.
  public let outside: UInt16

  /// A placement of axes that are known.
  public init(columns: Axis, rows: Axis, outside: UInt16) {
    (self.columns, self.rows, self.outside) = (columns, rows, outside)
  }

  /// Of a whole picture that was resized to the input.
  ///
  /// - Parameters:
  ///   - width: the picture's, in pixels.
  ///   - height: the picture's, in pixels.
  ///   - inputWidth: the input's, in pixels.
  ///   - inputHeight: the input's, in pixels.
  public init(width: Int, height: Int, inputWidth: Int, inputHeight: Int) {
    self.init(
      columns: Axis(count: width, start: 0, length: Double(width), input: inputWidth),
      rows: Axis(count: height, start: 0, length: Double(height), input: inputHeight), outside: ClassMap.nothing)
  }
}
