import Engine
import Foundation
import HRNet
import TestSupport
import Testing

@testable import Experiments
@testable import Explorer

/// Sums are written out for every sort of node of every head, with random weights, under cuts, gains and replacements: what
/// is computed anew is what the activation holds, and what is printed adds up as it stands.
@Suite("Sums of values")
struct SumTests {
  /// A network of its own for each head and way of upsampling.
  struct Subject: Sendable, CustomTestStringConvertible {
    let name: String
    let upsampling: Upsampling
    let head: any Head
    var input = InputSize(height: 64, width: 96)

    var testDescription: String { name }

    func network() throws -> Network {
      try Network(
        Architecture(
          width: 6, stemWidth: 8, stage1Units: 2, stage1Width: 5, modules: [1, 1, 2], unitsPerStream: 1,
          upsampling: upsampling, head: head), input: input)
    }
  }

  static let subjects: [Subject] = [
    Subject(name: "pose", upsampling: .nearest, head: PoseHead(joints: 5)),
    Subject(name: "V2", upsampling: .bilinear, head: V2Head(.classes, count: 4)),
    Subject(
      name: "V2, odd size, corners", upsampling: .bilinearCorners, head: V2Head(.classes, count: 4),
      input: InputSize(height: 73, width: 57)),
    Subject(
      name: "V2, odd size, nearest", upsampling: .nearest, head: V2Head(.classes, count: 4),
      input: InputSize(height: 73, width: 57)),
    Subject(name: "landmarks", upsampling: .bilinear, head: V2Head(.landmarks, count: 7)),
    Subject(name: "V1h", upsampling: .bilinear, head: V1hHead(classes: 3)),
    Subject(name: "OCR", upsampling: .bilinearCorners, head: OCRHead(classes: 5, middle: 12, keyChannels: 6)),
    Subject(
      name: "V2p", upsampling: .nearest, head: PyramidHead(channels: 10), input: InputSize(height: 64, width: 64)),
    Subject(
      name: "FCOS", upsampling: .nearest,
      head: FCOSHead(classes: 3, pyramid: PyramidHead(channels: 16, stride: 2), units: 2),
      input: InputSize(height: 64, width: 64)),
    Subject(
      name: "FCOS, linear", upsampling: .nearest,
      head: FCOSHead(classes: 3, pyramid: PyramidHead(channels: 16, stride: 2), units: 1, variant: .improved),
      input: InputSize(height: 64, width: 64)),
    Subject(
      name: "ImageNet", upsampling: .nearest, head: ImageNetHead(classes: 9, widths: [2, 3, 4, 5], features: 20)),
  ]

  /// Passes under nothing, and under cuts, gains, means and patches at once.
  private func passes(_ subject: Subject) throws -> (executor: Executor, passes: [Pass]) {
    let network = try subject.network()
    let executor = try Executor(network, weights: RandomWeights(), threads: 2)
    func picture(_ seed: UInt64) -> Activation {
      var generator = SplitMix64(state: seed)
      let colours = (0..<network.input.height * network.input.width * 3).map { _ in
        Int.random(in: 0...255, using: &generator)
      }
      let preprocessing = Preprocessing()
      return executor.input(
        colours.enumerated().map { index, colour in
          (Float(colour) / 255 - preprocessing.mean[index % 3]) / preprocessing.standardDeviation[index % 3]
        })
    }
    var interventions = Interventions()
    let contributions: [Contribution] = [
      .nothing, .gain(0.7), .mean, .gain(1.9), .patch(donor: 0), .gain(1), .gain(-0.3),
    ]
    for (index, edge) in network.edges.enumerated() {
      interventions[contributionOf: edge] = contributions[index % contributions.count]
    }
    let (input, donor) = (picture(1), picture(2))
    return (executor, [try executor.run(input), try executor.run(input, interventions, donors: [donor])])
  }

  /// Places of every node, inside of units too: corners, where zeros count, and others.
  private func places(_ network: Network, _ generator: inout SplitMix64) -> [ValueSum.Place] {
    network.nodes.flatMap { node -> [ValueSum.Place] in
      let inside = node.operation.convolutions.count > 1 ? (1..<node.layerCount).map { Optional($0) } : []
      return ([nil] + inside).flatMap { layers -> [ValueSum.Place] in
        let shape = layers.map { node.operation.convolutions[$0 - 1].outputShape } ?? node.shape
        let corners = [(0, 0), (shape.width - 1, shape.height - 1)]
        let others = (0..<4).map { _ in
          (Int.random(in: 0..<shape.width, using: &generator), Int.random(in: 0..<shape.height, using: &generator))
        }
        return (corners + others).map {
          .init(
            node: node.id, layers: layers, channel: Int.random(in: 0..<shape.channels, using: &generator), x: $0.0,
            y: $0.1)
        }
      }
    }
  }

  @Test(
    "what is added up is what the activation holds, and the printed terms make the printed value", arguments: subjects)
  func addsUp(subject: Subject) throws {
    let (executor, passes) = try passes(subject)
    var generator = SplitMix64(state: 7)
    var kinds: Set<String> = []
    for pass in passes {
      let reader = SumReader(executor: executor, weights: RandomWeights(), preprocessing: Preprocessing(), pass: pass)
      for place in places(executor.network, &generator) {
        let node = executor.network[place.node]
        guard pass[node.id] != nil else {
          // An edge that is cut is not computed.
          #expect(try reader.sum(at: place) == nil)
          continue
        }
        let sum = try #require(try reader.sum(at: place), "\(node.address)")
        kinds.insert(Self.kind(node.operation))
        let values =
          place.layers.flatMap { executor.activation(inside: node, after: $0, of: pass) } ?? pass[node.id]
        let value = try #require(values).value(place)
        #expect(sum.value == Double(value), "\(node.address)")
        let size = (sum.ranked + sum.fixed).reduce(abs(sum.further.amount)) { $0 + abs($1.amount) }
        let tolerance =
          sum.rule == .asIs || sum.rule == .relu ? 2e-5 * max(size, 1e-3) : 1e-5 * max(abs(sum.value), 1e-6)
        #expect(abs(sum.result(of: sum.sum) - sum.value) <= tolerance, "\(subject.name) \(node.address) \(place)")
        for count in [0, 3, 12] {
          try expectPrinted(sum, PrintedSum(sum, naming: count), "\(subject.name) \(node.address) \(place)")
        }
      }
    }
    #expect(kinds.count == Set(executor.network.nodes.map { Self.kind($0.operation) }).count)
  }

  private static func kind(_ operation: HRNet.Operation) -> String {
    String("\(operation)".prefix { $0 != "(" })
  }

  /// Holds what is printed against itself, read back as a person reads it, and against the value.
  private func expectPrinted(_ sum: ValueSum, _ printed: PrintedSum?, _ name: String) throws {
    let printed = try #require(printed, "\(name)")
    let text = printed.equation { name in if case .rounding = name { "rounding" } else { "term" } }.map(\.text).joined()
    let parts = text.components(separatedBy: " = ")
    let units = PrintedText.units(in: parts[0])
    let terms = units.terms.reduce(0, +)
    // The value to its last digit.
    let last = try #require(parts.last)
    let places = last.split(separator: ".").dropFirst().first?.count ?? 0
    #expect(Decimals(places: places).rounded(sum.value) == last, "\(name): \(text)")
    switch sum.rule {
    case .asIs: #expect(terms == PrintedText.units(last), "\(name): \(text)")
    case .relu:
      #expect(terms == PrintedText.units(parts[1]) && max(terms, 0) == PrintedText.units(last), "\(name): \(text)")
    case .exponential, .share:
      let total = Double(terms) / PrintedText.power(printed.decimals.places)
      #expect(terms == printed.sumUnits, "\(name): \(text)")
      let result: Double
      if case .share(let part) = sum.rule {
        result = printed.decimals.number(part) / total
      } else {
        result = sum.result(of: total)
      }
      #expect(Decimals(places: places).rounded(result) == last, "\(name): \(text)")
    }
    // No number is bent to fit: each is rounded by itself, and what that leaves is small and has a name.
    let rounding = printed.terms.first { $0.name == .rounding }?.units ?? 0
    #expect(abs(rounding) <= printed.terms.count / 2 + 1, "\(name): \(text)")
    for term in printed.terms { expectProducts(of: term, printed.decimals, "\(name): \(text)") }
  }

  /// What is multiplied makes, as it is printed, the amount beside it.
  private func expectProducts(of term: PrintedSum.Term, _ decimals: Decimals, _ name: String) {
    if let product = term.product, let factor = Double(product.factor), let value = Double(product.value) {
      #expect(decimals.units(factor * value) == term.units, "\(name): \(product)")
    }
    if let window = term.window {
      let amount = zip(window.values, window.weights).reduce(0.0) {
        $0 + (Double($1.0) ?? .nan) * (Double($1.1) ?? .nan)
      }
      #expect(decimals.units(amount) == term.units, "\(name): \(window)")
    }
  }

  @Test("places are rounded as the command line rounds them: as printf does")
  func printf() {
    var generator = SplitMix64(state: 3)
    for places in 0...3 {
      for _ in 0..<2000 {
        // Thousandths, half of them on or next to a tie.
        let value = Double(Int.random(in: -2_000_000...2_000_000, using: &generator) / 5 * 5) / 1000
        let expected = String(format: "%.\(places)f", value)
        let text = Decimals(places: places).printed(value)
        #expect(text == expected || Double(expected) == 0 && Double(text) == 0, "\(value)")
      }
    }
  }

  @Test("values that cannot be added up are no sum, and nothing crashes")
  func broken() throws {
    for amount in [Double.nan, .infinity, -.infinity, 1e12, .greatestFiniteMagnitude] {
      let sum = ValueSum(
        .init(node: 0, channel: 0, x: 0, y: 0), value: Float(amount), many: [.init(.channel(0), amount: amount)])
      #expect(PrintedSum(sum, naming: 3) == nil)
    }
    for amount in [0, Double.leastNonzeroMagnitude, 1e-12, 1e-7, 123_456_789] {
      let sum = ValueSum(
        .init(node: 0, channel: 0, x: 0, y: 0), value: Float(amount),
        fixed: [.init(.channel(0), factor: 1e-300, value: 1e300, amount: amount)])
      #expect(PrintedSum(sum, naming: 3) != nil)
    }
  }
}

/// Numbers as they stand in a printed sum.
enum PrintedText {
  static func power(_ places: Int) -> Double { (0..<places).reduce(1) { power, _ in power * 10 } }

  /// The amounts before `·[`, with their signs, in units of the last place.
  static func units(in text: String) -> (terms: [Int], text: String) {
    let pieces = text.components(separatedBy: "·[").dropLast()
    let terms = pieces.map { piece -> Int in
      let digits = piece.reversed().prefix { $0.isNumber || $0 == "." }
      let sign = piece.dropLast(digits.count).reversed().first { $0 != " " }
      return (sign == "-" ? -1 : 1) * units(String(digits.reversed()))
    }
    return (terms, text)
  }

  /// The only number of a text.
  static func units(_ text: String) -> Int {
    let digits = text.filter { $0.isNumber }
    return (text.contains("-") ? -1 : 1) * (Int(digits) ?? .min)
  }
}
