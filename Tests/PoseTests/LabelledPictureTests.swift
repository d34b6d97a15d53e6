import Pictures
import Pose
import Testing

/// The fixtures are one picture, wider than high, stored in all eight orientations, and 9, which means nothing.
@Suite("Pictures as their labels mean them")
struct LabelledPictureTests {
  private func read(_ orientation: Int, _ size: PictureSize?) throws -> LabelledPicture {
    try LabelledPicture(contentsOf: fixture("orientation-\(orientation).jpg"), size: size)
  }

  private func size(_ picture: Picture) -> PictureSize { PictureSize(width: picture.width, height: picture.height) }

  @Test("the size of the turned picture turns it, that of the stored one does not", arguments: 1...9)
  func sizes(orientation: Int) throws {
    let turned = try Picture(contentsOf: fixture("orientation-\(orientation).jpg"))
    let labelled = try read(orientation, size(turned))
    #expect(labelled.picture == turned)
    let isOnItsSide = (5...8).contains(orientation)
    let isAssumed = (2...4).contains(orientation)
    #expect(labelled.turn == (isAssumed ? .assumed : nil))
    let stored = PictureSize(width: turned.height, height: turned.width)
    if isOnItsSide {
      let unturned = try read(orientation, stored)
      #expect(size(unturned.picture) == stored && unturned.turn == .stored)
    } else {
      #expect(throws: PictureError.self) { try read(orientation, stored) }
    }
    // Nothing said: as viewers show it.
    let unsaid = try read(orientation, nil)
    #expect(unsaid.picture == turned && unsaid.turn == (isOnItsSide || isAssumed ? .assumed : nil))
  }

  @Test("another size is refused in a line that has both")
  func other() throws {
    for orientation in 1...8 {
      let error = try #require(throws: PictureError.self) { try read(orientation, PictureSize(width: 7, height: 5)) }
      #expect(!error.isUnreadable && error.description.contains("expected 7 × 5 pixels as the set says, found"))
    }
  }
}
