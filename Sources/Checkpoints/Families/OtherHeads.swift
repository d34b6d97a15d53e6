import HRNet

/// What hangs on a body beside a pose head, or instead of one.
struct OtherHeads {
  private(set) var found: FoundHead?
  private(set) var obstacle: HeadObstacle?
  /// The row that tells the family; nil where none does.
  private(set) var row: FamilyRow?
  /// Of the exchange units.
  private(set) var upsampling = Upsampling.nearest

  /// - Parameter searches: where heads may lie.
  init(_ searches: [HeadSearch], on body: Architecture, hasHeadBias: Bool) {
    for file in searches {
      var failures: [(row: FamilyRow, problem: HeadProblem)] = []
      for row in FamilyTable.others where file.isLikely(row) && !(row.isConverted && hasHeadBias) {
        do throws(HeadProblem) {
          found = try FoundHead(row, in: file, on: body)
          break
        } catch {
          failures.append((row, error))
        }
      }
      // What spoke for another row is part of the head that was found: another form of it, of which the file has one.
      if let found {
        failures.removeAll { row, _ in
          file.evidence(for: row).allSatisfy { found.canonicalKey(of: $0) != nil }
        }
      }
      if let first = failures.first {
        obstacle = HeadObstacle(head: first.row.head.name, code: first.row.code, problem: first.problem)
      }
      row = found?.row ?? failures.first?.row
      guard let row else { continue }
      let classes = file.shapes(row).tensor("last_layer.3.weight").shape?.first
      upsampling = classes.map(row.classesWithCorners.contains) == true ? .bilinearCorners : row.upsampling
      return
    }
  }
}

extension HeadObstacle {
  /// What is left of a pose head that is none: one of its tensors is there, or reads something else than the finest stream.
  init?(ofPoseIn file: HeadSearch, prefix: String) {
    for row in FamilyTable.pose(onBody: prefix) {
      let shapes = file.shapes(row)
      let (weight, shape) = shapes.tensor("final_layer.weight")
      if let shape {
        let expected = "[1…4096, \(file.width), 1 or 3, 1 or 3]"
        self.init(head: row.head.name, code: row.code, problem: .shape(weight, expected: expected, found: shape))
        return
      }
      if shapes.tensor("final_layer.bias").shape != nil {
        self.init(head: row.head.name, code: row.code, problem: .missing(weight))
        return
      }
    }
    return nil
  }
}
