import Cells

/// Everything a person can do, by name. Help, hints and key bindings are read from `Command.table`.
public enum Command: String, CaseIterable, Sendable {
  case stepForward, stepBack, moduleForward, moduleBack, rewind, finish, grain
  case streamUp, streamDown, play, faster, slower
  case enter, back, focusNext, focusPrevious, zoom
  case cut, gainUp, gainDown, cutRow, keepOnly, cutFinal, cutAcross, cutWithin
  case cutStream, contribution
  case reset, undo, redo
  case sweep, preset
  case mapMode, previousMapMode, nextChannel, previousChannel, inspect
  case readOut, trace, occlude
  case openPicture, nextPerson, editBox
  case pictureLayer, previousPictureLayer, groundTruth, nextJoint, previousJoint, sortJoints
  case write
  case help, palette, mouse, redraw, suspend, quit
}

extension Command {
  /// What a command is bound to and what it is for.
  public struct Entry: Sendable {
    public let command: Command
    /// Default keys; help shows all, the hint line the first.
    public let keys: [Key]
    /// One line, beginning with a verb.
    public let help: String

    init(_ command: Command, _ keys: String, _ help: String) {
      self.command = command
      self.keys = keys.split(separator: " ").compactMap { Key(name: String($0)) }
      self.help = help
    }
  }

  /// The one table of commands, in the order help shows them.
  public static let table: [Entry] = [
    Entry(.stepForward, "Right l", "step forward, all streams at once"),
    Entry(.stepBack, "Left h", "step back"),
    Entry(.moduleForward, "} Shift-Right", "go to the next exchange unit or end of a stage"),
    Entry(.moduleBack, "{ Shift-Left", "go to the previous exchange unit or end of a stage"),
    Entry(.rewind, "Home 0", "rewind to the input"),
    Entry(.finish, "End G $", "go to the end of the network"),
    Entry(.grain, "g", "choose how far a step goes: layer, unit, module, stage"),
    Entry(.streamUp, "Up k", "go to the finer stream, above the finest to the stage; in a table, one row up"),
    Entry(.streamDown, "Down j", "go to the coarser stream; in a table, one row down"),
    Entry(.play, "Space", "play or pause"),
    Entry(.faster, "+ =", "play faster"),
    Entry(.slower, "- _", "play slower"),
    Entry(.cut, "f", "cut or join: the edge, the exchange unit, or all units of the stage"),
    Entry(.gainDown, "[", "weaken the edge by 0.1 (down to 0)"),
    Entry(.gainUp, "]", "strengthen the edge by 0.1 (up to 2)"),
    Entry(.cutRow, "x", "cut every foreign source of this destination stream"),
    Entry(.keepOnly, "o", "keep only this source of the destination stream"),
    Entry(.cutStream, "X", "cut the stream whole: every source of this destination, its own too"),
    Entry(.contribution, "R", "choose what a cut contributes: nothing, its mean, or another picture's"),
    Entry(.cutFinal, "1", "cut or join the final exchange unit"),
    Entry(.cutAcross, "2", "cut or join the exchange units across stages"),
    Entry(.cutWithin, "3", "cut or join the exchange units within stages"),
    Entry(.undo, "u", "undo the last change"),
    Entry(.redo, "Ctrl-r U", "redo what was undone"),
    Entry(.reset, "r", "join everything again"),
    Entry(.sweep, "S", "cut everything in turn and measure it; then list what mattered most"),
    Entry(.preset, "p", "walk the paper's ablation, Table 12 (a), (b), (c), beside its own figures"),
    Entry(.mapMode, "m", "draw maps in the next way: mean, maximum, norm, components, channel, …"),
    Entry(.previousMapMode, "n", "draw maps in the previous way"),
    Entry(.nextChannel, "c", "show the next channel"),
    Entry(.previousChannel, "C", "show the previous channel"),
    Entry(.inspect, "i", "inspect the stream: statistics, histogram, every channel at the map cursor"),
    Entry(.pictureLayer, "v", "show the next layer: picture, crop, the joint's heat map, all, change"),
    Entry(.previousPictureLayer, "V", "show the previous layer of the picture"),
    Entry(.readOut, "e", "read joints out early: what the head makes of stream 1/4 at the cursor"),
    Entry(.trace, "t", "trace the joint: its receptive field, and which streams its peak comes from"),
    Entry(.occlude, "B", "block the picture part by part: what the joint hangs on; again to stop"),
    Entry(.groundTruth, "T", "show or hide the true joints, where they are known"),
    Entry(.nextJoint, "J", "choose the next joint"),
    Entry(.previousJoint, "K", "choose the previous joint"),
    Entry(.sortJoints, "s", "sort joints: by the body, by shift, by score, by error"),
    Entry(.enter, "Enter", "go into the exchange unit to choose an edge"),
    Entry(.back, "Escape", "go back to the network; there, stop or close an experiment"),
    Entry(.focusNext, "Tab", "go to the next panel"),
    Entry(.focusPrevious, "Shift-Tab", "go to the previous panel"),
    Entry(.zoom, "z", "give the panel the whole screen, or back"),
    Entry(.openPicture, "O", "open another picture"),
    Entry(.nextPerson, "P", "look at the next person in the picture"),
    Entry(.editBox, "b", "move and resize the person's box, and see the joints follow"),
    Entry(.write, "w", "write the screen, the tensor under the cursor or the session to a file"),
    Entry(.help, "? F1", "show what can be done here; type to search, Enter does it"),
    Entry(.palette, ":", "find an action by name"),
    Entry(.mouse, "M", "leave the mouse to the terminal, to select text; or take it back"),
    Entry(.redraw, "Ctrl-l", "draw the screen anew"),
    Entry(.suspend, "Ctrl-z", "put the program aside (fg brings it back)"),
    Entry(.quit, "q Ctrl-c", "quit"),
  ]

  var entry: Entry? { Self.table.first { $0.command == self } }
}
