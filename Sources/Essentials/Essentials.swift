// Data, JSON and the process's environment, without what brings 45 MB of tables for languages. Whoever imports this module
// has them.
#if canImport(FoundationEssentials)
  @_exported import FoundationEssentials
#else
  @_exported import Foundation
#endif
