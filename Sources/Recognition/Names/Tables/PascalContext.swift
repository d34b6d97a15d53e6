// Made by Tests/RecognitionTests/Scripts/make_names.py; do not edit.
extension ClassNames.Table {
  /// PASCAL-Context's 59 classes and background, which is first: names and colours, from mmsegmentation 1.2.2 of PyPI.
  static let pascalContext = """
    background 787878; aeroplane b47878; bag 06e6e6; bed 503232; bedclothes 04c803; bench 787850; bicycle 8c8c8c; \
    bird cc05ff; boat e6e6e6; book 04fa07; bottle e005ff; building ebff07; bus 96053d; cabinet 787846; car 08ff33; \
    cat ff0652; ceiling 8fff8c; chair ccff04; cloth ff3307; computer cc4603; cow 0066c8; cup 3de6fa; curtain \
    ff0633; dog 0b66ff; door ff0747; fence ff09e0; floor 0907e6; flower dcdcdc; food ff095c; grass 7009ff; ground \
    08ffd6; horse 07ffe0; keyboard ffb806; light 0aff47; motorbike ff290a; mountain 07ffff; mouse e0ff08; person \
    6608ff; plate ff3d06; platform ffc207; pottedplant ff7a08; road 00ff14; rock ff0829; sheep ff0599; shelves \
    0633ff; sidewalk eb0cff; sign a09614; sky 00a3ff; snow 8c8c8c; sofa fa0a0f; table 14ff00; track 1fff00; train \
    ff1f00; tree ffe000; truck 99ff00; tvmonitor 0000ff; wall ff4700; water 00ebff; window 00adff; wood 1f00ff
    """
}
