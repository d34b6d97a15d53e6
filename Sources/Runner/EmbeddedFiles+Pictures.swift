import Embedded
import Explorer
import Files
import Pictures
import Pose

// Pictures of `SampleImages`, each called as its file is there without number and ending: `built-in:runner`.
extension EmbeddedFiles {
  /// The names of the pictures, the default one first.
  public static let pictures: [BuiltInPicture] = files.map { BuiltInPicture(name: name(ofFile: $0)) }

  /// The default picture and the people in it.
  ///
  /// - Throws: `PictureError` if the program was built with damaged files.
  public static func scene() throws(PictureError) -> Scene { try scene(pictures[0]) }

  /// A built-in picture and the people in it.
  ///
  /// - Throws: `PictureError` where there is none of that name.
  static func scene(_ picture: BuiltInPicture) throws(PictureError) -> Scene {
    let (picture, file, people) = (picture, try file(of: picture), try people(in: picture))
    return Scene(picture: try Self.picture(picture), name: file.name, path: picture.path, people: people)
  }

  public static func picture(_ picture: BuiltInPicture) throws(PictureError) -> Picture {
    let file = try file(of: picture)
    return try Picture(decoding: Array(bytes(of: hrs_embedded_picture(file.index))), name: picture.path)
  }

  public static func people(in picture: BuiltInPicture) throws(PictureError) -> [Person] {
    let file = try file(of: picture)
    do {
      return try SideCar.people(decoding: Array(bytes(of: hrs_embedded_people(file.index))), name: picture.path)
    } catch { throw PictureError(path: picture.path, reason: .damaged("\(error)")) }
  }

  private static let files = (0..<hrs_embedded_picture_count()).map { String(cString: hrs_embedded_picture_name($0)) }

  private static func file(of picture: BuiltInPicture) throws(PictureError) -> (index: Int32, name: String) {
    guard let index = pictures.firstIndex(of: picture) else {
      let names = pictures.map(\.name).joined(separator: ", ")
      throw PictureError(path: picture.path, reason: .notBuiltIn(names: names))
    }
    return (Int32(index), files[index])
  }

  /// `runner` of `01-runner.jpg`.
  private static func name(ofFile file: String) -> String {
    String(file.prefix { $0 != "." }.drop { $0.isNumber || $0 == "-" })
  }
}
