// Made by Tests/RecognitionTests/Scripts/make_names.py; do not edit.
extension ClassNames.Table {
  /// COCO's 80 things in the order of their category ids: names and colours, from mmdet 3.3.0 of PyPI.
  static let coco = """
    person dc143c; bicycle 770b20; car 00008e; motorcycle 0000e6; airplane 6a00e4; bus 003c64; train 005064; truck \
    000046; boat 0000c0; traffic light faaa1e; fire hydrant 64aa1e; stop sign dcdc00; parking meter af74af; bench \
    fa001e; bird a52a2a; cat ff4dff; dog 00e2fc; horse b6b6ff; sheep 005200; cow 78a69d; elephant 6e4c00; bear \
    ae39ff; zebra c76400; giraffe 480076; backpack ffb3f0; umbrella 007d5c; handbag d10097; tie bcd0b6; suitcase \
    00dcb0; frisbee ff63a4; skis 5c0049; snowboard 8581ff; sports ball 4eb4ff; kite 00e400; baseball bat aefff3; \
    baseball glove 2d59ff; skateboard 868667; surfboard 9194ae; tennis racket ffd0ba; bottle c5e2ff; wine glass \
    ab8601; cup 6d3f36; fork cf8aff; knife 97005f; spoon 09503d; bowl 546933; banana 4a4169; apple a6c466; \
    sandwich d0c3d2; orange ff6d41; broccoli 008f95; carrot b300c2; hot dog d1636a; pizza 057900; donut e3ffcd; \
    cake 93bad0; chair 994501; couch 035fa1; potted plant a3ff00; bed 7700aa; dining table 00b6c7; toilet 00a578; \
    tv b78258; laptop 5f2000; mouse 827287; remote 6e8185; keyboard a64a76; cell phone db8eb9; microwave 4fd272; \
    oven b25a3e; toaster 41460f; sink 7fa773; refrigerator 3b696a; book 8e6c2d; clock c4ac00; vase 5f3650; \
    scissors 804cff; teddy bear c93901; hair drier f6007a; toothbrush bfa2d0
    """
}
