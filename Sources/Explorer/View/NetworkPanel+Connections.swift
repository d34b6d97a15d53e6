import Cells
import HRNet

extension NetworkPanel {
  /// A new stream springs from the lowest one before it, and from no other.
  func drawBranch(on canvas: inout Canvas, toX x: Int, y: Int, hasRun: Bool, ink: Style) {
    guard rowStep > 1 else {
      canvas.put(hasRun ? "└" : "·", x: x - 1, y: y, style: ink)
      return
    }
    for step in 1..<rowStep {
      canvas.put(hasRun ? "╲" : "·", x: x - (rowStep - step), y: y - rowStep + step, style: ink)
    }
  }

  /// What an exchange unit sends across the gap between two rows, in one direction.
  private enum Flow {
    /// No edge leads that way.
    case none
    case whole, weakened, cut

    init(_ contributions: [Contribution]) {
      if contributions.isEmpty {
        self = .none
      } else if contributions.allSatisfy({ $0 == .gain(1) }) {
        self = .whole
      } else {
        self = contributions.allSatisfy { $0 == .nothing } ? .cut : .weakened
      }
    }
  }

  /// The edges cross before the unit, as in the paper's figure: `╲` to coarser streams, `╱` to finer ones. An edge to a
  /// stream further away crosses every gap between. Where all edges of a direction are cut, its stroke is missing; where
  /// both are, the gap is dashed.
  func drawConnections(of unit: ExchangeUnit, on canvas: inout Canvas, x: Int, hasRun: Bool) {
    guard rowStep > 1 else { return }
    for row in 0..<unit.sourceCount - 1 {
      func flow(from sources: Range<Int>, to destinations: Range<Int>) -> Flow {
        Flow(
          sources.flatMap { source in
            destinations.map {
              model.study.interventions[contributionOf: EdgeAddress(unit.address, from: Stream(source), to: Stream($0))]
            }
          })
      }
      let (above, below) = (min(row + 1, unit.destinationCount), unit.destinationCount)
      let down = flow(from: 0..<row + 1, to: above..<below)
      let up = flow(from: row + 1..<unit.sourceCount, to: 0..<above)
      for step in 1..<rowStep {
        let y = 1 + row * rowStep + step
        let (downX, upX) = (x - rowStep + step, x - step)
        if downX == upX {
          drawCrossing(down, up, on: &canvas, x: downX, y: y, hasRun: hasRun)
        } else {
          drawStroke("╲", down, on: &canvas, x: downX, y: y, hasRun: hasRun)
          drawStroke("╱", up, on: &canvas, x: upX, y: y, hasRun: hasRun)
        }
      }
    }
  }

  private func drawStroke(_ stroke: String, _ flow: Flow, on canvas: inout Canvas, x: Int, y: Int, hasRun: Bool) {
    guard flow != .none else { return }
    canvas.put(flow == .cut ? "┊" : hasRun ? stroke : "·", x: x, y: y, style: style(flow, hasRun: hasRun))
  }

  private func drawCrossing(_ down: Flow, _ up: Flow, on canvas: inout Canvas, x: Int, y: Int, hasRun: Bool) {
    func isOpen(_ flow: Flow) -> Bool { flow == .whole || flow == .weakened }
    switch (isOpen(down), isOpen(up)) {
    case (true, true):
      let isWhole = down == .whole && up == .whole
      drawStroke("╳", isWhole ? .whole : .weakened, on: &canvas, x: x, y: y, hasRun: hasRun)
    case (true, false): drawStroke("╲", down, on: &canvas, x: x, y: y, hasRun: hasRun)
    case (false, true): drawStroke("╱", up, on: &canvas, x: x, y: y, hasRun: hasRun)
    case (false, false): drawStroke("", down == .none ? up : down, on: &canvas, x: x, y: y, hasRun: hasRun)
    }
  }

  private func style(_ flow: Flow, hasRun: Bool) -> Style {
    switch flow {
    case .none, .whole: hasRun ? Theme.text : Theme.faint
    case .weakened: Theme.changed
    case .cut: Style(Theme.cut, on: nil, .bold)
    }
  }
}
