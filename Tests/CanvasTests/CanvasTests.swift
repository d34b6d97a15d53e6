import Testing
@testable import Canvas

@Test func placeholder() {}
