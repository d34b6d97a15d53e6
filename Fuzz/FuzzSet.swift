@testable import Pose

/// Reads the input as a labelled set, or as the description beside a picture, and compares and scores what it holds. A
/// crash, a trap, memory or time beyond the limit and an error of more than a line are findings; an error is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzSet(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  do {
    #if FUZZ_SIDECAR
      _ = try SideCar.people(decoding: bytes, name: "fuzz")
    #else
      if try JSONShape(of: bytes, name: "fuzz") == .list {
        let set = try LabelledSet(decoding: bytes, name: "fuzz")
        _ = try match(set.skeleton, set.jointCount)
      } else {
        let set = try COCOKeypoints(decoding: bytes, name: "fuzz")
        let match = try match(set.skeleton, set.jointCount)
        score(set, match)
      }
    #endif
  } catch {
    let text = "\(error)"
    precondition(text.utf8.count < 1000 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
  }
  return 0
}

private func match(_ skeleton: Skeleton?, _ count: Int) throws(JointMismatch) -> JointMatch {
  // A network of few joints, so that small inputs get past it.
  let network = skeleton.map { Skeleton(stating: $0.jointNames.reversed()) } ?? Skeleton(numbered: count)
  return try JointMatch(network: network, set: skeleton, count: count)
}

private func score(_ set: COCOKeypoints, _ match: JointMatch) {
  var collections = set.categories.map { _ in OKSCollection() }
  for (index, image) in set.images.enumerated() {
    let people = image.people.map { $0.picking(match.set) }
    for category in set.categories.indices {
      let truth = people.filter { $0.category == category }
      let found = truth.map { person in (joints: person.joints.map(\.position), score: 0.5) }
      let picture = OKSPicture(truth: truth, found: found, sigmas: match.skeleton.sigmas)
      precondition(picture.isSound)
      collections[category].add(picture, index: index)
    }
  }
  let precision = OKSPrecision(meanOf: collections.map { OKSPrecision($0) })
  precondition((0...1).contains(precision.ap ?? 0) && (0...1).contains(precision.ar ?? 0))
}
