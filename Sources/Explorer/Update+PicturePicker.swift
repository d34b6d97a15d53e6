import Files

// The picture picker: a folder that one walks through, or a path that one types.
extension Model {
  /// Opens the picture picker. It takes letters at once, while the folder is still being read.
  mutating func openPicker(_ folder: String, _ purpose: Menu.Purpose = .look) -> [Effect] {
    playing.isOn = false
    menu = Menu(.pictures(folder: folder, purpose), items: [], isLoading: true)
    return [.list(folder: folder)]
  }

  /// Reads another folder, where what is typed now is in another one than what was typed before.
  mutating func followPath(since before: String) -> [Effect] {
    guard let open = menu, case .pictures(let base, _) = open.kind else { return [] }
    let (old, new) = (PathQuery(before), PathQuery(open.query))
    let isElsewhere = old.folder != new.folder || old.asksForHidden != new.asksForHidden
    // What is wrong with a folder stays so while another name in it is typed.
    if isElsewhere || open.listedFolder != nil { menu?.problem = nil }
    guard isElsewhere else { return [] }
    menu?.wait()
    return [.list(folder: new.path(from: base), includesHidden: new.asksForHidden)]
  }

  /// Completes what is typed as far as all names agree; where they do not, the choice moves on.
  mutating func completePath() -> [Effect] {
    guard let open = menu else { return [] }
    guard !open.isLoading else {
      menu?.completesLater = true
      return []
    }
    let (before, query) = (open.query, PathQuery(open.query))
    if open.query == "~" {
      menu?.query = "~/"
      return followPath(since: before)
    }
    let entries: [(name: String, isFolder: Bool)] = open.items.compactMap { item in
      switch item.choice {
      case .folder(let path) where item.label != "..": (FileName.last(path), true)
      case .picture(let path) where BuiltInPicture(path: path) == nil: (FileName.last(path), false)
      default: nil
      }
    }
    guard !query.name.isEmpty, let (name, count) = query.completion(of: entries.map(\.name)) else {
      if query.name.isEmpty { menu?.move(by: 1) } else { menu?.problem = "nothing here begins so" }
      return []
    }
    let isFolder = count == 1 && entries.contains { $0.name == name && $0.isFolder }
    let completed = query.folder + name + (isFolder ? "/" : "")
    if completed == before { menu?.move(by: 1) } else { menu?.query = completed }
    return followPath(since: before)
  }

  /// Enter where nothing in the list fits: the path itself may be one. The picker stays until it has opened.
  mutating func openTypedPath() -> [Effect] {
    guard let open = menu, let purpose = open.purpose, !open.isLoading, let folder = open.listedFolder else {
      return []
    }
    let name = PathQuery(open.query).name
    guard !name.isEmpty else { return [] }
    menu?.isOpening = true
    let path = (folder == "/" ? "" : folder) + "/" + name
    return purpose == .donor ? [.openDonor(path: path)] : self.open(path)
  }

  /// Shows a folder in the picture picker, unless that has been closed meanwhile, or another folder is wanted.
  mutating func show(_ listing: FolderListing) -> [Effect] {
    guard let open = menu, case .pictures(let folder, let purpose) = open.kind else { return [] }
    let query = PathQuery(open.query)
    guard listing.asked == query.path(from: folder) else { return [] }
    let base = listing.folder == "/" ? "" : listing.folder
    // Who types a path wants a file.
    let builtIn = query.folder.isEmpty ? pictures : []
    var items = builtIn.map { Menu.Item(label: $0.name, text: "built in", choice: .picture($0.path)) }
    if listing.folder != "/" {
      let parent = base.unicodeScalars.split(separator: "/").dropLast().map { "/" + String($0) }.joined()
      items.append(Menu.Item(label: "..", text: "the folder above", choice: .folder(parent.isEmpty ? "/" : parent)))
    }
    items += listing.folders.map { Menu.Item(label: printable($0) + "/", text: "", choice: .folder("\(base)/\($0)")) }
    items += listing.pictures.map { Menu.Item(label: printable($0), text: "", choice: .picture("\(base)/\($0)")) }
    // A path that is typed begins where the picker was opened.
    let kind = Menu.Kind.pictures(folder: query.folder.isEmpty ? listing.folder : folder, purpose)
    menu = Menu(kind, items: items, query: open.query, listedFolder: listing.folder)
    // The folder's first picture is what most people look for.
    let first = items.indices.dropFirst(builtIn.count).first { index in
      if case .picture = items[index].choice { true } else { false }
    }
    if query.name.isEmpty, let first { menu?.move(by: first) }
    return open.completesLater ? completePath() : []
  }

  /// A folder cannot be read. Whoever has typed its path sees why, and types on.
  mutating func takeUnlisted(_ text: String, asked: String?) -> [Effect] {
    guard let open = menu, case .pictures(let folder, _) = open.kind, open.isLoading else { return tell(text) }
    let query = PathQuery(open.query)
    guard asked == nil || asked == query.path(from: folder) else { return [] }
    guard !query.folder.isEmpty else {
      menu = nil
      return tell(text)
    }
    menu = Menu(open.kind, items: [], query: open.query)
    menu?.problem = text
    return []
  }

  /// A picture cannot be opened: said in the picker, where its path was typed there.
  mutating func tellOfPicture(_ text: String) -> [Effect] {
    guard menu?.isOpening == true else { return tell(text) }
    menu?.isOpening = false
    menu?.problem = text
    return []
  }
}
