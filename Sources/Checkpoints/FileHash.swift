/// A file's SHA-256, and what its name says it should begin with.
///
/// OpenMMLab and PyTorch's hub put the first eight digits into the name: `hrnet_w32-36af842e.pth`,
/// `hrnet_w32_coco_256x192-c78dce93_20200708.pth`.
public struct FileHash: Hashable, Sendable {
  /// 64 lower-case hexadecimal digits.
  public let digits: String
  /// The digits in the name; nil where it has none.
  public let expected: String?

  /// Takes time proportional to the file's length.
  ///
  /// - Throws: `CheckpointError` where the file was changed since it was opened, or cannot be read on.
  public init(of file: FileBytes, path: String) throws(CheckpointError) {
    digits = SHA256.digest(of: file)
    do { try file.check() } catch { throw CheckpointError(path: path, reason: error) }
    expected = Self.digits(inName: path)
  }

  /// Whether the name tells the truth; nil where it says nothing.
  public var isAsNamed: Bool? { expected.map(digits.hasPrefix) }

  /// The eight digits behind a name's last dash, before a date or the first dot.
  static func digits(inName path: String) -> String? {
    let name = path.split(separator: "/").last ?? ""
    guard let dash = name.lastIndex(of: "-") else { return nil }
    let digits = name[name.index(after: dash)...].prefix { $0 != "." && $0 != "_" }
    let isHexadecimal = digits.allSatisfy { "0123456789abcdef".contains($0) }
    return digits.count == 8 && isHexadecimal ? String(digits) : nil
  }
}
