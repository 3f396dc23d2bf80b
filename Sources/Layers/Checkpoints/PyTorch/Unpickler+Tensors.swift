extension Unpickler {
  /// PyTorch's own operations take no more axes.
  private static let largestRank = 64

  /// Makes the storage that a persistent id names: `("storage", type, key, device, count)`, to which
  /// PyTorch before 0.4 could add a view.
  mutating func pushStorage(_ identifier: PickleValue) throws {
    guard let items = graph.items(identifier), items.count == 5 || items.count == 6,
      case .text("storage") = items[0], case .global(.storage(let elementType)) = items[1],
      case .text(let key) = items[2], case .integer(let count) = items[4], count >= 0
    else { throw ArchiveFailure.malformed("its pickle refers to a storage in an unknown way") }
    if items.count == 6, case .container = items[5] {
      throw ArchiveFailure.unsupported("storage \(key) is a view of another")
    }
    stack.append(.storage(graph.storages.count))
    graph.storages.append(PickledStorage(key: key, elementType: elementType, count: count))
  }

  /// Makes a tensor from a storage, an offset, a size, a stride and what else the form has.
  mutating func pushTensor(_ arguments: [PickleValue], _ form: PickleGlobal.RebuildForm) throws {
    guard arguments.count >= 4, case .storage(let storage) = arguments[0],
      case .integer(let offset) = arguments[1], offset >= 0,
      let shape = try integers(arguments[2]), let strides = try integers(arguments[3]),
      shape.count == strides.count
    else { throw ArchiveFailure.malformed("its pickle describes a tensor in an unknown way") }
    var elementType = graph.storages[storage].elementType
    if form == .explicitlyTyped {
      guard arguments.count >= 7, case .global(.elementType(let type)) = arguments[6] else {
        throw ArchiveFailure.malformed("its pickle describes a tensor of no element type")
      }
      elementType = type
    }
    try checkNotNegated(arguments, form)
    stack.append(.tensor(graph.tensors.count))
    graph.tensors.append(
      PickledTensor(
        storage: storage, elementType: elementType, offset: offset, shape: shape, strides: strides))
  }

  /// The numbers of a shape or of strides, none of them negative; nil for anything else.
  private mutating func integers(_ value: PickleValue) throws -> [Int]? {
    guard let items = graph.items(value), items.count <= Self.largestRank else { return nil }
    // Every tensor keeps its own copy, however often a pickle names the same tuple.
    try spend(items.count)
    let numbers = items.compactMap { item in
      if case .integer(let number) = item, number >= 0 { number } else { nil }
    }
    return numbers.count == items.count ? numbers : nil
  }

  /// PyTorch marks lazily negated or conjugated tensors in their last argument.
  private mutating func checkNotNegated(
    _ arguments: [PickleValue], _ form: PickleGlobal.RebuildForm
  ) throws {
    let place = form == .explicitlyTyped ? 7 : 6
    guard arguments.indices.contains(place), let pairs = graph.pairs(arguments[place]) else {
      return
    }
    try spend(pairs.count)
    for pair in pairs {
      if case .boolean(true) = pair.value {
        throw ArchiveFailure.unsupported("a tensor is negated or conjugated")
      }
    }
  }
}
