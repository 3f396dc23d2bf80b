/// The program's name and version, as files and reports state them.
public enum Software {
  /// Semantic version.
  public static let version = "0.1.0"
  /// `tessera` and the version.
  public static let name = "tessera " + version
}
