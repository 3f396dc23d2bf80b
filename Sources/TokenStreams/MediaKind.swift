/// What sort of media a tokenizer takes.
public enum MediaKind: String, Hashable, Sendable, Codable, CaseIterable {
  case image
  case audio
}
