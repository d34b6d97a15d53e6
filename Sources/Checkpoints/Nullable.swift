/// A value that JSON documents always name, as null where there is none.
package struct Nullable<Value: Encodable & Sendable>: Encodable, Sendable {
  package let value: Value?

  package init(value: Value?) { self.value = value }

  package func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    if let value { try container.encode(value) } else { try container.encodeNil() }
  }
}
