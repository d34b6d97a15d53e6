// A program that does nothing but own a terminal, for TerminalTests and for trying a terminal by hand.
//
//   terminal-demo               shows what the terminal can do and the events it reports; q quits, Ctrl-z suspends,
//                               m captures or releases the mouse, x exits, t traps, s reads where no memory is, o overflows the stack
//   terminal-demo --benchmark   prints how long it takes to present frames of which every cell changes

import Cells
import Glibc
import Console

/// One frame: what the terminal can do, a picture, and the latest events.
func frame(_ terminal: Terminal, _ events: [String]) -> Canvas {
  var canvas = Canvas(size: terminal.size)
  let appearance = terminal.appearance
  canvas.box(
    canvas.bounds, title: "terminal demo", style: Style(Color(120, 130, 140)), titleStyle: Style(.white, .bold),
    appearance: appearance)
  let unicode = appearance.unicode ? "unicode" : "ascii"
  canvas.put(
    "\(terminal.size.width)x\(terminal.size.height) depth \(appearance.depth.rawValue) \(unicode) 日本語 ×●→", x: 2,
    y: 1, style: Style())
  canvas.put("red", x: 2, y: 2, style: Style(Color(255, 0, 0)))
  canvas.put("inverse", x: 6, y: 2, style: Style(nil, .reverse))
  canvas.put("bold", x: 14, y: 2, style: Style(nil, .bold))
  let scalars = (0..<120).map { Float($0 % 30) / 29 }
  let picture = PixelGrid(width: 30, height: 4, scalars: scalars, map: .viridis)
  canvas.draw(picture, at: Rect(x: 2, y: 3, width: 30, height: 2), appearance: appearance)
  for (row, event) in events.suffix(max(0, terminal.size.height - 7)).enumerated() {
    canvas.put(event, x: 2, y: 6 + row, style: Style())
  }
  // The last cell of the screen, which a careless program cannot write without scrolling.
  canvas[x: canvas.size.width - 1, y: canvas.size.height - 1] = Cell(scalar: "%", style: Style(.white))
  return canvas
}

/// Does not come back: for the test of the stack's end.
func overflow(_ depth: Int) -> Int { depth < 0 ? 0 : overflow(depth + 1) &+ depth }

/// A frame of which no cell looks like its neighbour or like that of another `phase`.
func crowdedFrame(_ size: Size, phase: Int) -> Canvas {
  let values = (0..<(size.width * size.height * 2)).map { i in
    Optional(Color(hex: UInt32(truncatingIfNeeded: (i + phase * 77_777) &* 2_654_435) >> 3))
  }
  var canvas = Canvas(size: size)
  canvas.draw(
    PixelGrid(width: size.width, height: size.height * 2, values: values), at: canvas.bounds, appearance: .trueColor)
  return canvas
}

/// Presents frames and tells how long each took.
func benchmark(_ terminal: Terminal) {
  let size = terminal.size
  func report(_ name: String, _ frames: [Canvas]) -> String {
    let clock = ContinuousClock()
    terminal.invalidate()
    let times = frames.map { frame in clock.measure { terminal.present(frame) } }.dropFirst().sorted()
    return "\(name): median \(times[times.count / 2]), worst \(times[times.count - 1])"
  }
  let crowded = (0..<20).map { crowdedFrame(size, phase: $0) }
  let alternating = (0..<20).map { crowded[$0 % 2] }
  let lines = [
    report("every cell and colour new", crowded), report("every cell changed", alternating),
    report("nothing changed", Array(repeating: crowded[0], count: 20)),
  ]
  let degrading = ContinuousClock().measure { _ = crowded[0].degraded(for: terminal.appearance) }
  terminal.close()
  print("\(size.width)x\(size.height) depth \(terminal.appearance.depth.rawValue)")
  print((lines + ["reducing a frame, nothing remembered: \(degrading)"]).joined(separator: "\n"))
}

func run() throws(TerminalError) {
  let terminal = try Terminal()
  if CommandLine.arguments.contains("--benchmark") { return benchmark(terminal) }
  var events: [String] = []
  while true {
    terminal.present(frame(terminal, events))
    var descriptors = terminal.fileDescriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
    poll(&descriptors, nfds_t(descriptors.count), -1)
    for event in terminal.readEvents() {
      switch event {
      case .key(let key):
        events.append("key \(key.name)")
        switch key.name {
        case "q": return
        case "Ctrl-z": terminal.suspend()
        case "Ctrl-l": terminal.invalidate()
        case "m": terminal.isMouseCaptured.toggle()
        case "x": exit(3)
        case "t": events.removeFirst(events.count + 1)
        case "s": print(UnsafePointer<UInt8>(bitPattern: 8).map { $0.pointee } as Any)
        case "o": events.append("\(overflow(0))")
        default: break
        }
      case .mouse(let mouse): events.append("mouse \(mouse)")
      case .resized(let size): events.append("resized \(size.width)x\(size.height)")
      case .suspendRequested:
        events.append("suspendRequested")
        terminal.suspend()
      case .resumed: events.append("resumed")
      case .terminate(let signal):
        terminal.close()
        print("terminated by \(signal)")
        exit(128 + signal)
      case .endOfInput:
        terminal.close()
        exit(4)
      }
    }
  }
}

do {
  try run()
} catch {
  print("terminal-demo: \(error)")
  exit(1)
}
