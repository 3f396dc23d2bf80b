/// Why tokens cannot be placed in a shared vocabulary, or not be found there.
public enum VocabularyPlanError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What was asked for contradicts itself.
  case unusable(reason: String)
  /// The plan has no such modality.
  case noSuchModality(String, known: [String])
  /// The modality has more or fewer tokens than it was planned for.
  case wrongSize(modality: String, planned: Int, found: Int)
  /// An item's class has no token.
  case noClassToken(item: String, classID: Int?, classCount: Int)
  /// A token stands where no such token can.
  case unexpectedToken(position: Int, token: UInt32, expected: String)

  /// What is wrong and what to do.
  public var description: String {
    switch self {
    case .unusable(let reason):
      "the vocabulary cannot be planned: \(reason); change the names or counts"
    case .noSuchModality(let modality, let known):
      "the vocabulary has no place for \(modality); it has \(known.joined(separator: ", "))"
    case .wrongSize(let modality, let planned, let found):
      "\(modality) has \(found) tokens and was planned with \(planned); plan it anew"
    case .noClassToken(let item, nil, let classCount):
      "\(item): has no class, and \(classCount) classes were planned; give it one"
    case .noClassToken(let item, let classID?, let classCount):
      "\(item): its class \(classID) is outside the \(classCount) planned; plan for more classes"
    case .unexpectedToken(let position, let token, let expected):
      "token \(token) at position \(position) stands where \(expected) should; give tokens that "
        + "were placed by this plan"
    }
  }
}
