// Made by Tests/RecognitionTests/Scripts/make_names.py; do not edit.
extension ClassNames.Table {
  /// Look into Person's 20 classes: names and colours, from mmsegmentation 1.2.2 of PyPI.
  static let lookIntoPerson = """
    Background 000000; Hat 800000; Hair ff0000; Glove 005500; Sunglasses aa0033; UpperClothes ff5500; Dress \
    000055; Coat 0077dd; Socks 555500; Pants 005555; Jumpsuits 553300; Scarf 345680; Skirt 008000; Face 0000ff; \
    Left-arm 33aadd; Right-arm 00ffff; Left-leg 55ffaa; Right-leg aaff55; Left-shoe ffff00; Right-shoe ffaa00
    """
}
