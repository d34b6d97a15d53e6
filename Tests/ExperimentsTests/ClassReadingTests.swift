import Experiments
import Recognition
import Testing

@Suite("Classes that a network says")
struct ClassReadingTests {
  private static func map(_ labels: [UInt16], width: Int = 2) -> Reading {
    .classMap(
      ClassMapReading(
        map: ClassMap(width: width, height: labels.count / width, classes: 3, labels: labels),
        names: ClassNames(numbered: 3)))
  }

  private static func scores(_ logits: [Float]) -> Reading {
    .classScores(
      ClassScoresReading(scores: ClassScores(logits: logits), names: ClassNames(numbered: logits.count)))
  }

  @Test("a class map's items are its classes with their shares; one that does not occur was not found")
  func mapItems() {
    let items = Self.map([0, 0, 2, 0]).items
    #expect(items.map(\.name) == ["class 0", "class 1", "class 2"])
    #expect(items.map(\.certainty) == [0.75, 0, 0.25] && items.map(\.isFound) == [true, false, true])
    #expect(items.allSatisfy { $0.place == nil })
  }

  @Test("a class map's change is the share of positions that have another class; classes that vanish are lost")
  func mapChange() throws {
    let change = try #require(Self.map([0, 0, 0, 1]).change(from: Self.map([0, 0, 2, 0])))
    #expect(change.effect == 50 && change.headline.unit == "%" && change.lost == 1 && change.hasEffect)
    #expect(change.items == [0, 25, 25] && change.largest.value == 25)
    let same = try #require(Self.map([0, 1, 2, 1]).change(from: Self.map([0, 1, 2, 1])))
    #expect(same.isMeasured && same.effect == 0 && !same.hasEffect && same.further[0].value == 1)
  }

  @Test("positions that exchange classes change, though no share does")
  func exchanged() throws {
    let change = try #require(Self.map([1, 0, 0, 2]).change(from: Self.map([0, 1, 2, 0])))
    #expect(change.effect == 100 && change.largest.value == 0 && change.hasEffect)
  }

  @Test("maps of another size, and other sorts, are not compared")
  func incomparable() {
    #expect(Self.map([0, 0, 0, 0]).change(from: Self.map([0, 0, 0, 0, 0, 0])) == nil)
    #expect(Self.map([0, 0, 0, 0]).change(from: Self.map([0, 0, 0, 0], width: 4)) == nil)
    #expect(Self.map([0, 0]).change(from: Self.scores([1, 2, 3])) == nil)
    #expect(Self.scores([1, 2]).change(from: Self.scores([1, 2, 3])) == nil)
  }

  @Test("class scores: what of the probability has moved; another first class is stronger than any same one")
  func scoreChange() throws {
    let before = Self.scores([2, 0, 0])
    let other = try #require(Self.scores([0, 0.5, 0]).change(from: before))
    let less = try #require(Self.scores([0.25, 0, 0]).change(from: before))
    let more = try #require(Self.scores([9, 0, 0]).change(from: before))
    #expect(other.lost == 1 && less.lost == 0 && more.lost == 0)
    #expect(other.isStronger(than: less) && other.isStronger(than: more) && less.isStronger(than: more))
    #expect(try #require(less.further[0].value) < 0 && #require(more.further[0].value) > 0)
    let sum = Self.scores([2, 0, 0]).items.compactMap(\.certainty).reduce(0, +)
    #expect(abs(sum - 1) < 1e-12)
    #expect(before.drops(from: Self.scores([2, 0, 0])) == [0, 0, 0])
  }
}
