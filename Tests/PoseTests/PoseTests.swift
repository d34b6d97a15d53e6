import Testing
@testable import Pose

@Test func placeholder() {}
