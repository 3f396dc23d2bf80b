import Glibc

/// How much memory the machine has.
enum MachineMemory {
  private static let byteCount =
    Int(sysconf(Int32(_SC_PHYS_PAGES))) * Int(sysconf(Int32(_SC_PAGESIZE)))

  /// How many parts of so many bytes half of the memory holds; one at least.
  static func half(inPartsOf bytes: Int) -> Int {
    max(byteCount / 2 / bytes, 1)
  }
}
