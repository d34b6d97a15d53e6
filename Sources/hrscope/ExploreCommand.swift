import ArgumentParser
import Explorer
import Foundation
import Network
import Pose
import Runner

struct ExploreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explore", abstract: "Open the explorer in the terminal (the default).")

  @Argument(help: ArgumentHelp("A JPEG or PNG; by default the built-in picture.", valueName: "IMAGE"))
  var image: String?

  @OptionGroup var options: NetworkOptions

  func run() throws {
    let checkpoint = try options.checkpoint()
    let network = try options.network(of: checkpoint)
    let interventions = try options.interventions(in: network)
    let picture =
      try image.map { path throws(PictureError) in try Picture(contentsOf: path) } ?? EmbeddedFiles.picture()
    let (person, people) = try options.person(in: picture) {
      try image.map { path throws(SideCarError) in try SideCar.people(besidePicture: path) } ?? EmbeddedFiles.people()
    }
    let skeleton = checkpoint.jointSkeleton
    let subject = Subject(
      network: network, modelName: checkpoint.modelName, skeleton: skeleton, picture: picture,
      pictureName: image.map { URL(filePath: $0).lastPathComponent } ?? EmbeddedFiles.pictureName, person: 1,
      people: people,
      crop: Crop(box: person.box, input: network.input, padding: checkpoint.preprocessing.boxPadding),
      truth: person.truth[skeleton.name])

    var session = try ExplorerSession(
      subject, checkpoint: checkpoint, interventions: interventions, threads: options.threadCount)
    switch session.run() {
    case .quit: return
    case .signal(let signal): throw ExitCode(128 + signal)
    case .failed(let error): throw error
    }
  }
}
