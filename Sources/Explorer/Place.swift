/// Where the person is, as far as that decides what keys do.
enum Place: Hashable, Sendable {
  /// The person's box is being moved and resized.
  case box
  /// In the table of joints.
  case joints
  /// In the trace of a joint.
  case trace
  case inspector
  /// In the decoding microscope.
  case decoding
  case geometry
  case cost
  /// Where the chosen joint is compared with all others.
  case confusion
  /// Where resolutions are compared.
  case resolutions
  /// Where it is told what every stream knows.
  case knowledge
  /// Where a probe of 1/4 stands beside one of all streams.
  case versions
  /// In the matrix of an exchange unit.
  case matrix
  /// In the words of a lesson.
  case caption
  /// Above the streams, on the heading of a stage.
  case heading
  /// Everywhere else; keys do what they usually do.
  case elsewhere
}

extension Model {
  var place: Place {
    if screen.isEditingBox { return .box }
    switch screen.focus {
    case .joints: return .joints
    case .streams:
      if matrix != nil { return .matrix }
      return switch screen.look {
      case .inspector, .sum, .edgeSum: .inspector
      case .trace: .trace
      case .decoding: .decoding
      case .geometry: .geometry
      case .cost: .cost
      case .confusion: .confusion
      case .resolutions: .resolutions
      case .knowledge: .knowledge
      case .versions: .versions
      case .step: .elsewhere
      }
    case .network: return stageUnderCursor == nil ? .elsewhere : .heading
    case .picture: return .elsewhere
    case .caption: return .caption
    }
  }
}
