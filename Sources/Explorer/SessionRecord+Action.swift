extension SessionRecord.Event {
  public var action: Action {
    switch self {
    case .key(let key): .key(key)
    case .mouse(let event): .mouse(event)
    case .resized(let size): .resized(size)
    case .tick: .tick
    }
  }
}
