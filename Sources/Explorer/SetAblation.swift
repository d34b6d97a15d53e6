import HRNet

/// The cuts of the paper's ablation, measured over a labelled set: what a single picture cannot tell.
public struct SetAblation: Sendable {
  /// The set's name: `lsp-100`.
  public let set: String
  /// In percent, of each row.
  public let pck: [PaperAblation: Double]

  public init(set: String, pck: [PaperAblation: Double]) { (self.set, self.pck) = (set, pck) }
}
