import Cells
import Capture
import Engine
import Experiments
import HRNet
import Pictures
import Pose

/// Something that happened.
public enum Action: Sendable {
  case key(Key)
  case mouse(MouseEvent)
  case command(Command)
  case resized(Size)
  /// Time for the next step of playing.
  case tick
  /// The worker finished a pass. The baseline is the pass with nothing cut, on the same input.
  case passed(PassResult, baseline: PassResult, generation: Int)
  /// The worker summarised a step.
  case summarised(StepSummary, generation: Int)
  /// The worker read the poses at every depth of a pass.
  case readOut([ReadOutDepth], generation: Int)
  /// The worker has blocked some more parts of the picture.
  case occluded(OcclusionMap, secondsLeft: Double?, generation: Int)
  /// The worker has run the mirrored picture: the mean of both heat maps.
  case flipTested(HeatMaps, generation: Int)
  /// The worker has measured how long nodes take.
  case timed(NodeTimes, generation: Int)
  /// The worker has read a pass through every probe, or cannot.
  case probed(Result<ProbedPass, BLASError>, generation: Int)
  /// A folder was read for the picture picker.
  case listed(FolderListing)
  /// The folder cannot be read; why, in a line. Nil where it is the one that was asked for last.
  case notListed(String, asked: String? = nil)
  /// Another picture was opened.
  case opened(Scene, generation: Int)
  /// A picture cannot be opened; why, in a line.
  case notOpened(String, generation: Int)
  /// A picture was opened for patched edges to take their terms from.
  case openedDonor(Scene)
  /// Beside the picture is a file that describes so many people already; the boxes can be added to it.
  case boxesAsk(file: String, people: Int)
  /// The sweep has come further.
  case swept(SweepResult, SweepProgress, generation: Int)
  /// Something the person should know, in a line.
  case told(String)
  /// Something of the frames that come while the session runs.
  case live(LiveNews)
  /// What was answered about state A.
  ///
  /// - Parameter pin: its number; of what was let go nobody wants answers.
  indirect case pinned(Action, pin: Int)
  /// By how much the streams of state A differ from B's; of A's worker.
  case compared(StepSummary, generation: Int)
  /// The other of two states has its turn on the screen.
  case alternated
  /// `Waiting.interval` has passed since work was asked for that is still under way.
  case waited(WorkProgress)
}

extension Action {
  /// Whether it is something that a person does, rather than an answer or time that passes.
  var isOfPerson: Bool {
    switch self {
    case .key, .mouse, .command: true
    case .resized, .tick, .passed, .summarised, .readOut, .occluded, .flipTested, .timed, .probed, .listed, .notListed,
      .opened,
      .notOpened, .openedDonor, .boxesAsk, .swept, .told, .live, .pinned, .compared, .alternated, .waited:
      false
    }
  }
}

/// How far work is that takes its time.
public struct WorkProgress: Hashable, Sendable {
  public enum Work: Hashable, Sendable { case weights, pass }

  public let what: Work
  /// In nodes of the network.
  public let completed: Int
  public let total: Int

  public init(what: Work, completed: Int, total: Int) {
    self.what = what
    self.completed = completed
    self.total = total
  }
}

/// What the model wants done outside of it.
public enum Effect: Hashable, Sendable {
  /// Run the network; a running pass of an older generation is worth nothing any more.
  case compute(PassRequest, generation: Int)
  /// Summarise a step of the last finished pass.
  case summarise(SummaryRequest, generation: Int)
  /// Read the poses at every depth of the last finished pass.
  case readOut(generation: Int)
  /// Block the input of the last finished pass part by part, in the background, the parts near a position of the input
  /// first. A new pass ends it.
  case occlude(nearestTo: PicturePoint, generation: Int)
  case stopOccluding
  /// Run the mirrored picture of the last finished pass too.
  case flipTest(generation: Int)
  /// Measure how long the last finished pass's nodes take when nothing is known of it.
  case time(generation: Int)
  /// Read the last finished pass through every probe, in the background. A new pass ends it.
  case probe(ProbeQuestion, generation: Int)
  /// Read a folder for the picture picker: its folders and pictures. `~/` is the person's own folder.
  case list(folder: String, includesHidden: Bool = false)
  /// Open a picture, a built-in one too, with the people beside it.
  case open(path: String, generation: Int)
  /// Give the newest frame of the stream behind the one that is shown, now or when there is one.
  case nextFrame(after: Int, generation: Int)
  /// Whether the person stays on a frame: what comes meanwhile is not dropped but passed over, and a folder waits.
  case holdFrames(Bool)
  /// Stop the pass that runs.
  case stop
  /// Open a picture for patched edges to take their terms from.
  case openDonor(path: String)
  /// Cut everything in turn, one cut at a time, while other requests go before; a sweep of an older generation ends.
  case sweep(SweepRequest, generation: Int)
  case stopSweep
  /// Keep the last finished pass with all that was asked about it: it is state A's.
  case pin(Int)
  /// Do it for state A.
  indirect case pinned(Effect)
  /// Summarise by how much a step of A's last finished pass differs from B's; for state A.
  ///
  /// - Parameter with: where A is.
  case compare(SummaryRequest, with: Cursor, generation: Int)
  /// Forget state A.
  case letGo
  /// Write something to a new file in the current folder, and tell where.
  case write(Output)
  /// Take the mouse, or leave it to the terminal, so that text can be selected.
  case captureMouse(Bool)
  case redraw
  /// Forget what is remembered of earlier sessions.
  case forget
  case suspend
  case quit
}

/// What a person can have written to a file.
public enum Output: Hashable, Sendable {
  /// The screen as it is without menus.
  case screen(CaptureFormat)
  /// A node's activation, for numpy.
  case tensor(Node.ID)
  /// Everything done since the start, to be replayed.
  case session
  /// The boxes made by hand, beside the picture.
  ///
  /// `mayChange`: whether a file that is there already may be added to.
  case boxes(mayChange: Bool)
}

/// What a pass is to be computed from.
public struct PassRequest: Hashable, Sendable {
  public let scene: Scene
  /// How the network sees the picture.
  public let frame: PictureFrame
  public let interventions: Interventions
  /// Other pictures, of the network's input size, that patched edges take their terms from.
  public let donors: [FramedPicture]
  /// Which of the network's outputs is read; nil for the one that is read where nobody says which.
  public let output: HeadOutput?

  public init(
    scene: Scene, frame: PictureFrame, interventions: Interventions, donors: [FramedPicture] = [],
    output: HeadOutput? = nil
  ) {
    self.output = output
    self.scene = scene
    self.frame = frame
    self.interventions = interventions
    self.donors = donors
  }
}

/// The content of a folder, as far as the picture picker is concerned.
public struct FolderListing: Hashable, Sendable {
  /// The folder as it was asked for.
  let asked: String
  /// The folder's absolute path.
  public let folder: String
  /// Names of the folders in it, sorted.
  public let folders: [String]
  /// Names of the pictures in it, sorted.
  public let pictures: [String]

  /// - Parameter asked: without it, the absolute path was asked for.
  public init(folder: String, folders: [String], pictures: [String], asked: String? = nil) {
    self.asked = asked ?? folder
    self.folder = folder
    self.folders = folders
    self.pictures = pictures
  }
}
