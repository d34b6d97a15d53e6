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

  private(set) var tiles: [Tile]
  /// The room inside the panel that the tiles were laid out for.
  let area: Rect
  /// Beside the finest stream's map, above the statistics: free at the head, where there is only that stream.
  var headRoom: Rect {
    if let namedMaps { return namedMaps.room }
    guard tiles.count > 1, tiles[1].width > 0 else { return Rect(x: area.x, y: area.y, width: 0, height: 0) }
    let bottom = headTable?.y ?? area.maxY - 1
    return Rect(
      x: area.x + tiles[1].x + 1, y: area.y, width: area.width - tiles[1].x - 1, height: bottom - area.y)
  }

  /// The statistics of the only stream there is at the head; lower than those of all.
  var headTable: Rect? {
    table.map { Rect(x: $0.x, y: area.maxY - 4, width: $0.width, height: 4) }
  }

  /// Where at the head the large map is one of its small ones, because all are larger then: their room, and the
  /// statistics behind the last.
  private(set) var namedMaps: (room: Rect, table: Rect)?

  /// Where statistics of every stream have room below the smaller maps; nil where they must make do with the last row.
  let table: Rect?

  init(_ model: Model) {
    let layout = Layout(model)
    let panel = layout.companion ?? layout.streams ?? Rect(x: 0, y: 0, width: 0, height: 0)
    let inside = panel.inset(by: 1)
    self.init(
      model.study.subject.network,
      area: model.screen.look == .trace ? TracePanel.parts(of: inside, model).maps : inside,
      only: model.screen.zoom == .stream ? model.screen.cursor.stream : nil, column: model.column)
    if NamedMaps.areShown(model), model.screen.zoom != .stream { joinNamedMaps(model.node.shape) }
  }

  /// Draws the head's large map as the first of the small ones, where those become larger by it and fill the panel.
  private mutating func joinNamedMaps(_ shape: Shape) {
    guard area.height >= Self.heightForJoining, tiles.count > 1 else { return }
    let beside = NamedMaps.Fit(shape, count: shape.channels, in: headRoom.size)
    let joined = NamedMaps.Fit(shape, count: shape.channels + 1, in: Size(width: area.width, height: area.height - 1))
    guard let joined, joined.count == shape.channels + 1, beside.map({ joined.reduction < $0.reduction }) ?? true else {
      return
    }
    let last = joined.rect(of: shape.channels + 1, in: area)
    let table = Rect(x: last.x, y: last.y, width: area.maxX - last.x, height: last.height)
    guard last.x > area.x, table.width >= 36 else { return }
    namedMaps = (area, table)
    let map = Tile(
      x: 0, width: joined.tile.width, height: 2 * (joined.tile.height - 1), stream: tiles[0].stream, mosaicSide: 2)
    tiles = [map] + tiles.dropFirst().map { Tile(x: 0, width: 0, height: 0, stream: $0.stream, mosaicSide: 1) }
  }

  /// Lower panels keep the large map.
  private static let heightForJoining = 36

  /// - Parameters:
  ///   - only: the one stream that is drawn, as large as it can be; the others have no extent.
  ///   - column: where its nodes are more than the streams, as a pyramid's levels are, or a head's, which may bring streams to
  ///     other sizes, they are what is laid out.
  init(_ network: Network, area: Rect, only: Int? = nil, column: Column? = nil) {
    self.area = area
    let levels = column.flatMap { column in
      column.nodes.count > Stream.maximumCount || column.nodes.count > 1 && column.content == .head
        ? column.nodes.map { network[$0].shape } : nil
    }
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
      network.columns.last { $0.nodes.count == Stream.maximumCount && $0.content != .head }
      ?? network.columns[network.columns.count - 1]
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
    let largest = shapes.map { fitting($0, width: width, height: height) }

    func drawnWidth(_ stream: Int, _ index: Int) -> Int { Scale.all[index].apply(shapes[stream].width) }
    func total(_ indices: [Int]) -> Int {
      shapes.indices.reduce(shapes.count - 1) { $0 + max(drawnWidth($1, indices[$1]), narrowest) }
    }
    /// - Parameter keepsFinest: whether the finest stream stays as large as it is.
    func fitted(_ start: [Int], keepsFinest: Bool) -> [Int] {
      var indices = start
      while total(indices) > available.width {
        let magnified = shapes.indices.filter {
          Scale.all[indices[$0]].magnification > 1 && !(keepsFinest && $0 == 0)
        }
        let candidates =
          magnified.isEmpty && !keepsFinest ? shapes.indices.filter { indices[$0] < Scale.all.count - 1 } : magnified
        let next = candidates.max { (drawnWidth($0, indices[$0]), $0) < (drawnWidth($1, indices[$1]), $1) }
        guard let next else { break }
        indices[next] += 1
      }
      return indices
    }
    var indices = fitted(largest, keepsFinest: false)
    // The finest stream's steps are the longest: coarser ones a little smaller may leave it room for one more, as long as
    // they are still maps beside it.
    if indices[0] > first, Scale.all[indices[0] - 1].magnification > 1 {
      var start = largest
      start[0] = indices[0] - 1
      let (width, height) = (drawnWidth(0, start[0]), Scale.all[start[0]].apply(finest.height))
      for stream in shapes.indices.dropFirst() {
        start[stream] = fitting(shapes[stream], width: width, height: height)
      }
      let grown = fitted(start, keepsFinest: true)
      let isReadable = shapes.indices.allSatisfy { 3 * drawnWidth($0, grown[$0]) >= width }
      if total(grown) <= available.width, isReadable { indices = grown }
    }
    return indices.map { Scale.all[$0] }
  }
}
