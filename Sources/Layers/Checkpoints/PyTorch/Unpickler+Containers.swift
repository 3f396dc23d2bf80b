extension Unpickler {
  /// Makes or fills a container.
  mutating func run(_ operation: PickleContainerOperation) throws {
    switch operation {
    case .emptyTuple, .emptyList, .emptySet: pushContainer([])
    case .tuple, .list, .frozenSet: pushContainer(try popToMark())
    case .tuple1: pushContainer([try pop()])
    case .tuple2: pushContainer([try pop(), try pop()].reversed())
    case .tuple3: pushContainer([try pop(), try pop(), try pop()].reversed())
    case .append: try fill(with: [try pop()], asDictionary: false)
    case .appends, .addItems: try fill(with: try popToMark(), asDictionary: false)
    case .emptyDictionary: pushContainer([], asDictionary: true)
    case .dictionary: pushContainer(try pairs(try popToMark()), asDictionary: true)
    case .setItem: try fill(with: [try pop(), try pop()].reversed(), asDictionary: true)
    case .setItems: try fill(with: try pairs(try popToMark()), asDictionary: true)
    }
  }

  /// Makes a container and pushes it.
  mutating func pushContainer(_ items: [PickleValue], asDictionary: Bool = false) {
    stack.append(.container(graph.containers.count))
    graph.containers.append(PickleContainer(isDictionary: asDictionary, items: items))
  }

  private func pairs(_ items: [PickleValue]) throws -> [PickleValue] {
    guard items.count.isMultiple(of: 2) else {
      throw ArchiveFailure.malformed("its pickle sets a key without a value")
    }
    return items
  }

  /// Adds to the container on top of the stack.
  private mutating func fill(with items: [PickleValue], asDictionary: Bool) throws {
    guard case .container(let index) = try top(),
      graph.containers[index].isDictionary == asDictionary
    else { throw ArchiveFailure.malformed("its pickle fills what is no such container") }
    graph.containers[index].items += items
  }
}
