import Cells

extension Command {
  /// What is to be known of a command: a row of `Command.table`.
  public struct Entry: Sendable {
    public let command: Command
    public let group: Group
    /// Default keys; help shows all, the hint line the first.
    public let keys: [Key]
    /// What the command usually does.
    private let usual: Deed
    /// What it does instead, by place.
    private var elsewhere: [Place: Deed] = [:]

    /// What it is for, in a line.
    public var help: String { usual.help }

    /// - Parameters:
    ///   - keys: names of keys, separated by blanks.
    ///   - help: one line, beginning with a verb.
    ///   - unavailable: why it cannot be done now, in a line; nil where it can.
    ///   - perform: what it does.
    init(
      _ command: Command, _ group: Group, _ keys: String, _ help: String,
      unavailable: @escaping @Sendable (Model) -> String? = { _ in nil },
      perform: @escaping @Sendable (inout Model) -> [Effect]
    ) {
      (self.command, self.group) = (command, group)
      self.keys = keys.words.compactMap(Key.init(name:))
      usual = Deed(help: help, unavailable: unavailable, perform: perform)
    }

    /// The same command, which does something else at some places.
    func at(
      _ places: Place..., help: String, unavailable: @escaping @Sendable (Model) -> String? = { _ in nil },
      perform: @escaping @Sendable (inout Model) -> [Effect]
    ) -> Entry {
      var entry = self
      for place in places { entry.elsewhere[place] = Deed(help: help, unavailable: unavailable, perform: perform) }
      return entry
    }

    /// The same command, which at a place means something more particular.
    func at(_ place: Place, help: String) -> Entry {
      var entry = self
      entry.elsewhere[place] = Deed(help: help, unavailable: usual.unavailable, perform: usual.perform)
      return entry
    }

    func deed(at place: Place) -> Deed { elsewhere[place] ?? usual }
  }

  /// What a command does at a place.
  struct Deed: Sendable {
    let help: String
    let unavailable: @Sendable (Model) -> String?
    let perform: @Sendable (inout Model) -> [Effect]
  }

  /// What commands are about.
  public enum Group: CaseIterable, Sendable {
    case moving, changing, maps, picture, joints, experiments, panels, lessons, files
    /// Lists of commands.
    case help
    /// The terminal and the program itself; these work in menus too.
    case program

    /// What help calls it.
    var title: String {
      switch self {
      case .moving: "moving"
      case .changing: "cutting and weakening"
      case .maps: "looking at maps"
      case .picture: "the picture"
      case .joints: "joints, classes, boxes"
      case .experiments: "experiments"
      case .panels: "panels"
      case .lessons: "lessons"
      case .files: "files and what is remembered"
      case .help: "finding things"
      case .program: "the program"
      }
    }
  }

  /// The rows of all commands, in the order help shows them.
  public static let table = allCases.map(\.row)

  public var entry: Entry { Self.entries[self] ?? row }

  private static let entries = Dictionary(uniqueKeysWithValues: table.map { ($0.command, $0) })

  /// Every command with its default keys.
  static var usualKeys: [(command: Command, keys: [Key])] { table.map { ($0.command, $0.keys) } }
}

extension Model {
  /// Why a command cannot be done now, in a line; nil where it can.
  public func unavailable(_ command: Command) -> String? { command.entry.deed(at: place).unavailable(self) }

  /// Does what a command does where the person is, or says why that cannot be done.
  mutating func perform(_ command: Command) -> [Effect] {
    if isDoneInA(command) { return inA { $0.doHere(command) } }
    turnToB(for: command)
    return doHere(command)
  }

  private mutating func doHere(_ command: Command) -> [Effect] {
    let deed = command.entry.deed(at: place)
    if let reason = deed.unavailable(self) { return tell(reason) }
    return deed.perform(&self)
  }
}
