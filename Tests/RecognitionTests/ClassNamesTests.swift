import Recognition
import Testing

@Suite("Names of classes")
struct ClassNamesTests {
  @Test(
    "Every set has its names and colours",
    arguments: [
      (KnownClasses.cityscapes, 19, "road", "bicycle"), (.lip, 20, "Background", "Right-shoe"),
      (.pascalContext, 60, "background", "wood"), (.ade20k, 150, "wall", "flag"),
      (.cocoStuff, 171, "person", "wood"), (.coco, 80, "person", "toothbrush"),
      (.imageNet, 1000, "tench", "toilet tissue"), (.personParts, 7, "background", "lower legs"),
    ])
  func sets(_ set: KnownClasses, count: Int, first: String, last: String) {
    let names = set.names
    #expect(names.count == count && names.colors.count == count)
    #expect(names.names.first == first && names.names.last == last)
    #expect(names.names.allSatisfy { !$0.isEmpty && $0.first != " " && $0.last != " " })
    #expect(set.names(classes: count + 1) == nil)
  }

  @Test("Customary colours")
  func colors() {
    let cityscapes = KnownClasses.cityscapes.names
    #expect(cityscapes.colors[0] == ClassNames.Color(red: 128, green: 64, blue: 128))
    #expect(cityscapes.colors[11] == ClassNames.Color(red: 220, green: 20, blue: 60))
    let parts = KnownClasses.personParts.names
    #expect(parts.colors[1] == ClassNames.Color(red: 128, green: 0, blue: 0))
    // Names without colours have VOC's, as the script computes them.
    #expect(parts.colors == ClassNames(stating: parts.names).colors)
  }

  @Test("A set is found by its number of classes, unless the file names them")
  func usual() {
    #expect(ClassNames.names(for: .classMap, classes: 19).set == "Cityscapes")
    #expect(ClassNames.names(for: .classMap, classes: 60).names[0] == "background")
    #expect(ClassNames.names(for: .classMap, classes: 59).names[0] == "aeroplane")
    #expect(ClassNames.names(for: .boxes, classes: 80).names[0] == "person")
    #expect(ClassNames.names(for: .classScores, classes: 1000).names[999] == "toilet tissue")
    #expect(ClassNames.names(for: .classMap, classes: 7).names[6] == "class 6")
    #expect(ClassNames.names(for: .classScores, classes: 19).set == nil)
    let stated = ["background", "head\u{1B}[31m"]
    #expect(ClassNames.names(for: .classMap, classes: 2, stated: stated).names[1] == "head?[31m")
    #expect(ClassNames.names(for: .classMap, classes: 19, stated: stated).set == "Cityscapes")
    #expect(KnownClasses.lip.names.mirrored.map { [$0.0, $0.1] } == [[14, 15], [16, 17], [18, 19]])
  }

  @Test("A file of names, one a line; other counts are refused")
  func file() throws {
    func read(_ text: String, _ classes: Int) throws -> [String] {
      try ClassNames(decoding: Array(text.utf8), name: "names.txt", classes: classes).names
    }
    #expect(try read("crane\r\n crane \nbird, large\n\n\n", 3) == ["crane", "crane", "bird, large"])
    #expect(try read("\u{FEFF}a", 1) == ["a"])
    for (text, count, words) in [
      ("a\nb", 3, "names other classes than the network's (expected 3 names, found 2)"),
      ("", 1, "expected 1 names, found 0"), ("a\n\nb", 3, "found none on line 2"),
    ] {
      let error = #expect(throws: ClassNamesError.self) { _ = try read(text, count) }
      #expect(error?.description.contains(words) == true, "\(error?.description ?? "")")
    }
    #expect(throws: ClassNamesError.self) {
      _ = try ClassNames(decoding: [0x61, 0xFF], name: "names.txt", classes: 1)
    }
    #expect(throws: ClassNamesError.self) { _ = try ClassNames("cityscapes", classes: 20) }
    #expect(throws: ClassNamesError.self) { _ = try ClassNames("/dev/zero", classes: 20) }
    #expect(try ClassNames("pascal-context", classes: 59).names[0] == "aeroplane")
    let long = try ClassNames(decoding: Array(repeating: 0x61, count: 5000), name: "n", classes: 1)
    #expect(long.names[0].count == ClassNames.longestName)
  }
}
