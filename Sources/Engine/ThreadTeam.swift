import CKernels
import CMemory

/// A fixed set of threads that work through one operation together.
///
/// One caller at a time; the executor that owns the team is that caller.
final class ThreadTeam {
  /// Members, the calling thread included.
  let count: Int
  let team: OpaquePointer

  /// Ends the program where the system has no memory for a few hundred bytes.
  init(count: Int) {
    guard let team = hrs_team_create(Int32(clamping: count)) else { hrs_out_of_memory(1024) }
    self.team = team
    self.count = count
  }

  deinit { hrs_team_destroy(team) }

  /// Splits `count` rows or items into one range per member and calls `body(member, range)` for each that is not
  /// empty, side by side. Which member gets which range depends on who is awake.
  func split(_ count: Int, _ body: (_ member: Int, _ range: Range<Int>) -> Void) {
    withoutActuallyEscaping(body) { body in
      var region = Region(total: count, body: body)
      withUnsafeMutablePointer(to: &region) { pointer in
        hrs_team_run(
          team,
          { context, member, share, count in
            guard let region = context?.assumingMemoryBound(to: Region.self) else { return }
            let total = region.pointee.total
            let range = total * Int(share) / Int(count)..<total * (Int(share) + 1) / Int(count)
            if !range.isEmpty { region.pointee.body(Int(member), range) }
          }, pointer)
      }
    }
  }

  private struct Region {
    let total: Int
    let body: (Int, Range<Int>) -> Void
  }
}
