import Cells
import Explorer
import Files
import Pictures
import Testing

@Suite("A path typed into the picture picker")
struct PicturePickerTests {
  /// Folders by their absolute path, with what is in them; `~` is `/home/me`.
  private static let folders: [String: (folders: [String], pictures: [String])] = [
    "/pictures": (["holiday", "holidays 2", "home"], ["a.jpg", "b.png"]),
    "/pictures/holiday": (["2024"], ["beach one.jpg", "beach two.jpg", "Sea.HEIC", "caf\u{10FFE9}.jpg"]),
    "/pictures/holidays 2": ([], ["x.webp"]),
    "/home/me": (["pictures"], ["me.png"]),
    "/": (["home", "pictures"], []),
    "/home": (["me"], []),
  ]

  /// A picker whose folders are answered as a loader would.
  private struct Picker {
    var session: SyntheticSession
    private var seen: Int

    init() throws {
      session = try SyntheticSession()
      session.answers = false
      seen = session.effects.count
      try press("O")
    }

    mutating func press(_ keys: String...) throws {
      for key in keys {
        try session.press(key)
        answer()
      }
    }

    mutating func type(_ text: String) {
      for scalar in text.unicodeScalars {
        session.perform(.key(Key(scalar)))
        answer()
      }
    }

    private mutating func answer() {
      let effects = session.effects[seen...]
      seen = session.effects.count
      for effect in effects {
        guard case .list(let asked, let includesHidden) = effect else { continue }
        let folder = FileName.absolute(asked.hasPrefix("~/") ? "/home/me" + asked.dropFirst() : asked)
        guard let found = PicturePickerTests.folders[folder] else {
          session.perform(.notListed("\(folder): cannot be read (No such file or directory)", asked: asked))
          continue
        }
        session.perform(
          .listed(
            FolderListing(
              folder: folder, folders: found.folders + (includesHidden ? [".cache"] : []),
              pictures: found.pictures + (includesHidden ? [".hidden.png"] : []), asked: asked)))
      }
    }

    var query: String? { session.model.menu?.query }
    var selected: String? { session.model.menu?.selected?.label }
    var opened: String? {
      if case .open(let path, _)? = session.effects.last { path } else { nil }
    }
  }

  @Test("relative, absolute, from the person's own folder, and upwards")
  func paths() throws {
    for (typed, path) in [
      ("holiday/Sea.HEIC", "/pictures/holiday/Sea.HEIC"), ("/home/me/me.png", "/home/me/me.png"),
      ("~/me.png", "/home/me/me.png"), ("../home/me/me.png", "/home/me/me.png"),
      ("./holiday/../a.jpg", "/pictures/a.jpg"), ("holiday/beach two.jpg", "/pictures/holiday/beach two.jpg"),
      ("//home//me/me.png", "/home/me/me.png"),
    ] {
      var picker = try Picker()
      picker.type(typed)
      try picker.press("Enter")
      #expect(picker.opened == path, "\(typed)")
      #expect(picker.session.model.menu == nil, "\(typed)")
    }
  }

  @Test("Tab completes to what all names have in common, then moves on; folders are gone into")
  func completing() throws {
    var picker = try Picker()
    picker.type("ho")
    try picker.press("Tab")
    #expect(picker.query == "ho")
    picker.type("l")
    try picker.press("Tab")
    #expect(picker.query == "holiday")
    picker.type("s")
    try picker.press("Tab")
    #expect(picker.query == "holidays 2/" && picker.selected == "x.webp")
    try picker.press("Tab")
    #expect(picker.query == "holidays 2/")
    for _ in 0..<"s 2/".count { try picker.press("Backspace") }
    #expect(picker.query == "holiday" && picker.selected == "holiday/")
    picker.type("/b")
    try picker.press("Tab")
    #expect(picker.query == "holiday/beach ")
    picker.type("t")
    try picker.press("Tab", "Enter")
    #expect(picker.opened == "/pictures/holiday/beach two.jpg")
  }

  @Test("small letters stand for capital ones; bytes that are no text are completed, and shown printably")
  func letters() throws {
    var picker = try Picker()
    picker.type("holiday/sea")
    try picker.press("Tab")
    #expect(picker.query == "holiday/Sea.HEIC")
    picker = try Picker()
    picker.type("holiday/ca")
    try picker.press("Tab")
    #expect(picker.query == "holiday/caf\u{10FFE9}.jpg")
    #expect(picker.session.frame.text.contains("holiday/caf\\xE9.jpg"))
    try picker.press("Enter")
    #expect(picker.opened.map(FileName.bytes)?.contains(0xE9) == true)
  }

  @Test("a tilde alone becomes the person's own folder")
  func home() throws {
    var picker = try Picker()
    picker.type("~")
    try picker.press("Tab")
    #expect(picker.query == "~/" && picker.selected == "me.png")
    #expect(picker.session.frame.text.contains("open a picture · /home/me"))
  }

  @Test("what is hidden is there for whoever begins with its dot, and not before")
  func hidden() throws {
    var picker = try Picker()
    picker.type("holiday/")
    #expect(picker.session.model.menu?.items.contains { $0.label.hasPrefix(".h") } == false)
    picker.type(".h")
    try picker.press("Tab")
    #expect(picker.query == "holiday/.hidden.png")
    for _ in 0..<".hidden.png".count { try picker.press("Backspace") }
    #expect(picker.session.model.menu?.items.contains { $0.label.hasPrefix(".h") } == false)
  }

  @Test("a wrong path says so and stays: a folder that is not there, a file that is none")
  func wrong() throws {
    var picker = try Picker()
    picker.type("/nowhere/x")
    #expect(picker.session.model.menu?.problem == "/nowhere: cannot be read (No such file or directory)")
    #expect(picker.session.frame.text.contains("/nowhere: cannot be read"))
    try picker.press("Tab", "Enter")
    #expect(picker.session.model.menu != nil && picker.opened == nil)
    for _ in 0..<"nowhere/x".count { try picker.press("Backspace") }
    #expect(picker.query == "/" && picker.session.model.menu?.problem == nil)
    #expect(picker.session.model.menu?.items.map(\.label).contains("home/") == true)

    picker = try Picker()
    picker.type("zzz.jpg")
    #expect(picker.session.frame.text.contains("nothing fits; Enter opens what is typed"))
    try picker.press("Enter")
    #expect(picker.opened == "/pictures/zzz.jpg" && picker.session.model.menu != nil)
    picker.session.perform(.notOpened("/pictures/zzz.jpg: cannot be read", generation: 1))
    #expect(picker.session.model.menu?.problem == "/pictures/zzz.jpg: cannot be read")
    // Typed on, it may be right.
    try picker.press("Backspace", "Enter")
    let scene = Scene(
      picture: SyntheticSession.picture(width: 40, height: 50), name: "zzz.jp", path: "/pictures/zzz.jp", people: [])
    picker.session.perform(.opened(scene, generation: 2))
    #expect(picker.session.model.menu == nil && picker.session.model.study.scene == scene)
  }

  @Test("a name typed to its end is meant, whatever else fits")
  func exact() throws {
    var picker = try Picker()
    picker.type("home")
    #expect(picker.selected == "home/")
    picker = try Picker()
    picker.type("holiday/beach one.jpg")
    #expect(picker.selected == "beach one.jpg")
  }

  @Test("Tab pressed before the folder is read completes when it is")
  func ahead() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("O", "/", "h", "Tab")
    session.perform(.listed(FolderListing(folder: "/", folders: ["home", "bin"], pictures: [], asked: "/")))
    #expect(session.model.menu?.query == "/home/" && session.effects.last == .list(folder: "/home/"))
  }

  @Test("listings of folders that were left meanwhile count for nothing")
  func late() throws {
    var session = try SyntheticSession()
    session.answers = false
    try session.press("O", "/", "h", "o", "m", "e", "/")
    let late = FolderListing(folder: "/", folders: ["wrong"], pictures: [], asked: "/")
    session.perform(.listed(late))
    session.perform(.notListed("/: late", asked: "/"))
    #expect(session.model.menu?.isLoading == true && session.model.menu?.items.isEmpty == true)
    session.perform(.listed(FolderListing(folder: "/home", folders: ["me"], pictures: [], asked: "/home/")))
    #expect(session.model.menu?.items.map(\.label) == ["..", "me/"])
  }
}
