import HRNet
import Pictures
import Pose

// People boxed by hand, one after the other.
extension Model {
  /// Begins the box of another person; one that was begun before is kept.
  mutating func boxAnotherPerson() -> [Effect] {
    let stay = stayOnFrame()
    keepBox()
    screen.beforeNewBox = NewBox(personIndex: study.personIndex, box: study.box)
    return stay + enterBox() + look(at: placeForNewBox)
  }

  /// As large as the box before and beside it; in the middle where that is of the whole picture.
  private var placeForNewBox: Box {
    let (width, height) = (Double(study.scene.picture.width), Double(study.scene.picture.height))
    var box = study.box
    guard box.width < 0.7 * width else {
      return Box(x: width / 3, y: height / 4, width: width / 3, height: height / 2)
    }
    let fitsRight = box.x + 2 * box.width <= width
    box.x += fitsRight || box.x < box.width ? box.width : -box.width
    return bounded(box)
  }

  /// Keeps the box that is being made as another person, or what was changed of one made before.
  mutating func keepBox() {
    guard screen.isEditingBox else { return }
    if screen.beforeNewBox != nil {
      screen.beforeNewBox = nil
      study.boxed.append(Person(box: study.box))
      study.takenBack = []
      study.personIndex = study.people.count - 1
      let count = study.boxed.count
      notice =
        "\(count) \(count == 1 ? "box" : "boxes") made by hand · \(keyMap.text(of: .nextPerson)) next person · "
        + "\(keyMap.text(of: .write)) keeps them beside the picture"
    } else if let index = study.boxedIndex {
      study.boxed[index].box = study.box
    }
  }

  /// Gives the box up that is being made, and looks where was looked before.
  mutating func giveUpBox() -> [Effect] {
    guard let before = screen.beforeNewBox else { return [] }
    (screen.beforeNewBox, screen.isEditingBox) = (nil, false)
    study.personIndex = before.personIndex
    return look(at: before.box)
  }

  /// Takes the last box back that was kept. Who stood on it stands on the person before.
  mutating func takeBackBox() -> [Effect] {
    guard let last = study.boxed.popLast() else { return [] }
    study.takenBack.append(last)
    let count = study.boxed.count
    notice = "the last box is taken back; \(count == 0 ? "none is" : count == 1 ? "one is" : "\(count) are") left"
    let index = min(study.personIndex, study.people.count - 1)
    guard screen.beforeNewBox == nil else {
      // The one that is being made goes on.
      screen.beforeNewBox = NewBox(personIndex: index, box: study.people[index].box)
      study.personIndex = index
      return []
    }
    guard index != study.personIndex || study.boxed.isEmpty else { return [] }
    study.personIndex = index
    return look(at: study.person.box)
  }

  /// Keeps the box again that was taken back last.
  mutating func keepBoxAgain() -> [Effect] {
    guard let last = study.takenBack.popLast() else { return [] }
    study.boxed.append(last)
    notice = "the box is kept again"
    return []
  }
}
