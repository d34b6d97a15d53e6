import Cells
import HRNet

/// How large each stream's map is drawn, side by side.
///
/// A value is a half-cell, or a square of whole half-cells, or a whole number of values share one; never anything
/// between, so that a map's own grid can be seen. The sizes follow from the network's full streams and not from the
/// step, so that maps stay where they are while stepping.
struct StreamTiles {
  struct Tile {
    /// Column of the tile's left edge within the panel.
    let x: Int
    /// Drawn size in half-cells, for the stream's own shape in stages 2 to 4.
    let width: Int
    let height: Int
    let stream: Stream

    /// How many maps of the mosaic fit along a side.
    var mosaicSide: Int
    var mosaicCount: Int { mosaicSide * mosaicSide }
  }

  let tiles: [Tile]
  /// The room inside the panel that the tiles were laid out for.
  let area: Rect
  /// Beside the finest stream's map, above the statistics: free at the head, where there is only that stream.
  var headRoom: Rect {
    guard tiles.count > 1, tiles[1].width > 0 else { return Rect(x: area.x, y: area.y, width: 0, height: 0) }
    let bottom = headTable?.y ?? area.maxY - 1
    return Rect(
      x: area.x + tiles[1].x + 1, y: area.y, width: area.width - tiles[1].x - 1, height: bottom - area.y)
  }

  /// The statistics of the only stream there is at the head; lower than those of all.
  var headTable: Rect? {
    table.map { Rect(x: $0.x, y: area.maxY - 4, width: $0.width, height: 4) }
  }

  /// Where statistics of every stream have room below the smaller maps; nil where they must make do with the last row.
  let table: Rect?

  init(_ model: Model) {
    let panel = Layout(model).streams ?? Rect(x: 0, y: 0, width: 0, height: 0)
    let inside = panel.inset(by: 1)
    self.init(
      model.study.subject.network,
      area: model.screen.look == .trace ? TracePanel.parts(of: inside, model).maps : inside,
      only: model.screen.zoom == .stream ? model.screen.cursor.stream : nil, column: model.column)
  }

  /// - Parameters:
  ///   - only: the one stream that is drawn, as large as it can be; the others have no extent.
  ///   - column: where its nodes are more than the streams, as a pyramid's levels are, they are what is laid out.
  init(_ network: Network, area: Rect, only: Int? = nil, column: Column? = nil) {
    self.area = area
    let levels = column.flatMap { $0.nodes.count > Stream.maximumCount ? $0.nodes.map { network[$0].shape } : nil }
    let shapes = levels ?? Self.streamShapes(network)
    if let only, shapes.indices.contains(only) {
      let available = Size(width: area.width, height: 2 * max(area.height - 2, 1))
      let alone = Self.tiles([shapes[only]], within: available)[0]
      tiles = shapes.indices.map { index in
        index == only
          ? Tile(x: 0, width: alone.width, height: alone.height, stream: Stream(index), mosaicSide: alone.mosaicSide)
          : Tile(x: 0, width: 0, height: 0, stream: Stream(index), mosaicSide: 1)
      }
      table = nil
      return
    }
    // A row of labels above the maps. Statistics stand beside the largest map, below the others; only where that
    // leaves no room do they take a row from the maps.
    let tall = Self.tiles(shapes, within: Size(width: area.width, height: 2 * max(area.height - 1, 1)))
    table = Self.table(beside: tall, in: area)
    tiles =
      table != nil ? tall : Self.tiles(shapes, within: Size(width: area.width, height: 2 * max(area.height - 2, 1)))
  }

  private static func table(beside tiles: [Tile], in area: Rect) -> Rect? {
    guard tiles.count > 1 else { return nil }
    let top = 2 + (tiles.dropFirst().map { ($0.height + 1) / 2 }.max() ?? 0)
    let rect = Rect(
      x: area.x + tiles[1].x, y: area.y + top, width: area.width - tiles[1].x, height: area.height - top)
    return rect.width >= 36 && rect.height >= tiles.count + 3 ? rect : nil
  }

  private static func tiles(_ shapes: [Shape], within available: Size) -> [Tile] {
    let scales = scales(shapes, within: available)
    var x = 0
    var tiles: [Tile] = []
    for (index, shape) in shapes.enumerated() {
      let (width, height) = (scales[index].apply(shape.width), scales[index].apply(shape.height))
      // At least two by two; as many as can be shown at full resolution, within reason.
      let side = min(max(2, scales[index].magnification), 4)
      tiles.append(Tile(x: x, width: width, height: height, stream: Stream(index), mosaicSide: side))
      x += max(width, narrowest) + 1
    }
    return tiles
  }

  /// Room for a label such as `1/32`.
  private static let narrowest = 5

  /// The largest shape each stream has while all are there.
  private static func streamShapes(_ network: Network) -> [Shape] {
    let fullest =
      network.columns.last { $0.nodes.count == Stream.maximumCount } ?? network.columns[network.columns.count - 1]
    return fullest.nodes.map { network[$0].shape }
  }

  /// A whole magnification, or a whole reduction.
  struct Scale: Hashable {
    let magnification: Int
    let reduction: Int

    func apply(_ length: Int) -> Int { (length * magnification + reduction - 1) / reduction }

    static let all: [Scale] =
      (1...16).reversed().map { Scale(magnification: $0, reduction: 1) }
      + (2...64).map { Scale(magnification: 1, reduction: $0) }
  }

  /// Starts with all streams drawn equally large and takes away from the coarser ones first, down to one half-cell per
  /// value, then from whatever is largest.
  private static func scales(_ shapes: [Shape], within available: Size) -> [Scale] {
    func fitting(_ shape: Shape, width: Int, height: Int) -> Int {
      Scale.all.firstIndex { $0.apply(shape.width) <= width && $0.apply(shape.height) <= height } ?? Scale.all.count - 1
    }
    guard let finest = shapes.first else { return [] }
    let first = fitting(finest, width: available.width, height: available.height)
    let (width, height) = (Scale.all[first].apply(finest.width), Scale.all[first].apply(finest.height))
    var indices = shapes.map { fitting($0, width: width, height: height) }

    func drawnWidth(_ stream: Int) -> Int { Scale.all[indices[stream]].apply(shapes[stream].width) }
    func total() -> Int { shapes.indices.reduce(shapes.count - 1) { $0 + max(drawnWidth($1), narrowest) } }
    while total() > available.width {
      let magnified = shapes.indices.filter { Scale.all[indices[$0]].magnification > 1 }
      let candidates = magnified.isEmpty ? shapes.indices.filter { indices[$0] < Scale.all.count - 1 } : magnified
      guard let largest = candidates.max(by: { (drawnWidth($0), $0) < (drawnWidth($1), $1) }) else { break }
      indices[largest] += 1
    }
    return indices.map { Scale.all[$0] }
  }
}
