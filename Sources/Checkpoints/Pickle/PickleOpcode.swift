/// The instructions of pickle protocols 2 to 5 that Python writes
/// (https://docs.python.org/3/library/pickletools.html). The text instructions of protocols 0 and 1 are not among
/// them, but for the name of a class.
enum PickleOpcode: UInt8 {
  case mark = 0x28  // '('
  case stop = 0x2e  // '.'
  case pop = 0x30  // '0'
  case popMark = 0x31  // '1'
  case duplicate = 0x32  // '2'
  case int32 = 0x4a  // 'J'
  case int8 = 0x4b  // 'K'
  case int16 = 0x4d  // 'M'
  case none = 0x4e  // 'N'
  case float64 = 0x47  // 'G'
  case persistent = 0x51  // 'Q'
  case reduce = 0x52  // 'R'
  case string = 0x54  // 'T'
  case shortString = 0x55  // 'U'
  case unicode = 0x58  // 'X'
  case append = 0x61  // 'a'
  case build = 0x62  // 'b'
  case global = 0x63  // 'c'
  case dictionary = 0x64  // 'd'
  case appends = 0x65  // 'e'
  case shortGet = 0x68  // 'h'
  case get = 0x6a  // 'j'
  case list = 0x6c  // 'l'
  case shortPut = 0x71  // 'q'
  case put = 0x72  // 'r'
  case setItem = 0x73  // 's'
  case tuple = 0x74  // 't'
  case setItems = 0x75  // 'u'
  case bytes = 0x42  // 'B'
  case shortBytes = 0x43  // 'C'
  case emptyTuple = 0x29  // ')'
  case emptyList = 0x5d  // ']'
  case emptyDictionary = 0x7d  // '}'
  case `protocol` = 0x80
  case newObject = 0x81
  case tuple1 = 0x85
  case tuple2 = 0x86
  case tuple3 = 0x87
  case `true` = 0x88
  case `false` = 0x89
  case shortLong = 0x8a
  case long = 0x8b
  case shortUnicode = 0x8c
  case longUnicode = 0x8d
  case longBytes = 0x8e
  case emptySet = 0x8f
  case addItems = 0x90
  case frozenSet = 0x91
  case newObjectWithKeywords = 0x92
  case stackGlobal = 0x93
  case memoize = 0x94
  case frame = 0x95
  case byteArray = 0x96
}
