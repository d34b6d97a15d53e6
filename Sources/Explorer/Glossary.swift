/// The words on the screen that a first-year student does not know, each in a line or two.
enum Glossary {
  static let words: [(word: String, meaning: String)] = [
    ("stream", "features at one resolution, kept through the whole network from where they begin: a row of the map"),
    ("resolution", "1/4, 1/8, 1/16, 1/32: how much smaller than the input a stream's maps are, along a side"),
    ("channel", "one map of a stream's activation; coarser streams have more channels"),
    (
      "module",
      "residual units of every stream in parallel, and an exchange unit behind them (paper: modularized block)"
    ),
    (
      "exchange unit",
      "◆, also fusion: every stream is made anew as the sum of one term from each stream, and ReLU (paper, 3.3)"
    ),
    (
      "fusion edge",
      "one term of that sum, from one stream to another: a 1×1 convolution and upsampling, strided 3×3 convolutions, or nothing"
    ),
    ("gain", "the factor an edge's term is multiplied with: 1 as trained, 0 is cut"),
    ("within", "exchange units inside a stage; with across and final the three kinds of the paper's ablation"),
    ("across", "the last exchange unit of stage 2 and of stage 3, before a stream is added"),
    ("final", "the last exchange unit of the network, before the head"),
    (
      "head",
      "what turns the streams into an answer: V1 reads 1/4 alone, V2 all four side by side, V2p a pyramid of them"
    ),
    (
      "heat map",
      "one map a joint: how much each place looks like it; in training a hill of height 1 around the true place"
    ),
    ("argmax", "a joint read at the highest value of its heat map, to a whole value"),
    (
      "quarter shift",
      "a joint read a quarter of a value from the highest one, towards the higher neighbour on each axis"
    ),
    (
      "DARK",
      "a joint read at the top of the hill around the highest value: one Taylor step of the smoothed map's logarithm (CVPR 2020)"
    ),
    (
      "flip test",
      "the mean of the heat maps of the picture and of its mirror image, turned back, left and right exchanged"
    ),
    (
      "affine",
      "the matrix that takes a place of the picture to the network's input: here it scales and shifts, and never turns"
    ),
    ("score", "the height of a heat map's peak, or a class's share or probability; no more than that"),
    (
      "≈",
      "joints that are one here: their heat maps correlate above 0.9, so that the network hardly tells them apart; values apart: their peaks, in the heat map"
    ),
    (
      "correlation",
      "how alike two heat maps are, value by value: 1 is the same but for scale and offset, 0 is nothing in common"
    ),
    (
      "cosine",
      "of two rows of the head: 1 where both joints look for the same pattern of channels, 0 for nothing in common"
    ),
    ("lost", "a joint that is not found: its heat map has no peak worth the name"),
    (
      "PCK",
      "percentage of correct keypoints: the share of true joints that a found one comes near; @0.2: within 0.2 of the torso's length"
    ),
    (
      "OKS",
      "object keypoint similarity, 0 to 1: closeness of joints by the person's size and how well people mark each joint; 1 is the same"
    ),
    ("Δpx", "how far a joint has moved from where it was with nothing cut, in pixels of the photograph"),
    ("AP", "average precision over thresholds of OKS or of overlapping boxes, as COCO counts it"),
    (
      "class map", "which class each pixel is taken for: the class with the highest logit there"
    ),
    ("IoU", "intersection over union: what two boxes or regions share, by all that either covers; 1 is the same"),
    ("mIoU", "mean IoU of a class map: shared pixels of a class by all of either map, the mean over classes"),
    ("box", "the rectangle around a person or thing, in pixels: a detector finds it, a pose network is given it"),
    ("NMS", "non-maximum suppression: of boxes that overlap much, only the one with the best score stays"),
    (
      "OCR",
      "object-contextual representations: pixels are gathered by a first guess of classes, and each looks at the regions"
    ),
    ("FCOS", "a detector without anchors: every position says how far the four sides of its box are away"),
    ("centerness", "how near a position is to the middle of its box, 0 to 1; FCOS weighs scores by it"),
    ("logits", "the numbers of a head before they become probabilities; only their order and differences count"),
    ("top-5", "the share of pictures whose true class is among the five most probable ones; top-1: the most probable"),
    ("read-out", "what the head makes of a stream before the end, although it was trained for the end alone"),
    (
      "probe",
      "the best linear read-out of one stream at one depth, fitted to labelled pictures: what it finds is what the stream knows there"
    ),
    (
      "knowledge map",
      "the network's map with, for every stream and column, how much its probe finds: where the pose comes into being"
    ),
    ("trace", "where a joint's peak comes from: which streams brought it at every exchange unit"),
    ("receptive field", "the part of the picture that a value can depend on"),
    ("occlusion", "the picture blocked part by part, to see where a joint's peak falls or moves"),
    ("sweep", "every edge, unit and kind cut in turn, and what each does"),
    ("baseline", "the same network on the same picture with nothing cut"),
    ("dropped", "of live frames: those that a newer one took the place of before the network was ready for them"),
    (
      "state A, B",
      "what was pinned to be compared with (A), and what is done since (B): seen alone, side by side or in turn, or A minus B"
    ),
    ("Δin", "of two pictures: how far a joint of B lies from A's in pixels of the input, each in its own crop"),
    ("MAC", "multiply-accumulate, one product and one sum; papers print 10^9 or 2^30 of them as a GFLOP"),
    ("FLOP", "a floating-point operation: a MAC is two, though HRNet's papers print a MAC as one"),
    ("BN", "batch normalisation, a scale and a shift a channel; folded into the convolution before it"),
    (
      "BN folding",
      "a trained batch normalisation only scales and shifts, so its scale is multiplied into the kernel and its shift becomes a bias"
    ),
    ("ReLU", "negative values become 0"),
    ("mean |x|", "the mean over a stream's channels of the values without their sign: where a stream answers at all"),
  ]

  static var items: [Menu.Item] { words.map { Menu.Item(label: $0.word, text: $0.meaning, choice: .nothing) } }
}
