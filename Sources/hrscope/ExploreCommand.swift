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

  @Flag(help: "Forget what the last session left: its picture and the way maps were drawn.")
  var fresh = false

  @OptionGroup var options: NetworkOptions

  func run() throws {
    let checkpoint = try options.checkpoint()
    let network = try options.network(of: checkpoint)
    let (interventions, donors) = try options.changes(in: network, of: checkpoint)
    let environment = ProcessInfo.processInfo.environment
    let memory = fresh ? nil : MemoryFile.read(environment: environment)
    let scene = try scene(memory)
    let subject = Subject(
      network: network, modelName: checkpoint.modelName, skeleton: checkpoint.jointSkeleton,
      boxPadding: checkpoint.preprocessing.boxPadding)
    let (keyMap, problem) = KeyFile.read(environment: environment)

    var session = try ExplorerSession(
      subject, scene: scene, checkpoint: checkpoint, interventions: interventions, donors: donors.all,
      threads: options.threadCount, keyMap: keyMap, notice: problem, memory: memory)
    let end = session.run()
    MemoryFile.write(session.memory, environment: environment)
    switch end {
    case .quit: return
    case .signal(let signal): throw ExitCode(128 + signal)
    case .failed(let error): throw error
    }
  }

  /// The picture asked for, or the last session's if it still opens, or the built-in one, with the people in it. A box on
  /// the command line comes first.
  private func scene(_ memory: Memory?) throws -> Scene {
    let asked = try image.map { try Scene(contentsOf: $0) }
    let scene = try asked ?? memory?.picture.flatMap { try? Scene(contentsOf: $0) } ?? EmbeddedFiles.scene()
    guard let person = try options.boxedPerson() else { return scene }
    return Scene(picture: scene.picture, name: scene.name, path: scene.path, people: [person] + scene.people)
  }
}
