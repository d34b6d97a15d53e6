import Checkpoints

/// Assembles pickles by hand, right or wrong, instruction by instruction.
struct PickleFixture {
  private(set) var bytes: [UInt8] = [0x80, 2]

  init() {}

  /// Protocol, the instructions, STOP.
  init(_ build: (inout PickleFixture) -> Void) {
    build(&self)
    raw([0x2e])
  }

  mutating func raw(_ more: [UInt8]) { bytes += more }
  mutating func mark() { raw([0x28]) }
  mutating func tuple() { raw([0x74]) }
  mutating func emptyTuple() { raw([0x29]) }
  mutating func emptyList() { raw([0x5d]) }
  mutating func emptyDictionary() { raw([0x7d]) }
  mutating func append() { raw([0x61]) }
  mutating func appends() { raw([0x65]) }
  mutating func setItem() { raw([0x73]) }
  mutating func reduce() { raw([0x52]) }
  mutating func build() { raw([0x62]) }
  mutating func persistent() { raw([0x51]) }
  mutating func none() { raw([0x4e]) }
  mutating func put(_ index: UInt8) { raw([0x71, index]) }
  mutating func get(_ index: UInt8) { raw([0x68, index]) }

  mutating func global(_ module: String, _ name: String) { raw(Array("c\(module)\n\(name)\n".utf8)) }

  mutating func text(_ text: String) {
    raw([0x58])
    little(UInt32(text.utf8.count))
    raw(Array(text.utf8))
  }

  mutating func integer(_ number: Int) {
    raw([0x8a, 8])
    little(number)
  }

  mutating func integers(_ numbers: [Int]) {
    mark()
    for number in numbers { integer(number) }
    tuple()
  }

  mutating func little<Number: FixedWidthInteger>(_ number: Number) {
    withUnsafeBytes(of: number.littleEndian) { raw(Array($0)) }
  }

  /// What `torch.save` writes for a tensor.
  mutating func tensor(
    storage: String = "0", type: String = "FloatStorage", count: Int, offset: Int = 0, shape: [Int], strides: [Int]
  ) {
    global("torch._utils", "_rebuild_tensor_v2")
    mark()
    do {
      mark()
      text("storage")
      global("torch", type)
      text(storage)
      text("cpu")
      integer(count)
      none()
      tuple()
      persistent()
    }
    integer(offset)
    integers(shape)
    integers(strides)
    raw([0x89])
    none()
    tuple()
    reduce()
  }
}

extension PickleFixture {
  /// A legacy stream around a pickled object.
  ///
  /// - Parameter storages: key, number of elements as the stream declares it, bytes.
  static func legacy(
    _ object: PickleFixture, storages: [(key: String, count: UInt64, bytes: [UInt8])] = []
  ) -> [UInt8] {
    let magic = PickleFixture { $0.raw([0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19]) }
    let version = PickleFixture { $0.integer(1001) }
    let system = PickleFixture { $0.emptyDictionary() }
    let keys = PickleFixture {
      $0.emptyList()
      $0.mark()
      for storage in storages { $0.text(storage.key) }
      $0.appends()
    }
    var bytes = [magic, version, system, object, keys].flatMap(\.bytes)
    for storage in storages {
      bytes += withUnsafeBytes(of: storage.count.littleEndian) { Array($0) } + storage.bytes
    }
    return bytes
  }

  /// A legacy stream whose object is a dictionary with one tensor `x`.
  static func legacy(
    _ tensor: (inout PickleFixture) -> Void, storages: [(key: String, count: UInt64, bytes: [UInt8])]
  ) -> [UInt8] {
    legacy(
      PickleFixture {
        $0.emptyDictionary()
        $0.text("x")
        tensor(&$0)
        $0.setItem()
      }, storages: storages)
  }
}
