/// A value on an unpickler's stack.
///
/// Containers, storages and tensors are numbers into a `PickleGraph`: a container may then hold
/// itself, and one nested a million deep is released without recursion.
enum PickleValue {
  case none
  case boolean(Bool)
  case integer(Int)
  case text(String)
  /// Something that no tensor's place depends on: a fraction, bytes, a device, a huge integer.
  case opaque
  case container(Int)
  case global(PickleGlobal)
  case storage(Int)
  case tensor(Int)
}

/// A list, tuple, set or dictionary.
struct PickleContainer {
  /// Whether `items` alternates keys and values.
  let isDictionary: Bool
  /// What it holds, in order.
  var items: [PickleValue] = []
}

/// A storage that a pickle refers to; its bytes lie elsewhere in the file.
struct PickledStorage {
  /// What the archive calls it.
  let key: String
  /// What its elements are.
  let elementType: ElementType
  /// How many it is said to have.
  let count: Int
}

/// A tensor as a pickle describes it, nothing checked against the storage yet.
struct PickledTensor {
  /// The storage's number in the graph.
  let storage: Int
  /// What the elements are.
  let elementType: ElementType
  /// The first element's index in the storage.
  let offset: Int
  /// Extents, outermost first.
  let shape: [Int]
  /// Elements between neighbours along each axis.
  let strides: [Int]
}

/// Everything that a pickle built.
struct PickleGraph {
  var containers: [PickleContainer] = []
  var storages: [PickledStorage] = []
  var tensors: [PickledTensor] = []

  /// A container's items, or nil for any other value.
  func items(_ value: PickleValue) -> [PickleValue]? {
    guard case .container(let index) = value else { return nil }
    return containers[index].items
  }

  /// A dictionary's pairs in the order they were set, or nil for any other value.
  func pairs(_ value: PickleValue) -> [(key: PickleValue, value: PickleValue)]? {
    guard case .container(let index) = value, containers[index].isDictionary else { return nil }
    let items = containers[index].items
    return stride(from: 0, to: items.count - 1, by: 2).map { (items[$0], items[$0 + 1]) }
  }

  /// The last value that a dictionary was given for a key.
  func value(_ key: String, in dictionary: PickleValue) -> PickleValue? {
    pairs(dictionary)?.last { pair in
      if case .text(key) = pair.key { true } else { false }
    }?.value
  }
}
