import Files

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A side-car file as it is written.
struct SideCarFile: Decodable {
  var people: [Entry]

  struct Entry: Decodable {
    var bbox: [Double]
    /// By the name after "keypoints_".
    var keypoints: [String: [[Double]]] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      bbox = try container.decode([Double].self, forKey: Key(stringValue: "bbox"))
      for key in container.allKeys where key.stringValue.hasPrefix("keypoints_") {
        keypoints[String(key.stringValue.dropFirst("keypoints_".count))] =
          try container.decode([[Double]].self, forKey: key)
      }
    }

    /// - Parameter place: where in the file the entry stands, for errors.
    func person(path: String, place: String) throws(SideCarError) -> Person {
      var truth: [String: [GroundTruthJoint]] = [:]
      for (name, points) in keypoints {
        truth[name] = try groundTruth(points, path: path, place: "\(place).keypoints_\(name)")
        guard let known = Skeleton.known.first(where: { $0.name == name }) else { continue }
        if points.count != known.jointNames.count {
          throw SideCarError(
            path: path,
            reason: .damaged("\(points.count) joints, not \(known.jointNames.count), in \(place).keypoints_\(name)"))
        }
      }
      return Person(box: try personBox(bbox, path: path, place: place), truth: truth)
    }
  }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}

/// Reads and decodes a JSON file, every failure a `SideCarError`.
func readJSON<Value: Decodable>(
  _ path: String, limit: Int = SideCar.maximumFileSize
) throws(SideCarError) -> Value {
  try decodeJSON(readBytes(path, limit: limit), path: path)
}

/// Reads a file, every failure a `SideCarError`.
func readBytes(_ path: String, limit: Int) throws(SideCarError) -> [UInt8] {
  do {
    return try readRegularFile(path, limit: limit)
  } catch {
    guard case .tooLong(let limit) = error.reason else {
      throw SideCarError(path: path, reason: .cannotRead("\(error.reason)"))
    }
    throw SideCarError(path: path, reason: .fileTooLarge(limit: limit))
  }
}

/// Decodes JSON, every failure a `SideCarError`.
func decodeJSON<Value: Decodable>(_ bytes: [UInt8], path: String) throws(SideCarError) -> Value {
  do {
    return try JSONDecoder().decode(Value.self, from: Data(bytes))
  } catch let error as DecodingError {
    throw SideCarError(path: path, reason: .damaged(explanation(of: error)))
  } catch {
    throw SideCarError(path: path, reason: .damaged("\(error)"))
  }
}

private func explanation(of error: DecodingError) -> String {
  let context: DecodingError.Context
  switch error {
  case .keyNotFound(let key, let missing): return "no \"\(key.stringValue)\"" + place(missing.codingPath)
  case .typeMismatch(_, let mismatch): context = mismatch
  case .valueNotFound(_, let missing): context = missing
  case .dataCorrupted(let corrupted):
    return corrupted.codingPath.isEmpty ? "no valid JSON" : "an impossible value" + place(corrupted.codingPath)
  @unknown default: return "no valid JSON"
  }
  return "a value of another kind" + place(context.codingPath)
}

private func place(_ path: [any CodingKey]) -> String {
  guard !path.isEmpty else { return "" }
  let steps = path.map { key in key.intValue.map { "[\($0)]" } ?? ".\(key.stringValue)" }
  return " in \(steps.joined().drop { $0 == "." })"
}

/// `[x, y, width, height]` as a box that encloses something.
func personBox(_ numbers: [Double], path: String, place: String) throws(SideCarError) -> Box {
  guard numbers.count == 4 else {
    throw SideCarError(path: path, reason: .damaged("\(numbers.count) numbers, not 4, in \(place).bbox"))
  }
  let box = Box(x: numbers[0], y: numbers[1], width: numbers[2], height: numbers[3])
  guard box.isUsable else {
    throw SideCarError(path: path, reason: .damaged("a box without area in \(place).bbox"))
  }
  return box
}

/// `[[x, y], …]` or `[[x, y, visible], …]`. All are labelled: these files leave no joint out.
func groundTruth(_ points: [[Double]], path: String, place: String) throws(SideCarError) -> [GroundTruthJoint] {
  var joints: [GroundTruthJoint] = []
  for (index, point) in points.enumerated() {
    guard point.count == 2 || point.count == 3, point.allSatisfy(\.isFinite) else {
      throw SideCarError(path: path, reason: .damaged("no [x, y] or [x, y, visible] in \(place)[\(index)]"))
    }
    joints.append(
      GroundTruthJoint(
        position: PicturePoint(x: point[0], y: point[1]), isVisible: point.count == 2 || point[2] > 0))
  }
  return joints
}
