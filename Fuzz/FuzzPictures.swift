import Pictures

/// Decodes the input as a picture, or cuts it into frames as if it came through a pipe. A crash, a trap, a read outside of the
/// input, memory or time beyond the limit and an error of more than a line are findings; an error is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzPictures(_ start: UnsafeRawPointer?, _ count: Int) -> CInt {
  let bytes = [UInt8](UnsafeRawBufferPointer(start: start, count: count))
  #if FUZZ_PICTURE
    do {
      let picture = try Picture(decoding: bytes, name: "fuzz")
      precondition(picture.pixels.count == picture.width * picture.height * 3)
    } catch {
      let text = "\(error)"
      precondition(text.utf8.count < 1000 && text.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F })
    }
  #elseif FUZZ_FRAMES
    // However the stream is cut up, the same frames come of it.
    let stream = bytes.dropFirst()
    let pieces = split(stream, pieces: Int(bytes.first ?? 0) + 1, limit: FrameSplitter.usualLimit)
    let whole = split(stream, pieces: .max, limit: FrameSplitter.usualLimit)
    precondition(pieces.frames == whole.frames && pieces.counts == whole.counts)
    precondition(whole.frames.joined().count <= stream.count)
    // And none beyond the limit.
    let small = split(stream, pieces: Int(bytes.first ?? 0) + 1, limit: 64)
    precondition(small.frames.allSatisfy { $0.count <= 64 } && small.counts.frames == small.frames.count)
  #endif
  return 0
}

#if FUZZ_FRAMES
  private func split(
    _ stream: ArraySlice<UInt8>, pieces: Int, limit: Int
  ) -> (frames: [[UInt8]], counts: FrameSplitter.Counts) {
    var (splitter, frames, rest) = (FrameSplitter(limit: limit), [[UInt8]](), stream)
    while !rest.isEmpty {
      splitter.append(rest.prefix(pieces)) { frames.append($0) }
      rest = rest.dropFirst(pieces)
    }
    splitter.end { frames.append($0) }
    return (frames, splitter.counts)
  }
#endif
