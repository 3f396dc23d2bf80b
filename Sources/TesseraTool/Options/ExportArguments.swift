public import ArgumentParser
public import Tessera

// Choices of the library that the command line names as files do.
extension CodeFlattening.Order: ExpressibleByArgument {}
extension ExportFormat: ExpressibleByArgument {}
extension TokenElementType: ExpressibleByArgument {}
extension VocabularyPlan.Placement: ExpressibleByArgument {}
