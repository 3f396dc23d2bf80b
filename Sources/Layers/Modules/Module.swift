public import Tensors

/// A part of a model: parameters and other modules under the names that published checkpoints use.
///
/// A module says what it consists of in one method, ``visitParameters(_:)``, by code and not by
/// reflection. That one traversal serves loading, saving, counting, drawing random values and
/// tracing gradients.
public protocol Module: Sendable {
  /// Lends every parameter to the visitor, in the order of use, with its name in the checkpoint.
  mutating func visitParameters(_ visitor: ParameterVisitor) throws
}

/// Walks a module's parameters; knows the path from the model's root.
public struct ParameterVisitor {
  private let path: String
  private let body: (_ name: String, inout Parameter) throws -> Void

  /// Starts at the root of a model.
  public init(_ body: @escaping (_ name: String, inout Parameter) throws -> Void) {
    path = ""
    self.body = body
  }

  private init(path: String, _ body: @escaping (String, inout Parameter) throws -> Void) {
    self.path = path
    self.body = body
  }

  /// The visitor of what lies below a name.
  public func below(_ name: String) -> ParameterVisitor {
    ParameterVisitor(path: path + name + ".", body)
  }

  /// Visits a parameter.
  public func callAsFunction(_ name: String, _ parameter: inout Parameter) throws {
    try body(path + name, &parameter)
  }

  /// Visits a parameter that some models lack.
  public func callAsFunction(_ name: String, _ parameter: inout Parameter?) throws {
    guard var present = parameter else { return }
    // Taken out meanwhile: its tensor would otherwise have two holders.
    parameter = nil
    defer { parameter = present }
    try body(path + name, &present)
  }

  /// Visits the parameters of a part.
  public func callAsFunction(_ name: String, _ part: inout some Module) throws {
    try part.visitParameters(below(name))
  }

  /// Visits the parameters of a part that some models lack.
  public func callAsFunction<Part: Module>(_ name: String, _ part: inout Part?) throws {
    try part?.visitParameters(below(name))
  }

  /// Visits parts that are numbered from 0 below one name.
  public func callAsFunction<Part: Module>(_ name: String, _ parts: inout [Part]) throws {
    let visitor = below(name)
    for index in parts.indices { try visitor(String(index), &parts[index]) }
  }
}

extension Module {
  /// Every parameter's name and shape, in the order of use.
  public func parameterShapes() -> [(name: String, shape: [Int])] {
    var found: [(String, [Int])] = []
    var copy = self
    // Visiting throws only what its body throws.
    try? copy.visitParameters(
      ParameterVisitor { name, parameter in
        found.append((name, parameter.shape))
      })
    return found
  }

  /// The values of every parameter that has some, by name.
  public func parameters() -> [(name: String, value: Tensor)] {
    var found: [(String, Tensor)] = []
    var copy = self
    try? copy.visitParameters(
      ParameterVisitor { name, parameter in
        if parameter.isSet { found.append((name, parameter.value)) }
      })
    return found
  }

  /// How many numbers the model learns.
  public var parameterCount: Int {
    parameterShapes().reduce(0) { $0 + $1.shape.reduce(1, *) }
  }

  /// Draws fresh values for every parameter.
  public mutating func drawParameters(using generator: inout SeededGenerator) {
    var random = generator
    try? visitParameters(
      ParameterVisitor { _, parameter in
        parameter.value = parameter.start.tensor(parameter.shape, using: &random)
      })
    generator = random
  }

  /// The same model with values changed, by name.
  public func mapParameters(_ transform: @escaping (_ name: String, Tensor) -> Tensor) -> Self {
    var copy = self
    try? copy.visitParameters(
      ParameterVisitor { name, parameter in
        if parameter.isSet { parameter.value = transform(name, parameter.value) }
      })
    return copy
  }

  /// The same model with every parameter a variable that gradients can be asked for.
  public func traced() -> Self {
    mapParameters { $1.traced() }
  }
}
