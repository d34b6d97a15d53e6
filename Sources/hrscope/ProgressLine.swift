import Experiments
import Platform

/// How far a long command has come, on standard error. In a terminal it is one line that is written over again and in the
/// end wiped; elsewhere a line every few seconds, so that a log stays short and a quick run silent.
struct ProgressLine {
  private let isTerminal = isatty(STDERR_FILENO) != 0
  private var last = ContinuousClock.now
  private var length = 0

  /// - Parameter what: what is being done, such as `sweep`.
  mutating func show(_ what: String, _ progress: SweepProgress) {
    let now = ContinuousClock.now
    guard now - last >= (isTerminal ? .milliseconds(100) : .seconds(5)) else { return }
    last = now
    let left = progress.secondsLeft.map { ", \(Self.time($0)) left" } ?? ""
    let text = "\(what): \(progress.done) of \(progress.total)\(left)"
    let blanks = String(repeating: " ", count: max(0, length - text.count))
    write(isTerminal ? "\r\(text)\(blanks)" : "\(text)\n")
    length = text.count
  }

  /// Takes the line away.
  mutating func end() {
    guard isTerminal, length > 0 else { return }
    write("\r" + String(repeating: " ", count: length) + "\r")
    length = 0
  }

  /// `0:07`, `12:30`, `1:02:30`: what is left, rounded up to the second.
  private static func time(_ seconds: Double) -> String {
    let whole = Int(min(max(seconds, 0), 359_999).rounded(.up))
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
      ? formatted("%d:%02d:%02d", hours, minutes, whole % 60) : formatted("%d:%02d", minutes, whole % 60)
  }

  private func write(_ text: String) { StandardError.write(text) }
}
