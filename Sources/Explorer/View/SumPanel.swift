import Cells
import Experiments
import HRNet

/// How one value of a stream comes about: the sum in a line, its terms in a table, patches and kernels, and what batch
/// normalisation makes of them. What is drawn is said of the answer's own place.
struct SumPanel {
  let model: Model

  func draw(on canvas: inout Canvas, in rect: Rect) {
    let sum = model.step?.sum
    let place = sum?.place ?? model.summaryRequest.sum
    let inside = canvas.panel(
      rect, title: "sum · " + (place.map(title) ?? ""), isFocused: model.screen.focus == .streams,
      appearance: model.screen.appearance)
    guard let step = model.step else { return }
    var text = inside
    let words = sum?.ranked.first?.window == nil ? Self.words : Self.wordsOfWindow
    // The map takes what the words leave.
    if let place, let stream = step[place.node], let map = stream.maps.first, inside.width - words >= 8,
      let drawn = CursorMap(model: model).draw(
        map, of: stream, step, on: &canvas, in: inside, width: min(inside.width - words, inside.width / 2))
    {
      text = inside.splitLeft(drawn + 2).rest
    }
    guard let sum else {
      if step.request.sum != nil {
        canvas.put(
          "this value was not computed, and there is nothing to add up", x: text.x, y: text.y, style: Theme.changed,
          limit: text.width)
      }
      return
    }
    draw(sum, on: &canvas, in: text)
  }

  /// Columns that the sum and its table have in any case.
  private static let words = 60
  /// With patches and kernels.
  private static let wordsOfWindow = 78

  private func title(_ place: ValueSum.Place) -> String {
    guard model.study.network.nodes.indices.contains(place.node) else { return "" }
    let layer = place.layers.map { " layer \($0)" } ?? ""
    return "\(model.study.network[place.node].address)\(layer) · \(name(of: place)) · x \(place.x), y \(place.y)"
  }

  private func name(of place: ValueSum.Place) -> String {
    let names = place.layers == nil ? model.study.channelNames(of: model.study.network[place.node]) : nil
    return names?[place.channel] ?? "channel \(place.channel + 1)"
  }

  private func draw(_ sum: ValueSum, on canvas: inout Canvas, in rect: Rect) {
    guard model.study.network.nodes.indices.contains(sum.place.node), rect.height >= 2 else { return }
    let names = SumNames(model: model, sum: sum)
    // Here a dot is a product, which another glyph says where there is no such dot.
    var rows = Rows(rect, product: model.screen.appearance.unicode ? nil : "*")
    rows.put([(names.operation, Theme.faint)], on: &canvas)
    // The table takes what the equation leaves; three terms are named even where it has no room.
    let height = sum.ranked.first?.window?.side ?? 1
    let count = min(max((rect.height - 7) / height, 3), height > 1 ? 6 : 12)
    guard let printed = PrintedSum(sum, naming: count) else {
      let value = Number.short(sum.value)
      rows.put(
        [("the value is \(value): its terms are not all finite, or too large to add up here", Theme.changed)],
        on: &canvas)
      return
    }
    for line in equation(printed, names, width: rect.width) { rows.put(line, on: &canvas) }
    let folding = FoldingLines(sum, width: rect.width)
    // The kernel as stored stands beside the folded one, or below the table.
    let windows = folding == nil ? [] : printed.terms.compactMap(\.window)
    let hasStored = !windows.isEmpty && windows.allSatisfy { Self.table + $0.width + $0.storedWidth <= rect.width }
    var foot = folding?.lines ?? []
    if !hasStored, let first = printed.terms.first, let window = windows.first, rect.height >= 2 * window.side + 8 {
      foot = window.storedLines(of: names.long(first.name)) + foot
    }
    drawTable(
      printed, names, (weights: folding != nil, kernels: hasStored), on: &canvas, rows: &rows,
      leaving: rows.left > foot.count + height ? foot.count : 0)
    for line in foot { rows.put(line, on: &canvas) }
  }

  // MARK: - The equation

  /// Broken before a sign.
  private func equation(_ printed: PrintedSum, _ names: SumNames, width: Int) -> [[(String, Style)]] {
    var lines: [[(String, Style)]] = [[]]
    var column = 0
    var pending: [(String, Style)] = []
    func flush() {
      let needed = pending.reduce(0) { $0 + Canvas.columns(of: $1.0) }
      if column > 0, column + needed > width { (lines, column) = (lines + [[]], 0) }
      lines[lines.count - 1] += pending
      (column, pending) = (column + needed, [])
    }
    for (text, name) in printed.equation(names.short) {
      if text.hasPrefix(" ") { flush() }
      let isResult = name == nil && text.hasPrefix(" =")
      pending.append((text, name.map { names.style(of: $0) } ?? (isResult ? Theme.strong : Theme.text)))
    }
    flush()
    return lines
  }

  // MARK: - The table

  private func drawTable(
    _ printed: PrintedSum, _ names: SumNames, _ showsStored: (weights: Bool, kernels: Bool), on canvas: inout Canvas,
    rows: inout Rows, leaving: Int
  ) {
    let window = printed.terms.lazy.compactMap(\.window).first
    let isProduct = printed.terms.contains { $0.product != nil }
    let isRead = printed.terms.contains { $0.value != nil }
    guard rows.left > leaving + (window?.side ?? 1) else { return }
    var heading = "".padded(toColumns: Self.label) + names.amount.paddedLeft(toColumns: Self.number)
    if isProduct { heading += "  = " + names.product } else if isRead { heading += "  of " + names.read }
    if let window {
      heading += "   " + "patch".padded(toColumns: window.patchWidth + 1)
      heading += "kernel, BN folded in".padded(toColumns: window.width - window.patchWidth)
      if showsStored.kernels { heading += "  kernel as stored" }
    } else if showsStored.weights, isProduct {
      heading += " (as stored)"
    }
    rows.put([(heading, Theme.faint)], on: &canvas)
    for term in printed.terms {
      let height = term.window?.side ?? 1
      // Where a patch has no room any more, neither has what comes behind it among its like.
      guard rows.left >= leaving + height else { break }
      var line = [
        (names.long(term.name).padded(toColumns: Self.label), names.style(of: term.name)),
        (printed.decimals.text(term.units).paddedLeft(toColumns: Self.number), Theme.strong),
      ]
      if let product = term.product {
        line.append(("  = \(product.factor) · \(product.value)", Theme.text))
        if showsStored.weights, let stored = term.stored { line.append((" (\(stored))", Theme.faint)) }
      } else if let value = term.value {
        line.append(("  of \(value)", Theme.text))
      }
      guard let window = term.window else {
        rows.put(line, on: &canvas)
        continue
      }
      for row in 0..<window.side {
        let blank = ("".padded(toColumns: Self.label + Self.number), Theme.text)
        let stored = showsStored.kernels ? "   " + window.storedLine(row) : ""
        rows.put(
          (row == 0 ? line : [blank]) + [("  " + window.line(row), Theme.text), (stored, Theme.faint)], on: &canvas)
      }
    }
  }

  private static let label = 12
  private static let number = 9
  /// Columns before a patch.
  private static let table = label + number + 2
}

/// Lines from the top of a rectangle down, as long as there is room.
struct Rows {
  private let rect: Rect
  private let product: String?
  private var next = 0
  /// Lines written so far.
  var used: Int { next }
  var width: Int { rect.width }

  /// - Parameter product: what is written for a dot between factors; nil for the dot itself.
  init(_ rect: Rect, product: String? = nil) { (self.rect, self.product) = (rect, product) }

  var left: Int { max(rect.height - next, 0) }
  /// What is below the lines written so far.
  var rest: Rect { rect.splitTop(min(next, rect.height)).rest }

  mutating func put(_ pieces: [(String, Style)], on canvas: inout Canvas) {
    guard left > 0 else { return }
    let written = product.map { product in pieces.map { ($0.0.replacing("·", with: product), $0.1) } } ?? pieces
    canvas.put(written, x: rect.x, y: rect.y + next, limit: rect.width)
    next += 1
  }
}

extension PrintedWindow {
  /// Columns that a row of numbers takes.
  var patchWidth: Int { side * cell(values) }
  /// Of the patch and of the kernel with what stands between.
  var width: Int { patchWidth + 2 + side * cell(weights) }
  /// Of the kernel as stored, with what stands before it.
  var storedWidth: Int { 3 + max(side * cell(stored), 17) }

  private func cell(_ texts: [String]) -> Int { texts.reduce(0) { max($0, $1.count) } + 1 }

  /// A row of the patch and one of the kernel.
  func line(_ row: Int) -> String { numbers(values, row) + (row == side / 2 ? " ×" : "  ") + numbers(weights, row) }

  func storedLine(_ row: Int) -> String { numbers(stored, row) }

  /// The kernel as stored by itself, with what it is above it.
  func storedLines(of channel: String) -> [[(String, Style)]] {
    [[("kernel of \(channel) as stored", Theme.faint)]] + (0..<side).map { [(storedLine($0), Theme.text)] }
  }

  private func numbers(_ texts: [String], _ row: Int) -> String {
    texts[row * side..<(row + 1) * side].map { $0.paddedLeft(toColumns: cell(texts)) }.joined()
  }
}
