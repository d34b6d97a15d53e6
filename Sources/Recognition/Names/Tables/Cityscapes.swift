// Made by Tests/RecognitionTests/Scripts/make_names.py; do not edit.
extension ClassNames.Table {
  /// Cityscapes' 19 classes by their train ids: names and colours, from mmsegmentation 1.2.2 of PyPI.
  static let cityscapes = """
    road 804080; sidewalk f423e8; building 464646; wall 66669c; fence be9999; pole 999999; traffic light faaa1e; \
    traffic sign dcdc00; vegetation 6b8e23; terrain 98fb98; sky 4682b4; person dc143c; rider ff0000; car 00008e; \
    truck 000046; bus 003c64; train 005064; motorcycle 0000e6; bicycle 770b20
    """
}
