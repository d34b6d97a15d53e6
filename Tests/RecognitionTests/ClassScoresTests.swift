import Recognition
import Testing

@Suite("Class scores")
struct ClassScoresTests {
  struct Case: Decodable {
    let before, after: [Float]
    let top: [Int]
    let probabilities: [Double]
    let firstChange, moved: Double
  }

  @Test("Softmax, the first five, and what changed are PyTorch's")
  func cases() throws {
    for each in try fixture("scores.json") as [Case] {
      let (before, after) = (ClassScores(logits: each.before), ClassScores(logits: each.after))
      let top = after.top(5)
      #expect(top.map(\.index) == each.top)
      for (place, expected) in zip(top, each.probabilities) { #expect(abs(place.probability - expected) < 1e-9) }
      #expect(top.enumerated().allSatisfy { after.rank(of: $1.index) == $0 })
      let change = ScoreChange(from: before, to: after)
      #expect(abs(change.firstChange - each.firstChange) < 1e-9)
      #expect(abs(change.moved - each.moved) < 1e-9)
      #expect(change.moves.prefix(top.count).map(\.index) == each.top)
      #expect(Set(change.moves.map(\.index)).isSuperset(of: before.top(5).map(\.index)))
    }
  }

  @Test("Odd logits give no odd order")
  func odd() {
    #expect(ClassScores(logits: [.nan, 1, .nan]).top(3).map(\.index) == [1, 0, 2])
    #expect(ClassScores(logits: [0, .infinity]).probabilities == [0, 1])
    #expect(ClassScores(logits: [-.infinity, -.infinity]).probabilities == [0.5, 0.5])
    #expect(ClassScores(logits: [.nan]).probabilities == [0])
    #expect(ClassScores(logits: [2, 2, 2]).top(2).map(\.index) == [0, 1])
  }

  @Test("Top-1 and top-5 count pictures")
  func accuracy() {
    var accuracy = TopAccuracy()
    #expect(accuracy.top1 == nil)
    for (rank, truth) in [(0, 3), (4, 3), (5, 1), (0, 2)] { accuracy.add(rank: rank, truth: truth) }
    #expect(accuracy.top1 == 0.5 && accuracy.top5 == 0.75)
    #expect(accuracy.perClass[3]?.pictures == 2 && accuracy.perClass[3]?.first == 1)
  }

  @Test("A file of classes: names with spaces, and one line for what is wrong")
  func file() throws {
    func read(_ text: String) throws -> [PictureClasses.Entry] {
      try PictureClasses(decoding: Array(text.utf8), name: "val.txt", classes: 10).entries
    }
    let entries = try read("\u{FEFF}a b.jpg 3\r\n\n  c.jpg\t0  \nval/a b.jpg 3\na b.jpg 3")
    #expect(entries.map(\.picture) == ["a b.jpg", "c.jpg", "val/a b.jpg"])
    #expect(entries.map(\.label) == [3, 0, 3])
    for (text, words) in [
      ("a.jpg 10", "found class 10, of a network of 10"), ("a.jpg", "on line 1, found 'a.jpg'"),
      ("a 1\nb -1", "on line 2, found '-1' for a class"), ("a 1\n\na 2", "on line 3, found a second class of 'a'"),
      ("a 99999999999999999999", "for a class"), ("\n \n", "found none"), ("", "found none"), ("7", "found '7'"),
      ("a\u{1B}[2J", "found 'a?[2J'"),
    ] {
      let error = #expect(throws: PictureClassesError.self) { _ = try read(text) }
      #expect(error?.description.hasPrefix("val.txt: ") == true)
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
  }

  @Test("Folders stand for classes by name, by number or by their order")
  func folders() {
    let names = ClassNames(stating: ["cat", "dog", "eel"])
    #expect(PictureClasses.classes(ofFolders: ["eel", "cat"], names: names) == ["eel": 2, "cat": 0])
    #expect(PictureClasses.classes(ofFolders: ["2", "01"], names: names) == ["2": 2, "01": 1])
    #expect(PictureClasses.classes(ofFolders: ["n3", "n1", "n2"], names: names) == ["n1": 0, "n2": 1, "n3": 2])
    #expect(PictureClasses.classes(ofFolders: ["n3", "n1"], names: names) == nil)
  }
}
