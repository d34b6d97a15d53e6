/// A value on the heap: whatever it grows to, what holds it is copied with one pointer. A model is copied several times a frame,
/// and what it may hold beside its study – state A, a lesson's marks, a frame to come – are studies too.
@propertyWrapper
public struct Boxed<Value: Sendable>: Sendable {
  private var storage: [Value]

  public init(wrappedValue: Value) { storage = [wrappedValue] }

  public var wrappedValue: Value {
    get { storage[0] }
    _modify { yield &storage[0] }
  }
}
