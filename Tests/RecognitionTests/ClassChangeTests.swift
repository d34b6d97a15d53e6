import Recognition
import Testing

@Suite("Class maps compared")
struct ClassChangeTests {
  let before = ClassMap(width: 3, height: 2, classes: 4, labels: [0, 0, 1, 0, 1, 1])
  let after = ClassMap(width: 3, height: 2, classes: 4, labels: [0, 1, 1, 0, 1, 3])

  @Test("The headline is the part of the pixels that changed")
  func change() {
    let change = ClassChange(from: before, to: after)
    #expect(change.changedShare == 2.0 / 6)
    #expect(change.mostChanged == 0 || change.mostChanged == 3)
    // Class 0: 2 of 3; class 1: 2 of 4; class 3: 0 of 1; class 2 does not occur.
    #expect(abs(change.meanIoU - (2.0 / 3 + 0.5 + 0) / 3) < 1e-15)
    #expect(ClassChange(from: before, to: before).meanIoU == 1)
    #expect(ClassChange(from: before, to: before).mostChanged == nil)
  }

  @Test("Shares and boundary")
  func shares() {
    #expect(before.shares == [0.5, 0.5, 0, 0])
    #expect(after.disagreement(with: before).isChanged == [false, true, false, false, false, true])
    #expect(before.boundary == [false, true, true, true, true, false])
    let unsaid = ClassMap(width: 2, height: 1, classes: 1, labels: [ClassMap.nothing, 0])
    #expect(unsaid.shares == [1])
  }
}
