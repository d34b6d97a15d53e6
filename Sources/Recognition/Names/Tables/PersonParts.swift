// Made by Tests/RecognitionTests/Scripts/make_names.py; do not edit.
extension ClassNames.Table {
  /// PASCAL-Person-Part's seven classes: names and colours, from the colours that VOC's kit gives to indices.
  static let personParts = """
    background 000000; head 800000; torso 008000; upper arms 808000; lower arms 000080; upper legs 800080; lower \
    legs 008080
    """
}
