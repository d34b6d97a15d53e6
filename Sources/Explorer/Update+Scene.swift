import Files
import HRNet
import Pictures
import Pose

extension Model {
  /// Looks at another picture; cuts and the place in the network stay.
  mutating func look(at scene: Scene) -> [Effect] {
    let stay = stayOnFrame()
    let before = study
    study.scene = scene
    (study.personIndex, study.boxed, study.takenBack, screen.beforeNewBox) = (0, [], [], nil)
    notice = scene.note ?? notice
    do throws(NetworkError) {
      try study.turn(to: study.people[0].box)
    } catch {
      study = before
      return stay + tell("\(scene.name): \(error)")
    }
    return stay + dismissSweep() + compute()
  }

  /// Looks at another place of the picture.
  mutating func look(at box: Box) -> [Effect] {
    do throws(NetworkError) { try study.turn(to: box) } catch { return tell("\(error)") }
    return dismissSweep() + compute()
  }

  /// Opens the picture picker where the picture lies.
  mutating func choosePicture() -> [Effect] { openPicker(study.scene.path.map(Self.folder) ?? ".") }

  mutating func lookAtNextPerson() -> [Effect] {
    let stay = stayOnFrame()
    keepBox()
    study.personIndex = (study.personIndex + 1) % study.people.count
    notice = "person \(study.personIndex + 1) of \(study.people.count)"
    return stay + look(at: study.person.box)
  }

  mutating func enterBox() -> [Effect] {
    screen.isEditingBox = true
    // The box is drawn in the whole picture.
    tastes.layer = .photograph
    screen.focus = .picture
    playing.isOn = false
    return []
  }

  mutating func leaveBox() -> [Effect] {
    keepBox()
    screen.isEditingBox = false
    return []
  }

  /// Moves the box by twentieths of its size.
  mutating func moveBox(x: Double = 0, y: Double = 0) -> [Effect] {
    var moved = study.box
    moved.x += x * study.box.width / 20
    moved.y += y * study.box.height / 20
    return change(to: moved)
  }

  /// Makes the box wider by twentieths of its width.
  mutating func widenBox(by step: Double) -> [Effect] {
    var widened = study.box
    widened.width = max(study.box.width + step * study.box.width / 20, 1)
    return change(to: widened)
  }

  mutating func scaleBox(by factor: Double) -> [Effect] {
    change(
      to: Box(
        x: study.box.x - study.box.width * (factor - 1) / 2, y: study.box.y - study.box.height * (factor - 1) / 2,
        width: study.box.width * factor,
        height: study.box.height * factor))
  }

  /// Takes the box that the picture came with.
  mutating func resetBox() -> [Effect] { change(to: study.person.box) }

  private mutating func change(to changed: Box) -> [Effect] {
    let changed = bounded(changed)
    guard changed != study.box else { return tell("the box cannot go further, or is as it was already") }
    return look(at: changed)
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

  static func folder(of path: String) -> String {
    let folder = FileName.folder(path)
    return folder.isEmpty ? "." : folder == "/" ? folder : String(folder.unicodeScalars.dropLast())
  }
}
