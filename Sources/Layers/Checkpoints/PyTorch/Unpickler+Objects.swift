import Bytes

extension Unpickler {
  /// Looks a name up, or builds what one stands for.
  mutating func run(_ operation: PickleObjectOperation) throws {
    switch operation {
    case .global: try pushGlobal(module: try line(), name: try line())
    case .stackGlobal:
      guard case .text(let name) = try pop(), case .text(let module) = try pop() else {
        throw ArchiveFailure.malformed("its pickle looks up what is no name")
      }
      try pushGlobal(module: module, name: name)
    // Only classes of Python 2 are built this way, none of them a tensor's or a container's.
    case .instance: throw foreign(module: try line(), name: try line())
    case .reduce, .newObject:
      let arguments = try pop()
      try build(try pop(), arguments)
    case .build: try setState()
    case .persistentID: try pushStorage(try pop())
    }
  }

  private mutating func pushGlobal(module: String, name: String) throws {
    guard let global = PickleGlobal(module: module, name: name) else {
      throw foreign(module: module, name: name)
    }
    stack.append(.global(global))
  }

  private func foreign(module: String, name: String) -> ArchiveFailure {
    let shown = "\(module).\(name)".unicodeScalars.prefix(120).map { scalar in
      (0x21...0x7E).contains(scalar.value) ? Character(scalar) : "?"
    }
    return .foreignObject(String(shown))
  }

  /// The text up to a line feed.
  private mutating func line() throws -> String {
    var bytes: [UInt8] = []
    while true {
      let byte = try reader.integer(UInt8.self)
      if byte == UInt8(ascii: "\n") { break }
      bytes.append(byte)
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ArchiveFailure.malformed("a name in its pickle is not UTF-8")
    }
    return text
  }

  private mutating func build(_ callee: PickleValue, _ arguments: PickleValue) throws {
    guard case .global(let global) = callee, let items = graph.items(arguments) else {
      throw ArchiveFailure.malformed("its pickle calls what cannot be called")
    }
    switch global {
    case .orderedDictionary: try pushOrderedDictionary(items)
    case .set, .size: try pushContainer(wrappedBy: items)
    case .opaque: stack.append(.opaque)
    case .rebuildParameter:
      guard case .tensor? = items.first else {
        throw ArchiveFailure.malformed("its pickle makes a parameter of what is no tensor")
      }
      stack.append(items[0])
    case .rebuildTensor(let form): try pushTensor(items, form)
    case .storage, .elementType:
      throw ArchiveFailure.malformed("its pickle calls a type instead of using it")
    }
  }

  private mutating func pushOrderedDictionary(_ arguments: [PickleValue]) throws {
    let pairs = arguments.first.map { graph.items($0) } ?? []
    guard let pairs, arguments.count <= 1 else {
      throw ArchiveFailure.malformed("its pickle makes a dictionary of no pairs")
    }
    try spend(pairs.count)
    let items = try pairs.flatMap { pair in
      guard let items = graph.items(pair), items.count == 2 else {
        throw ArchiveFailure.malformed("its pickle makes a dictionary of no pairs")
      }
      return items
    }
    pushContainer(items, asDictionary: true)
  }

  /// A set or size of one container is that container here: only what it holds counts.
  private mutating func pushContainer(wrappedBy arguments: [PickleValue]) throws {
    guard let wrapped = arguments.first else { return pushContainer([]) }
    guard case .container = wrapped, arguments.count == 1 else {
      throw ArchiveFailure.malformed("its pickle makes a set or a size of no container")
    }
    stack.append(wrapped)
  }

  /// A state dictionary carries its modules' versions as attributes, which nothing here needs.
  private mutating func setState() throws {
    _ = try pop()
    guard case .container(let index) = try top(), graph.containers[index].isDictionary else {
      throw ArchiveFailure.malformed("its pickle sets attributes of what is no dictionary")
    }
  }
}
