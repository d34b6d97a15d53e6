/// Files that are taken for checkpoints: what a failed download, a missing `git lfs pull` or an archive leaves.
///
/// Only messages depend on this, so a guess is good enough.
enum ForeignFile {
  private static let archive = ": unpack it first"

  /// First bytes, where they stand, and what has them.
  private static let signatures: [(bytes: [UInt8], position: Int, what: String)] = [
    ([0x1f, 0x8b], 0, "a gzip file" + archive), (Array("BZh".utf8), 0, "a bzip2 file" + archive),
    ([0xfd, 0x37, 0x7a, 0x58, 0x5a], 0, "an xz file" + archive),
    ([0x28, 0xb5, 0x2f, 0xfd], 0, "a Zstandard file" + archive),
    ([0x37, 0x7a, 0xbc, 0xaf], 0, "a 7z archive" + archive), (Array("Rar!".utf8), 0, "a RAR archive" + archive),
    (Array("ustar".utf8), 257, "a tar archive" + archive),
    ([0x89, 0x48, 0x44, 0x46], 0, "an HDF5 file, as Keras writes"),
    ([0x93, 0x4e, 0x55, 0x4d], 0, "a NumPy array"), (Array("TFL3".utf8), 4, "a TensorFlow Lite model"),
    (Array("GGUF".utf8), 0, "a GGUF file"), ([0xff, 0xd8, 0xff], 0, "a JPEG picture"),
    ([0x89, 0x50, 0x4e, 0x47], 0, "a PNG picture"), (Array("%PDF".utf8), 0, "a PDF document"),
  ]

  private static let texts: [(start: String, what: String)] = [
    ("version https://git-lfs", "a Git LFS pointer: 'git lfs pull' fetches what it stands for"),
    ("<!doctype html", "a web page: the download has failed"), ("<html", "a web page: the download has failed"),
    ("<?xml", "an XML document"), ("{", "JSON text"), ("[", "JSON text"),
  ]

  /// What a file of no known container seems to be and what to do about it; nil where nothing tells.
  static func description(of file: FileBytes) -> String? {
    if file.count == 0 { return "an empty file" }
    if let known = signatures.first(where: { file.starts(with: $0.bytes, at: $0.position) }) { return known.what }
    guard let start = text(file) else { return file.count <= 8 ? "a file of \(file.count) bytes" : nil }
    return texts.first { start.hasPrefix($0.start) }?.what ?? "text"
  }

  /// What a zip file that `torch.save` has not written holds, by its first entry.
  static func description(ofEntry name: String) -> String {
    let isCheckpoint = [".pth", ".pt", ".ckpt", ".bin", ".safetensors", ".onnx", ".tar"].contains { name.hasSuffix($0) }
    return "'\(printable(name))'\(isCheckpoint ? archive : "")"
  }

  /// The beginning of a text file in lower case, without white space before it.
  private static func text(_ file: FileBytes) -> String? {
    let start = file[0..<min(512, file.count)]
    let isText = start.allSatisfy { $0 >= 0x20 && $0 != 0x7f || (0x09...0x0d).contains($0) }
    guard isText else { return nil }
    // The last character may be cut in the middle.
    return String(decoding: start, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{feff}" }.lowercased()
  }
}
