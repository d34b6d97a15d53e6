import Foundation
import Testing

/// Files that stand beside the repository on every machine of the project, and that a clone elsewhere lacks.
public enum Shared {
  /// The repository's root.
  public static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path()

  /// Why a test was skipped.
  public static let absence: Comment = "needs ../shared beside the repository"

  public static var isPresent: Bool { FileManager.default.fileExists(atPath: path("reference")) }

  /// Path of a file or folder in `../shared`.
  public static func path(_ name: String) -> String { root + "../shared/" + name }

  /// Path of a file or folder in the repository.
  public static func inRepository(_ name: String) -> String { root + name }
}
