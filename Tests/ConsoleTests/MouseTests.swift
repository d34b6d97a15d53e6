import Cells
import Testing

@testable import Console

@Suite struct MouseDecoding {
  private func events(_ bytes: [UInt8], cutAt cut: Int? = nil) -> [String] {
    var decoder = InputDecoder(codes: [:], isUTF8: true)
    let cut = cut ?? bytes.count
    let events =
      decoder.events(from: bytes[..<cut].map { .byte($0) }) + decoder.events(from: bytes[cut...].map { .byte($0) })
    return events.map { event in
      switch event {
      case .key(let key): "key \(key.name)"
      case .mouse(let mouse): "\(mouse)"
      default: "\(event)"
      }
    }
  }

  @Test(arguments: [
    ("[<0;1;1M", "press left 0,0"), ("[<0;34;5m", "release left 33,4"), ("[<2;300;120M", "press right 299,119"),
    ("[<1;1;1M", "press middle 0,0"), ("[<32;7;8M", "drag left 6,7"), ("[<34;7;8M", "drag right 6,7"),
    ("[<64;7;8M", "wheel up 6,7"), ("[<65;7;8M", "wheel down 6,7"), ("[<66;7;8M", "wheel left 6,7"),
    ("[<67;7;8M", "wheel right 6,7"), ("[<4;1;2M", "Shift-press left 0,1"), ("[<24;1;2M", "Ctrl-Alt-press left 0,1"),
    ("[<80;1;2M", "Ctrl-wheel up 0,1"), ("[<0;32768;1M", "press left 32767,0"),
  ])
  func reports(tail: String, expected: String) {
    let bytes = Array(("\u{1B}" + tail + "q").utf8)
    #expect(events(bytes) == [expected, "key q"])
    for cut in 3..<bytes.count { #expect(events(bytes, cutAt: cut) == [expected, "key q"], "cut at \(cut)") }
  }

  /// Motion without a button, buttons of a browser, places that are none, numbers that are none: nothing, and no
  /// letter of them a key.
  @Test(arguments: [
    "[<35;1;1M", "[<128;1;1M", "[<0;0;1M", "[<0;1;0M", "[<0;-3;1M", "[<0;1M", "[<0;1;1;1M", "[<;;M", "[<M", "[<0;+1;1M",
    "[<0;99999999999999999999;1M", "[<0;32769;1M", "[<999999;1;1M", "[<64;1;1m", "[<3;1;1M", "[<3;1;1m", "[<0;1;1R",
  ])
  func garbageIsNothing(tail: String) {
    #expect(events(Array(("\u{1B}" + tail + "q").utf8)) == ["key q"])
  }

  /// The old form has bytes instead of numbers, beyond 127 too, and does not tell which button was let go.
  @Test func theOldForm() {
    let press: [UInt8] = [0x1B, 0x5B, 0x4D, 34, 33, 255]
    let release: [UInt8] = [0x1B, 0x5B, 0x4D, 35 + 16, 40, 33]
    let wheel: [UInt8] = [0x1B, 0x5B, 0x4D, 97, 33, 33]
    let expected = ["press right 0,222", "Ctrl-release right 7,0", "wheel down 0,0", "key q"]
    let bytes = press + release + wheel + [0x71]
    #expect(events(bytes) == expected)
    for cut in 3..<bytes.count where ![6, 7, 8, 12, 13, 14].contains(cut) {
      #expect(events(bytes, cutAt: cut) == expected, "cut at \(cut)")
    }
    // Not a report: neither the keys after it nor a later sequence may be lost.
    #expect(events([0x1B, 0x5B, 0x4D, 1, 0x71, 0x71]) == ["key Ctrl-a", "key q", "key q"])
  }
}
