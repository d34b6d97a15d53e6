import Cells
import Experiments
import Files
import HRNet

/// A list over the screen from which something is chosen by typing and with the arrows: help, the palette of commands,
/// the picture picker, what can be written.
public struct Menu: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// Every command with its keys, those that matter here first, and what the glyphs mean.
    case help
    /// Every command by name.
    case palette
    case pictures(folder: String, Purpose)
    /// What can be written to a file.
    case outputs
    /// Whether boxes are to be added to a file that is there.
    case boxes
    /// What a sweep has measured, strongest first.
    case ranking
    /// What a cut may contribute.
    case contributions
    /// The lessons there are.
    case lessons
  }

  /// What a picture is opened for.
  public enum Purpose: Hashable, Sendable {
    case look
    /// To take patched edges' terms from.
    case donor
  }

  public enum Choice: Hashable, Sendable {
    case command(Command)
    /// An absolute path.
    case folder(String)
    case picture(String)
    case target(SweepTarget)
    case sweepAgain
    case forgetSweep
    case contribution(Contribution)
    /// A picture still to be chosen, to patch from.
    case patchFrom
    case output(Output)
    case lesson(NamedLesson)
    case leaveLesson
    /// Only there to be read.
    case nothing
  }

  public struct Item: Hashable, Sendable {
    public let label: String
    public let text: String
    public let choice: Choice
    /// Whether it can be chosen; else the text says why not.
    public var isAvailable = true
    /// What it belongs to, said above the first of them while nothing is searched.
    public var section: String?
  }

  public let kind: Kind
  public private(set) var items: [Item]
  /// What has been typed.
  public internal(set) var query = ""
  /// Whether its items are still to come.
  public private(set) var isLoading: Bool
  /// The folder whose pictures are the items, absolute; nil before it is known, and where the menu is no picture picker.
  let listedFolder: String?
  /// What is wrong with what was typed, in a line.
  public internal(set) var problem: String?
  /// Whether what is typed is to be completed when the folder has been read.
  var completesLater = false
  /// Whether a picture is being opened whose path was typed.
  var isOpening = false
  /// Index into `matches`.
  public private(set) var selection = 0

  init(
    _ kind: Kind, items: [Item], query: String = "", isLoading: Bool = false, listedFolder: String? = nil
  ) {
    self.listedFolder = listedFolder
    self.kind = kind
    self.items = items
    self.query = query
    self.isLoading = isLoading
  }

  /// The items that fit what was typed, best first; all in their own order where nothing was typed.
  public var matches: [Item] {
    let query = filter
    guard !query.isEmpty else { return items }
    // A name typed to its end is meant, whatever else fits.
    if purpose != nil, let exact = items.first(where: { $0.label == query }) {
      return [exact] + items.filter { $0 != exact && FuzzyMatch.score(query, in: $0.label) != nil }
    }
    // In help a word that is said somewhere is meant, and not its letters in others.
    let said = kind == .help ? Set(items.indices.filter { Self.says(query, items[$0]) }) : []
    let scored = items.enumerated().compactMap { index, item -> (Int, Int)? in
      guard said.isEmpty || said.contains(index) else { return nil }
      // What a thing is called counts more than what is said about it, and a whole word before all.
      let isWord = item.choice == .nothing && Self.isBeginning(query, of: item.label)
      let name = FuzzyMatch.score(query, in: item.label).map { isWord ? 10_000 - item.label.count : 2 * $0 + 10 }
      return (name ?? FuzzyMatch.score(query, in: item.text) ?? (said.isEmpty ? nil : 0)).map { (index, $0) }
    }
    return scored.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { items[$0.0] }
  }

  /// Whether an item, or the name of its command, has what was typed in it as it stands.
  private static func says(_ query: String, _ item: Item) -> Bool {
    let name = if case .command(let command) = item.choice { command.name } else { "" }
    return [item.label, item.text, name].contains { $0.lowercased().contains(query.lowercased()) }
  }

  /// Whether somebody who types a word of the glossary means this one.
  private static func isBeginning(_ query: String, of label: String) -> Bool {
    query.count > 2 || label.count < 4 ? label.lowercased().hasPrefix(query.lowercased()) : false
  }

  /// What of the query is looked for in the items: of a path the last name.
  private var filter: String { purpose == nil ? query : printable(PathQuery(query).name) }

  public var selected: Item? {
    let matches = matches
    return selection < matches.count ? matches[selection] : nil
  }

  /// What a picture is chosen for; nil where the menu is no picture picker.
  var purpose: Purpose? { if case .pictures(_, let purpose) = kind { purpose } else { nil } }

  mutating func type(_ scalar: Unicode.Scalar) {
    query.unicodeScalars.append(scalar)
    selection = 0
  }

  /// False where there was nothing to delete.
  mutating func deleteBackward() -> Bool {
    selection = 0
    return query.popLast() != nil
  }

  /// The heading above one of the matches, if it has one.
  func heading(above index: Int, of matches: [Item]) -> String? {
    guard query.isEmpty, let section = matches[index].section else { return nil }
    return index > 0 && matches[index - 1].section == section ? nil : section
  }

  /// Its items are to come anew.
  mutating func wait() { (items, isLoading, selection) = ([], true, 0) }

  mutating func select(_ index: Int) { selection = index }

  mutating func move(by step: Int) {
    selection = min(max(selection + step, 0), max(matches.count - 1, 0))
  }
}
