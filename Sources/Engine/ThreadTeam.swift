import CKernels

/// A fixed set of threads that work through the rows of one operation together.
///
/// One caller at a time; the executor that owns the team is that caller.
final class ThreadTeam {
  /// Members, the calling thread included.
  let count: Int
  private let team: OpaquePointer

  /// - Precondition: the system has memory for a few hundred bytes.
  init(count: Int) {
    guard let team = hr_team_create(Int32(clamping: count)) else { preconditionFailure("out of memory") }
    self.team = team
    self.count = count
  }

  deinit { hr_team_destroy(team) }

  /// Splits `rows` into one range per member and calls `body(member, range)` for each that is not empty, side by side.
  func split(rows: Int, _ body: (_ member: Int, _ rows: Range<Int>) -> Void) {
    withoutActuallyEscaping(body) { body in
      var region = Region(rows: rows, body: body)
      withUnsafeMutablePointer(to: &region) { pointer in
        hr_team_run(
          team,
          { context, index, count in
            guard let region = context?.assumingMemoryBound(to: Region.self) else { return }
            let rows = region.pointee.rows
            let range = rows * Int(index) / Int(count)..<rows * (Int(index) + 1) / Int(count)
            if !range.isEmpty { region.pointee.body(Int(index), range) }
          }, pointer)
      }
    }
  }

  private struct Region {
    let rows: Int
    let body: (Int, Range<Int>) -> Void
  }
}
