/// A photograph in quarter blocks: a cell shows four places in two colours, so an outline is twice as fine as half
/// blocks draw it. For photographs only, since the four places lose colours of their own.
///
/// With 256 colours the two are chosen so that their mixture comes near the mean of the cell: seen from a distance the
/// colours are nearly right, though no quarter has them.
public struct QuarterBlocks: Hashable, Sendable {
  /// Extent in cells.
  public let size: Size
  /// Row by row.
  let blocks: [Block]

  /// What a cell shows: the quarters of `mask` in the one colour, the others in the other.
  struct Block: Hashable, Sendable {
    /// Bits 0…3 for the quarters: upper left, upper right, lower left, lower right.
    var mask: Int
    var foreground: Color
    var background: Color

    /// The colour of a quarter.
    subscript(quarter: Int) -> Color { mask >> quarter & 1 == 1 ? foreground : background }
  }

  /// Reduces a photograph. Takes some milliseconds: do it once, not for each frame.
  ///
  /// - Parameters:
  ///   - photograph: Two columns and two rows of values a cell, as `PixelGrid.photograph` gives them when asked for
  ///     twice the columns; transparent ones are black.
  ///   - depth: The colours of the terminal. Fewer than 256 are not mixed, but chosen as if there were 24 bits.
  ///   - earlier: What has been made of another photograph, at the same depth: where the two are alike, so are the blocks.
  /// - Complexity: O(cells), with 256 colours some thousand operations for each that is new.
  public init(
    _ photograph: PixelGrid, depth: ColorDepth, earlier: (photograph: PixelGrid, blocks: QuarterBlocks)? = nil
  ) {
    size = Size(width: photograph.width / 2, height: photograph.height / 2)
    var blocks: [Block] = []
    blocks.reserveCapacity(size.width * size.height)
    let mixer = depth == .indexed256 ? PaletteMixer.shared : nil
    let earlier = earlier.flatMap {
      ($0.photograph.width, $0.photograph.height) == (photograph.width, photograph.height) ? $0 : nil
    }
    for y in 0..<size.height {
      for x in 0..<size.width {
        func isNew(_ i: Int) -> Bool {
          let (x, y) = (2 * x + i % 2, 2 * y + i / 2)
          return earlier?.photograph[x: x, y: y] != photograph[x: x, y: y]
        }
        if let earlier, !(0..<4).contains(where: isNew) {
          blocks.append(earlier.blocks.blocks[y * size.width + x])
          continue
        }
        let quarters = (0..<4).map { i in (photograph[x: 2 * x + i % 2, y: 2 * y + i / 2] ?? .black).oklab }
        blocks.append(mixer?.block(quarters) ?? Self.exactBlock(quarters))
      }
    }
    self.blocks = blocks
  }

  /// The best two colours of all. Half of the masks suffice: the others exchange the two.
  private static func exactBlock(_ quarters: [SIMD3<Float>]) -> Block {
    var best = (error: Float.infinity, mask: 0, means: (SIMD3<Float>.zero, SIMD3<Float>.zero))
    for mask in 0..<8 {
      var sums = (SIMD3<Float>.zero, SIMD3<Float>.zero)
      var squares: Float = 0
      for (i, quarter) in quarters.enumerated() {
        squares += (quarter * quarter).sum()
        if mask >> i & 1 == 1 { sums.0 += quarter } else { sums.1 += quarter }
      }
      let count = Float(mask.nonzeroBitCount)
      let means = (sums.0 / max(count, 1), sums.1 / (4 - count))
      // The squared distances to the means.
      let error = squares - (sums.0 * means.0).sum() - (sums.1 * means.1).sum()
      if error < best.error - 1e-7 { best = (error, mask, means) }
    }
    let background = Color(oklab: best.means.1)
    return Block(
      mask: best.mask, foreground: best.mask == 0 ? background : Color(oklab: best.means.0), background: background)
  }
}

extension Appearance {
  /// True if photographs look better in ``QuarterBlocks`` than in half blocks: with few colours they would not, and
  /// the fonts of terminals that have few often lack the glyphs.
  public var showsQuarterBlocks: Bool { unicode && depth >= .indexed256 && !hasConsoleFont }
}
