internal import Embedded

/// The bytes of the embedded model.
nonisolated(unsafe) public let embeddedModel: UnsafeRawBufferPointer = {
  let model = hrs_embedded_model()
  return UnsafeRawBufferPointer(start: model.bytes, count: model.count)
}()
