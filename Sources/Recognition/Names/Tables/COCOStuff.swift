// Made by Tests/RecognitionTests/Scripts/make_names.py; do not edit.
extension ClassNames.Table {
  /// COCO-Stuff's 171 classes: names and colours, from mmsegmentation 1.2.2 of PyPI.
  static let cocoStuff = """
    person 00c040; bicycle 00c040; car 004060; motorcycle 80c0c0; airplane 004040; bus 00c0e0; train 00c0c0; truck \
    80c040; boat 00c060; traffic light 80c040; fire hydrant 8020c0; stop sign 0000e0; parking meter 000040; bench \
    00a0c0; bird 800060; cat 8000c0; dog 0020c0; horse 8080e0; sheep 0000c0; cow 80a0c0; elephant 808000; bear \
    800020; zebra 802000; giraffe 800080; backpack 408020; umbrella 00a000; handbag 000000; tie c080a0; suitcase \
    002000; frisbee 008080; skis 4080a0; snowboard 80a000; sports ball 008000; kite c08020; baseball bat 806080; \
    baseball glove 000080; skateboard 400020; surfboard 00e080; tennis racket 800000; bottle c000a0; wine glass \
    006080; cup 808080; fork 4000a0; knife 80e080; spoon 808040; bowl c00020; banana 806000; apple 8000c0; \
    sandwich 008020; orange 40e000; broccoli 000040; carrot 8080a0; hot dog 406000; pizza 0080c0; donut 0080a0; \
    cake c0e000; chair 008040; couch 808020; potted plant c02080; bed 0040c0; dining table 000020; toilet 40a080; \
    tv 804040; laptop 8000a0; mouse 402080; remote 80c0c0; keyboard 0000a0; cell phone c0a080; microwave 80c000; \
    oven 800060; toaster c02000; sink 804080; refrigerator 408060; book 40a000; clock 004000; vase c080e0; \
    scissors 402000; teddy bear 00c080; hair drier 4080e0; toothbrush c0a000; banner 00c000; blanket c08060; \
    branch c06080; bridge 004080; building-other 400060; bush 40e080; cabinet 804000; cage c000e0; cardboard \
    406080; carpet 80c080; ceiling-other 4000e0; ceiling-tile c0e080; cloth 80c040; clothes c00060; clouds c06000; \
    counter 8040c0; cupboard 008060; curtain 00e000; desk-stuff 404040; dirt 8080e0; door-stuff 006000; fence \
    40c0c0; floor-marble 0080e0; floor-other 80e000; floor-stone 40c040; floor-tile 808060; floor-wood 802080; \
    flower 4000c0; fog 004060; food-other 00a080; fruit c00040; furniture-other 8040e0; grass 002080; gravel \
    c080c0; ground-other 0040e0; hill 80a080; house c08000; leaves 804020; light 802040; mat c00080; metal 40c020; \
    mirror-stuff 00a040; moss 400000; mountain c0c0a0; mud 002040; napkin 408080; net 40c0a0; paper 80a040; \
    pavement 408000; pillow c0c020; plant-other 8060c0; plastic 400080; platform 404020; playingfield 00e0c0; \
    railing c00000; railroad c040a0; river 0060c0; road c08080; rock 4040a0; roof 80e0c0; rug c08040; salad \
    c04020; sand 806040; sea c000c0; shelf 00c020; sky-other 40e040; skyscraper 400040; snow 80c0a0; solid-other \
    406040; stairs 4080c0; stone 00c0a0; straw c0e040; structural-other 408040; table 80c020; tent c020c0; \
    textile-other 4040c0; towel 004020; tree 40a0c0; vegetable c04040; wall-brick 8040a0; wall-concrete 4020c0; \
    wall-other c0c0c0; wall-panel 0040a0; wall-stone c0a0c0; wall-tile c0c000; wall-wood 804060; water-other \
    c02040; waterdrops c04080; window-blind 40c060; window-other 40a040; wood 404000
    """
}
