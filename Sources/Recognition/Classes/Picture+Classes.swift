import Pictures

extension Picture {
  /// The picture under the colours of its classes, half and half. What is background, and what nothing is said of, stays as
  /// it is.
  ///
  /// - Precondition: the map is of the picture's size, and there is a name for each class.
  public func drawing(_ map: ClassMap, names: ClassNames) -> Picture {
    precondition(map.width == width && map.height == height, "a class map of this picture")
    precondition(map.classes == names.count, "every class has a name")
    let colors = names.names.indices.map { names.names[$0] == "background" ? nil : names.colors[$0] }
    var pixels = pixels
    for (index, label) in map.labels.enumerated() where label < map.classes {
      guard let color = colors[Int(label)] else { continue }
      for (channel, value) in [color.red, color.green, color.blue].enumerated() {
        let place = index * 3 + channel
        pixels[place] = UInt8((UInt16(pixels[place]) + UInt16(value) + 1) / 2)
      }
    }
    return Picture(width: width, height: height, pixels: pixels)
  }
}
