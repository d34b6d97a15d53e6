import Files
import HRNet
import Pictures
import Pose

extension Model {
  /// Looks at another picture; cuts and the place in the network stay.
  mutating func look(at scene: Scene) -> [Effect] {
    study.scene = scene
    study.personIndex = 0
    notice = scene.note ?? notice
    return look(at: scene.people[0].box)
  }

  /// Looks at another place of the picture.
  mutating func look(at box: Box) -> [Effect] {
    study.turn(to: box)
    return dismissSweep() + compute()
  }

  mutating func changeScene(_ command: Command) -> [Effect] {
    switch command {
    case .openPicture: return openPicker(study.scene.path.map(Self.folder) ?? ".")
    case .nextPerson:
      guard study.scene.people.count > 1 else {
        notice = "no other person is known in this picture"
        return []
      }
      study.personIndex = (study.personIndex + 1) % study.scene.people.count
      return look(at: study.scene.people[study.personIndex].box)
    default:
      screen.isEditingBox.toggle()
      if screen.isEditingBox {
        // The box is drawn in the whole picture.
        tastes.layer = .photograph
        screen.focus = .picture
        playing.isOn = false
      }
      return []
    }
  }

  /// Arrows move the box by a twentieth of its size, with Shift they resize it; false for other commands.
  mutating func editBox(_ command: Command) -> [Effect]? {
    let (dx, dy) = (study.box.width / 20, study.box.height / 20)
    var edited = study.box
    switch command {
    case .stepBack: edited.x -= dx
    case .stepForward: edited.x += dx
    case .streamUp: edited.y -= dy
    case .streamDown: edited.y += dy
    case .gainDown, .slower: edited = scaled(by: 1 / 1.1)
    case .gainUp, .faster: edited = scaled(by: 1.1)
    case .moduleBack: edited.width = max(study.box.width - dx, 1)
    case .moduleForward: edited.width += dx
    case .reset: edited = study.scene.people[study.personIndex].box
    case .back, .enter, .editBox:
      screen.isEditingBox = false
      return []
    default: return nil
    }
    edited = bounded(edited)
    return edited == study.box ? [] : look(at: edited)
  }

  /// A box far outside of the picture, or far larger, shows nothing.
  func bounded(_ box: Box) -> Box {
    let (width, height) = (Double(study.scene.picture.width), Double(study.scene.picture.height))
    var result = box
    result.width = min(max(box.width, 4), 4 * width)
    result.height = min(max(box.height, 4), 4 * height)
    result.x = min(max(box.x, -result.width / 2), width - result.width / 2)
    result.y = min(max(box.y, -result.height / 2), height - result.height / 2)
    return result
  }

  private func scaled(by factor: Double) -> Box {
    Box(
      x: study.box.x - study.box.width * (factor - 1) / 2, y: study.box.y - study.box.height * (factor - 1) / 2,
      width: study.box.width * factor,
      height: study.box.height * factor)
  }

  static func folder(of path: String) -> String {
    let folder = FileName.folder(path)
    return folder.isEmpty ? "." : folder == "/" ? folder : String(folder.unicodeScalars.dropLast())
  }
}
