/// Cuts a stream of bytes into whole JPEG and PNG files: what `ffmpeg -f image2pipe`, a webcam or `cat` puts one behind
/// another into a pipe.
///
/// A JPEG is followed marker by marker (ITU-T T.81, annex B), so that thumbnails within its metadata and restart markers
/// end nothing; a PNG chunk by chunk (PNG 1.2, section 3). What makes no sense is a torn frame: it is passed over, and the
/// next beginning is looked for from its last segment on, in which the frame behind it may have begun. Whether a frame's
/// pixels are sound is the decoder's question.
///
/// Memory: the frame that is being read, of at most `limit` bytes. Time: linear, whatever the bytes are.
public struct FrameSplitter: Sendable {
  /// The largest frame that is taken, in bytes: a picture of 8192 × 4320 pixels fits as PNG, as JPEG anything.
  public static let usualLimit = 64 << 20

  /// What has been met so far.
  public struct Counts: Hashable, Sendable {
    /// Whole frames.
    public var frames = 0
    /// Frames whose end never came, or came out of order.
    public var torn = 0
    /// Frames beyond the limit.
    public var tooLarge = 0
    /// Runs of bytes between frames that belong to none.
    public var garbage = 0

    public init(frames: Int = 0, torn: Int = 0, tooLarge: Int = 0, garbage: Int = 0) {
      (self.frames, self.torn, self.tooLarge, self.garbage) = (frames, torn, tooLarge, garbage)
    }
  }

  public private(set) var counts = Counts()

  private let limit: Int
  /// What has been read and not yet forgotten.
  private var bytes: [UInt8] = []
  /// Where in `bytes` the frame begins, or what a beginning is looked for in.
  private var start = 0
  /// How far `bytes` has been understood; beyond its end where a segment is still to come.
  private var position = 0
  /// Where the last segment or chunk begins, behind the frame's own beginning.
  private var lastPart = 0
  private var state = State.between
  /// Whether the bytes just passed over were garbage, so that a run counts once.
  private var isInGarbage = false

  private enum State: Hashable {
    /// No frame has begun.
    case between
    /// In a JPEG, in front of a marker.
    case marker
    /// In a JPEG's entropy-coded data.
    case scan
    /// In a PNG, in front of a chunk.
    case chunk
  }

  private static let jpeg: [UInt8] = [0xFF, 0xD8, 0xFF]
  private static let png: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  public init(limit: Int = usualLimit) { self.limit = limit }

  /// Takes the next bytes of the stream.
  ///
  /// - Parameter frame: called with each frame that they complete, in order.
  public mutating func append(_ more: ArraySlice<UInt8>, frame: ([UInt8]) -> Void) {
    bytes.append(contentsOf: more)
    while advance(frame) {}
    // What is forgotten is at least as much as what is moved.
    guard start > bytes.count / 2 else { return }
    bytes.removeFirst(start)
    (start, position, lastPart) = (0, position - start, lastPart - start)
  }

  /// The stream has ended: what has begun is torn.
  ///
  /// - Parameter frame: called with frames that it had seemed to go on over.
  public mutating func end(frame: ([UInt8]) -> Void) {
    while state != .between {
      _ = tear()
      while advance(frame) {}
    }
    (bytes, start, position) = ([], 0, 0)
  }

  // MARK: One step

  /// Understands a little more; false where more bytes are needed first.
  private mutating func advance(_ frame: ([UInt8]) -> Void) -> Bool {
    switch state {
    case .between: return begin()
    case .marker: return takeMarker(frame)
    case .scan: return skipScan()
    case .chunk: return takeChunk(frame)
    }
  }

  /// Looks for a beginning, and forgets everything in front of it.
  private mutating func begin() -> Bool {
    start = position
    while start < bytes.count {
      let rest = bytes[start...]
      for (mark, next) in [(Self.jpeg, State.marker), (Self.png, .chunk)] {
        guard mark.starts(with: rest.prefix(mark.count)) else { continue }
        // Perhaps a beginning: the bytes to come will tell.
        guard rest.count >= mark.count else { return false }
        (state, isInGarbage) = (next, false)
        (position, lastPart) = (start + (next == .marker ? 2 : mark.count), start + 2)
        return true
      }
      if !isInGarbage { counts.garbage += 1 }
      isInGarbage = true
      start += 1
      position = start
    }
    return false
  }

  private mutating func takeMarker(_ frame: ([UInt8]) -> Void) -> Bool {
    guard position < bytes.count else { return waitsWithinLimit() }
    guard bytes[position] == 0xFF else { return tear() }
    // Any number of 0xFF may stand in front of a marker's code.
    var place = position + 1
    while place < bytes.count, bytes[place] == 0xFF { place += 1 }
    guard place < bytes.count else {
      position = place - 1
      return waitsWithinLimit()
    }
    switch bytes[place] {
    case 0xD9:
      complete(place + 1, frame)
      return true
    // The next frame begins here: this one was cut short.
    case 0xD8: return tear(at: place - 1)
    case 0x01, 0xD0...0xD7:
      position = place + 1
      return true
    case 0xC0...0xFE:
      guard let length = number(at: place + 1, bytes: 2) else { return waitsWithinLimit() }
      guard length >= 2 else { return tear() }
      lastPart = place + 1
      state = bytes[place] == 0xDA ? .scan : .marker
      position = place + 1 + length
      return true
    default: return tear()
    }
  }

  /// Goes to the marker that ends entropy-coded data: 0xFF that neither a zero nor a restart marker's code follows.
  private mutating func skipScan() -> Bool {
    var place = position
    let isAtMarker = bytes.withUnsafeBufferPointer { bytes in
      while place + 1 < bytes.count {
        if bytes[place] != 0xFF {
          place += 1
          continue
        }
        switch bytes[place + 1] {
        case 0x00, 0xD0...0xD7: place += 2
        case 0xFF: place += 1
        default: return true
        }
      }
      return false
    }
    position = place
    guard isAtMarker else { return waitsWithinLimit() }
    (state, lastPart) = (.marker, position)
    return true
  }

  private mutating func takeChunk(_ frame: ([UInt8]) -> Void) -> Bool {
    guard position + 8 <= bytes.count, let length = number(at: position, bytes: 4) else { return waitsWithinLimit() }
    let name = bytes[position + 4..<position + 8]
    guard name.allSatisfy({ (0x41...0x5A).contains($0 & 0xDF) }), length <= Int(Int32.max),
      position > start + 8 || length == 13 && name.elementsEqual("IHDR".utf8)
    else { return tear() }
    let end = position + 12 + length
    if name.elementsEqual("IEND".utf8) {
      guard length == 0 else { return tear() }
      guard end <= bytes.count else { return waitsWithinLimit() }
      complete(end, frame)
      return true
    }
    guard end - start <= limit else { return refuse() }
    (lastPart, position) = (position + 4, end)
    return true
  }

  // MARK: What becomes of a frame

  private mutating func complete(_ end: Int, _ frame: ([UInt8]) -> Void) {
    if end - start > limit {
      counts.tooLarge += 1
    } else {
      counts.frames += 1
      frame(Array(bytes[start..<end]))
    }
    (state, position) = (.between, end)
  }

  /// The frame makes no sense from here on. The next beginning is looked for where it may be, always further on than this
  /// frame's own.
  private mutating func tear(at place: Int? = nil) -> Bool {
    counts.torn += 1
    passOver(from: place ?? lastPart)
    return true
  }

  private mutating func refuse() -> Bool {
    counts.tooLarge += 1
    passOver(from: lastPart)
    return true
  }

  private mutating func passOver(from place: Int) {
    // What of the frame is passed over has been counted.
    (state, isInGarbage, position) = (.between, true, min(place, bytes.count))
  }

  /// More bytes are needed; false, unless there are too many already.
  private mutating func waitsWithinLimit() -> Bool {
    bytes.count - start > limit ? refuse() : false
  }

  /// A number of the highest byte first; nil beyond what has been read.
  private func number(at place: Int, bytes count: Int) -> Int? {
    guard place + count <= bytes.count else { return nil }
    return bytes[place..<place + count].reduce(0) { $0 << 8 | Int($1) }
  }
}
