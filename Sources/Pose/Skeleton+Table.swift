extension Skeleton {
  /// The known skeletons. Written by Tests/PoseTests/Scripts/make_skeletons.py from the data set configurations of
  /// MMPose 1.3.2; change that, not this.
  ///
  /// A paragraph each: `name | title | where σ comes from | what MMPose calls its sets`; the joints in their order, each
  /// with its place, its partner in a mirrored picture and its σ; limbs.
  static let table = """
    coco17 | COCO | published | coco, ochuman, Human-Art
    0 nose 0.026; 1~2 left eye 0.025; 2~1 right eye 0.025; 3~4 left ear 0.035; 4~3 right ear 0.035;
    5~6 left shoulder 0.079; 6~5 right shoulder 0.079; 7~8 left elbow 0.072; 8~7 right elbow 0.072;
    9~10 left wrist 0.062; 10~9 right wrist 0.062; 11~12 left hip 0.107; 12~11 right hip 0.107; 13~14 left knee 0.087;
    14~13 right knee 0.087; 15~16 left ankle 0.089; 16~15 right ankle 0.089;
    limbs 15-13 13-11 16-14 14-12 11-12 5-11 6-12 5-6 5-7 6-8 7-9 8-10 1-2 0-1 0-2 1-3 2-4 3-5 4-6

    lsp14 | LSP | alike | lsp
    0~5 right ankle 0.089; 1~4 right knee 0.087; 2~3 right hip 0.107; 3~2 left hip 0.107; 4~1 left knee 0.087;
    5~0 left ankle 0.089; 6~11 right wrist 0.062; 7~10 right elbow 0.072; 8~9 right shoulder 0.079;
    9~8 left shoulder 0.079; 10~7 left elbow 0.072; 11~6 left wrist 0.062; 12 neck 0.079; 13 head top 0.079;
    limbs 0-1 1-2 3-4 4-5 2-3 6-7 7-8 9-10 10-11 8-2 9-3 8-12 9-12 12-13

    mpii16 | MPII | published | mpii, mhp
    0~5 right ankle 0.089; 1~4 right knee 0.083; 2~3 right hip 0.107; 3~2 left hip 0.107; 4~1 left knee 0.083;
    5~0 left ankle 0.089; 6 pelvis 0.026; 7 thorax 0.026; 8 upper neck 0.026; 9 head top 0.026;
    10~15 right wrist 0.062; 11~14 right elbow 0.072; 12~13 right shoulder 0.179; 13~12 left shoulder 0.179;
    14~11 left elbow 0.072; 15~10 left wrist 0.062;
    limbs 0-1 1-2 2-6 6-3 3-4 4-5 6-7 7-8 8-9 8-12 12-11 11-10 8-13 13-14 14-15

    crowdpose14 | CrowdPose | published | crowdpose
    0~1 left shoulder 0.079; 1~0 right shoulder 0.079; 2~3 left elbow 0.072; 3~2 right elbow 0.072;
    4~5 left wrist 0.062; 5~4 right wrist 0.062; 6~7 left hip 0.107; 7~6 right hip 0.107; 8~9 left knee 0.087;
    9~8 right knee 0.087; 10~11 left ankle 0.089; 11~10 right ankle 0.089; 12 top head 0.079; 13 neck 0.079;
    limbs 10-8 8-6 11-9 9-7 6-7 0-6 1-7 0-1 0-2 1-3 2-4 3-5 12-13 1-13 0-13

    ap10k17 | AP-10K | published | ap10k
    0~1 left eye 0.025; 1~0 right eye 0.025; 2 nose 0.026; 3 neck 0.035; 4 root of tail 0.035;
    5~8 left shoulder 0.079; 6~9 left elbow 0.072; 7~10 left front paw 0.062; 8~5 right shoulder 0.079;
    9~6 right elbow 0.072; 10~7 right front paw 0.062; 11~14 left hip 0.107; 12~15 left knee 0.087;
    13~16 left back paw 0.089; 14~11 right hip 0.107; 15~12 right knee 0.087; 16~13 right back paw 0.089;
    limbs 0-1 0-2 1-2 2-3 3-4 3-5 5-6 6-7 3-8 8-9 9-10 4-11 11-12 12-13 4-14 14-15 15-16

    aic14 | AIC | published | aic
    0~3 right shoulder 0.01388152; 1~4 right elbow 0.01515228; 2~5 right wrist 0.01057665;
    3~0 left shoulder 0.01417709; 4~1 left elbow 0.01497891; 5~2 left wrist 0.01402144; 6~9 right hip 0.03909642;
    7~10 right knee 0.03686941; 8~11 right ankle 0.01981803; 9~6 left hip 0.03843971; 10~7 left knee 0.03412318;
    11~8 left ankle 0.02415081; 12 head top 0.01291456; 13 neck 0.01236173;
    limbs 2-1 1-0 0-13 13-3 3-4 4-5 8-7 7-6 6-9 9-10 10-11 12-13 0-6 3-9

    h36m17 | Human3.6M | alike | h36m
    0 root 0.107; 1~4 right hip 0.107; 2~5 right knee 0.087; 3~6 right foot 0.089; 4~1 left hip 0.107;
    5~2 left knee 0.087; 6~3 left foot 0.089; 7 spine 0.079; 8 thorax 0.079; 9 neck base 0.079; 10 head 0.079;
    11~14 left shoulder 0.079; 12~15 left elbow 0.072; 13~16 left wrist 0.062; 14~11 right shoulder 0.079;
    15~12 right elbow 0.072; 16~13 right wrist 0.062;
    limbs 0-4 4-5 5-6 0-1 1-2 2-3 0-7 7-8 8-9 9-10 8-11 11-12 12-13 8-14 14-15 15-16

    hand21 | hand | alike | onehand10k, freihand, panoptic_hand2d, coco_wholebody_hand
    0 wrist 0.029; 1 thumb1 0.022; 2 thumb2 0.035; 3 thumb3 0.037; 4 thumb4 0.047; 5 forefinger1 0.026;
    6 forefinger2 0.025; 7 forefinger3 0.024; 8 forefinger4 0.035; 9 middle finger1 0.018; 10 middle finger2 0.024;
    11 middle finger3 0.022; 12 middle finger4 0.026; 13 ring finger1 0.017; 14 ring finger2 0.021;
    15 ring finger3 0.021; 16 ring finger4 0.032; 17 pinky finger1 0.02; 18 pinky finger2 0.019;
    19 pinky finger3 0.022; 20 pinky finger4 0.031;
    limbs 0-1 1-2 2-3 3-4 0-5 5-6 6-7 7-8 0-9 9-10 10-11 11-12 0-13 13-14 14-15 15-16 0-17 17-18 18-19 19-20

    face68 | 300W | alike | 300w, 300vw, 300wlp, coco_wholebody_face
    0~16 kpt 0 0.042; 1~15 kpt 1 0.043; 2~14 kpt 2 0.044; 3~13 kpt 3 0.043; 4~12 kpt 4 0.04; 5~11 kpt 5 0.035;
    6~10 kpt 6 0.031; 7~9 kpt 7 0.025; 8 kpt 8 0.02; 9~7 kpt 9 0.023; 10~6 kpt 10 0.029; 11~5 kpt 11 0.032;
    12~4 kpt 12 0.037; 13~3 kpt 13 0.038; 14~2 kpt 14 0.043; 15~1 kpt 15 0.041; 16~0 kpt 16 0.045; 17~26 kpt 17 0.013;
    18~25 kpt 18 0.012; 19~24 kpt 19 0.011; 20~23 kpt 20 0.011; 21~22 kpt 21 0.012; 22~21 kpt 22 0.012;
    23~20 kpt 23 0.011; 24~19 kpt 24 0.011; 25~18 kpt 25 0.013; 26~17 kpt 26 0.015; 27 kpt 27 0.009; 28 kpt 28 0.007;
    29 kpt 29 0.007; 30 kpt 30 0.007; 31~35 kpt 31 0.012; 32~34 kpt 32 0.009; 33 kpt 33 0.008; 34~32 kpt 34 0.016;
    35~31 kpt 35 0.01; 36~45 kpt 36 0.017; 37~44 kpt 37 0.011; 38~43 kpt 38 0.009; 39~42 kpt 39 0.011;
    40~47 kpt 40 0.009; 41~46 kpt 41 0.007; 42~39 kpt 42 0.013; 43~38 kpt 43 0.008; 44~37 kpt 44 0.011;
    45~36 kpt 45 0.012; 46~41 kpt 46 0.01; 47~40 kpt 47 0.034; 48~54 kpt 48 0.008; 49~53 kpt 49 0.008;
    50~52 kpt 50 0.009; 51 kpt 51 0.008; 52~50 kpt 52 0.008; 53~49 kpt 53 0.007; 54~48 kpt 54 0.01;
    55~59 kpt 55 0.008; 56~58 kpt 56 0.009; 57 kpt 57 0.009; 58~56 kpt 58 0.009; 59~55 kpt 59 0.007;
    60~64 kpt 60 0.007; 61~63 kpt 61 0.008; 62 kpt 62 0.011; 63~61 kpt 63 0.008; 64~60 kpt 64 0.008;
    65~67 kpt 65 0.008; 66 kpt 66 0.01; 67~65 kpt 67 0.008;
    limbs

    wflw98 | WFLW | assumed | wflw
    0~32 kpt 0 0.025; 1~31 kpt 1 0.025; 2~30 kpt 2 0.025; 3~29 kpt 3 0.025; 4~28 kpt 4 0.025; 5~27 kpt 5 0.025;
    6~26 kpt 6 0.025; 7~25 kpt 7 0.025; 8~24 kpt 8 0.025; 9~23 kpt 9 0.025; 10~22 kpt 10 0.025; 11~21 kpt 11 0.025;
    12~20 kpt 12 0.025; 13~19 kpt 13 0.025; 14~18 kpt 14 0.025; 15~17 kpt 15 0.025; 16 kpt 16 0.025;
    17~15 kpt 17 0.025; 18~14 kpt 18 0.025; 19~13 kpt 19 0.025; 20~12 kpt 20 0.025; 21~11 kpt 21 0.025;
    22~10 kpt 22 0.025; 23~9 kpt 23 0.025; 24~8 kpt 24 0.025; 25~7 kpt 25 0.025; 26~6 kpt 26 0.025; 27~5 kpt 27 0.025;
    28~4 kpt 28 0.025; 29~3 kpt 29 0.025; 30~2 kpt 30 0.025; 31~1 kpt 31 0.025; 32~0 kpt 32 0.025; 33~46 kpt 33 0.025;
    34~45 kpt 34 0.025; 35~44 kpt 35 0.025; 36~43 kpt 36 0.025; 37~42 kpt 37 0.025; 38~50 kpt 38 0.025;
    39~49 kpt 39 0.025; 40~48 kpt 40 0.025; 41~47 kpt 41 0.025; 42~37 kpt 42 0.025; 43~36 kpt 43 0.025;
    44~35 kpt 44 0.025; 45~34 kpt 45 0.025; 46~33 kpt 46 0.025; 47~41 kpt 47 0.025; 48~40 kpt 48 0.025;
    49~39 kpt 49 0.025; 50~38 kpt 50 0.025; 51 kpt 51 0.025; 52 kpt 52 0.025; 53 kpt 53 0.025; 54 kpt 54 0.025;
    55~59 kpt 55 0.025; 56~58 kpt 56 0.025; 57 kpt 57 0.025; 58~56 kpt 58 0.025; 59~55 kpt 59 0.025;
    60~72 kpt 60 0.025; 61~71 kpt 61 0.025; 62~70 kpt 62 0.025; 63~69 kpt 63 0.025; 64~68 kpt 64 0.025;
    65~75 kpt 65 0.025; 66~74 kpt 66 0.025; 67~73 kpt 67 0.025; 68~64 kpt 68 0.025; 69~63 kpt 69 0.025;
    70~62 kpt 70 0.025; 71~61 kpt 71 0.025; 72~60 kpt 72 0.025; 73~67 kpt 73 0.025; 74~66 kpt 74 0.025;
    75~65 kpt 75 0.025; 76~82 kpt 76 0.025; 77~81 kpt 77 0.025; 78~80 kpt 78 0.025; 79 kpt 79 0.025;
    80~78 kpt 80 0.025; 81~77 kpt 81 0.025; 82~76 kpt 82 0.025; 83~87 kpt 83 0.025; 84~86 kpt 84 0.025;
    85 kpt 85 0.025; 86~84 kpt 86 0.025; 87~83 kpt 87 0.025; 88~92 kpt 88 0.025; 89~91 kpt 89 0.025; 90 kpt 90 0.025;
    91~89 kpt 91 0.025; 92~88 kpt 92 0.025; 93~95 kpt 93 0.025; 94 kpt 94 0.025; 95~93 kpt 95 0.025;
    96~97 kpt 96 0.025; 97~96 kpt 97 0.025;
    limbs

    cofw29 | COFW | assumed | cofw
    0~1 kpt 0 0.025; 1~0 kpt 1 0.025; 2~3 kpt 2 0.025; 3~2 kpt 3 0.025; 4~6 kpt 4 0.025; 5~7 kpt 5 0.025;
    6~4 kpt 6 0.025; 7~5 kpt 7 0.025; 8~9 kpt 8 0.025; 9~8 kpt 9 0.025; 10~11 kpt 10 0.025; 11~10 kpt 11 0.025;
    12~14 kpt 12 0.025; 13~15 kpt 13 0.025; 14~12 kpt 14 0.025; 15~13 kpt 15 0.025; 16~17 kpt 16 0.025;
    17~16 kpt 17 0.025; 18~19 kpt 18 0.025; 19~18 kpt 19 0.025; 20 kpt 20 0.025; 21 kpt 21 0.025; 22~23 kpt 22 0.025;
    23~22 kpt 23 0.025; 24 kpt 24 0.025; 25 kpt 25 0.025; 26 kpt 26 0.025; 27 kpt 27 0.025; 28 kpt 28 0.025;
    limbs

    aflw19 | AFLW | assumed | aflw
    0~5 kpt 0 0.025; 1~4 kpt 1 0.025; 2~3 kpt 2 0.025; 3~2 kpt 3 0.025; 4~1 kpt 4 0.025; 5~0 kpt 5 0.025;
    6~11 kpt 6 0.025; 7~10 kpt 7 0.025; 8~9 kpt 8 0.025; 9~8 kpt 9 0.025; 10~7 kpt 10 0.025; 11~6 kpt 11 0.025;
    12~14 kpt 12 0.025; 13 kpt 13 0.025; 14~12 kpt 14 0.025; 15~17 kpt 15 0.025; 16 kpt 16 0.025; 17~15 kpt 17 0.025;
    18 kpt 18 0.025;
    limbs

    wholebody133 | COCO-WholeBody | published | coco_wholebody, ubody2d, h3wb
    0 nose 0.026; 1~2 left eye 0.025; 2~1 right eye 0.025; 3~4 left ear 0.035; 4~3 right ear 0.035;
    5~6 left shoulder 0.079; 6~5 right shoulder 0.079; 7~8 left elbow 0.072; 8~7 right elbow 0.072;
    9~10 left wrist 0.062; 10~9 right wrist 0.062; 11~12 left hip 0.107; 12~11 right hip 0.107; 13~14 left knee 0.087;
    14~13 right knee 0.087; 15~16 left ankle 0.089; 16~15 right ankle 0.089; 17~20 left big toe 0.068;
    18~21 left small toe 0.066; 19~22 left heel 0.066; 20~17 right big toe 0.092; 21~18 right small toe 0.094;
    22~19 right heel 0.094; 23~39 face 0 0.042; 24~38 face 1 0.043; 25~37 face 2 0.044; 26~36 face 3 0.043;
    27~35 face 4 0.04; 28~34 face 5 0.035; 29~33 face 6 0.031; 30~32 face 7 0.025; 31 face 8 0.02; 32~30 face 9 0.023;
    33~29 face 10 0.029; 34~28 face 11 0.032; 35~27 face 12 0.037; 36~26 face 13 0.038; 37~25 face 14 0.043;
    38~24 face 15 0.041; 39~23 face 16 0.045; 40~49 face 17 0.013; 41~48 face 18 0.012; 42~47 face 19 0.011;
    43~46 face 20 0.011; 44~45 face 21 0.012; 45~44 face 22 0.012; 46~43 face 23 0.011; 47~42 face 24 0.011;
    48~41 face 25 0.013; 49~40 face 26 0.015; 50 face 27 0.009; 51 face 28 0.007; 52 face 29 0.007; 53 face 30 0.007;
    54~58 face 31 0.012; 55~57 face 32 0.009; 56 face 33 0.008; 57~55 face 34 0.016; 58~54 face 35 0.01;
    59~68 face 36 0.017; 60~67 face 37 0.011; 61~66 face 38 0.009; 62~65 face 39 0.011; 63~70 face 40 0.009;
    64~69 face 41 0.007; 65~62 face 42 0.013; 66~61 face 43 0.008; 67~60 face 44 0.011; 68~59 face 45 0.012;
    69~64 face 46 0.01; 70~63 face 47 0.034; 71~77 face 48 0.008; 72~76 face 49 0.008; 73~75 face 50 0.009;
    74 face 51 0.008; 75~73 face 52 0.008; 76~72 face 53 0.007; 77~71 face 54 0.01; 78~82 face 55 0.008;
    79~81 face 56 0.009; 80 face 57 0.009; 81~79 face 58 0.009; 82~78 face 59 0.007; 83~87 face 60 0.007;
    84~86 face 61 0.008; 85 face 62 0.011; 86~84 face 63 0.008; 87~83 face 64 0.008; 88~90 face 65 0.008;
    89 face 66 0.01; 90~88 face 67 0.008; 91~112 left hand root 0.029; 92~113 left thumb1 0.022;
    93~114 left thumb2 0.035; 94~115 left thumb3 0.037; 95~116 left thumb4 0.047; 96~117 left forefinger1 0.026;
    97~118 left forefinger2 0.025; 98~119 left forefinger3 0.024; 99~120 left forefinger4 0.035;
    100~121 left middle finger1 0.018; 101~122 left middle finger2 0.024; 102~123 left middle finger3 0.022;
    103~124 left middle finger4 0.026; 104~125 left ring finger1 0.017; 105~126 left ring finger2 0.021;
    106~127 left ring finger3 0.021; 107~128 left ring finger4 0.032; 108~129 left pinky finger1 0.02;
    109~130 left pinky finger2 0.019; 110~131 left pinky finger3 0.022; 111~132 left pinky finger4 0.031;
    112~91 right hand root 0.029; 113~92 right thumb1 0.022; 114~93 right thumb2 0.035; 115~94 right thumb3 0.037;
    116~95 right thumb4 0.047; 117~96 right forefinger1 0.026; 118~97 right forefinger2 0.025;
    119~98 right forefinger3 0.024; 120~99 right forefinger4 0.035; 121~100 right middle finger1 0.018;
    122~101 right middle finger2 0.024; 123~102 right middle finger3 0.022; 124~103 right middle finger4 0.026;
    125~104 right ring finger1 0.017; 126~105 right ring finger2 0.021; 127~106 right ring finger3 0.021;
    128~107 right ring finger4 0.032; 129~108 right pinky finger1 0.02; 130~109 right pinky finger2 0.019;
    131~110 right pinky finger3 0.022; 132~111 right pinky finger4 0.031;
    limbs 15-13 13-11 16-14 14-12 11-12 5-11 6-12 5-6 5-7 6-8 7-9 8-10 1-2 0-1 0-2 1-3 2-4 3-5 4-6 15-17 15-18 15-19
    16-20 16-21 16-22 91-92 92-93 93-94 94-95 91-96 96-97 97-98 98-99 91-100 100-101 101-102 102-103 91-104 104-105
    105-106 106-107 91-108 108-109 109-110 110-111 112-113 113-114 114-115 115-116 112-117 117-118 118-119 119-120
    112-121 121-122 122-123 123-124 112-125 125-126 126-127 127-128 112-129 129-130 130-131 131-132
    """
}
