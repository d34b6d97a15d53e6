/// What a lesson can expect something of.
public enum LessonQuantity: String, CaseIterable, Sendable {
  /// How many items have moved or changed: joints by a twentieth of the person's box and more, others by a point of a
  /// hundred.
  case moved
  /// How many items were found with nothing cut and are not any more.
  case lost
  /// How far an item has moved, in the unit of the table; without a name the mean, as on the screen.
  case shift
  /// How certain an item is; without a name the mean of all.
  case score
  /// How far an item is from the truth, in picture pixels; without a name the mean.
  case error
  /// The share of joints that are right, 0…1.
  case pck
  /// How much the probe of what stands under the cursor finds over the set it was measured on, 0…1.
  case known
  /// How many foreign edges are cut.
  case cut
  /// Of what stands under the cursor.
  case channels, height, width

  /// Whether it can be of one item.
  var isOfItems: Bool {
    switch self {
    case .shift, .score, .error: true
    case .moved, .lost, .pck, .known, .cut, .channels, .height, .width: false
    }
  }
}
