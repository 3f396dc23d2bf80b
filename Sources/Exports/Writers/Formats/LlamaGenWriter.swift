import Bytes

/// Writes LlamaGen's layout (`autoregressive/train/extract_codes_c2i.py`): a folder `NAME_codes` of
/// arrays `0.npy`, `1.npy`, … of shape `[1, augmentations, codes]`, and one `NAME_labels` of `[1]`.
///
/// All are 64-bit integers. An item's rows are its augmentations.
struct LlamaGenWriter: TokenWriter, ~Copyable {
  private let path: String
  private let codes: UnfinishedFolder
  private let labels: UnfinishedFolder
  private var itemCount = 0

  /// `path` is the name before `_codes`, such as `folder/imagenet256`.
  init(path: String) throws {
    self.path = path
    for suffix in ["_codes", "_labels"] { try UnfinishedFolder.requireFree(path + suffix) }
    let codes = try UnfinishedFolder(beside: path + "_codes")
    let labels = try UnfinishedFolder(beside: path + "_labels")
    self.codes = codes
    self.labels = labels
  }

  mutating func append(_ record: TokenRecord) throws {
    let name = "\(itemCount).npy"
    try codes.write(
      NumpyHeader.file(
        of: record.tokens, as: .int64, shape: [1, record.rowCount, record.rowLength]),
      to: name)
    try labels.write(NumpyHeader.file(of: [record.classID ?? 0]), to: name)
    itemCount += 1
  }

  consuming func commit() throws -> [String] {
    let paths = [path + "_codes", path + "_labels"]
    try labels.move(to: paths[1])
    try codes.move(to: paths[0])
    return paths
  }
}
