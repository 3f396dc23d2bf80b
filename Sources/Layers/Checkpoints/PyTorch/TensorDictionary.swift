/// Finds the model's weights among everything that a training script saved.
///
/// The rule: a dictionary under one of the usual keys is entered, the first of `wrappers` that leads
/// to tensors; averaged weights come before the others, since they are what models are judged by.
/// Where no such key leads on, the dictionary itself holds the weights: all of its tensors that are
/// named by text. A prefix that wrapping a model has put before every name is taken off.
struct TensorDictionary {
  /// Everything that the pickle built.
  let graph: PickleGraph

  private static let wrappers = [
    "ema", "model_ema", "ema_state_dict", "state_dict", "model_state_dict", "model", "module",
  ]
  /// What data-parallel training and compilation put before a model's names.
  private static let prefixes = ["module.", "_orig_mod."]

  /// The weights' tensors, or nil where there are none.
  ///
  /// - Parameters:
  ///   - value: what the pickle stands for.
  ///   - root: where they stand, as keys separated by `/`; nil to follow the rule.
  /// - Returns: the tensors by name.
  func tensors(in value: PickleValue, root: String?) -> [String: PickledTensor]? {
    guard let root else {
      var visited: Set<Int> = []
      return weights(in: value, visited: &visited).map { Self.withoutPrefixes(tensors(of: $0)) }
    }
    var current = value
    for key in root.split(separator: "/") {
      guard let child = graph.value(String(key), in: current) else { return nil }
      current = child
    }
    let found = tensors(of: current)
    return found.isEmpty ? nil : Self.withoutPrefixes(found)
  }

  /// The keys of a dictionary that are text, for a message.
  func keys(of value: PickleValue) -> [String] {
    (graph.pairs(value) ?? []).compactMap { pair in
      if case .text(let key) = pair.key { key } else { nil }
    }
  }

  /// The dictionary that the rule leads to; each is looked at once, however they refer to each other.
  private func weights(in value: PickleValue, visited: inout Set<Int>) -> PickleValue? {
    guard case .container(let index) = value, visited.insert(index).inserted else { return nil }
    let children = Dictionary(
      (graph.pairs(value) ?? []).compactMap { pair -> (String, PickleValue)? in
        if case .text(let key) = pair.key { (key, pair.value) } else { nil }
      }
    ) { _, last in last }
    for wrapper in Self.wrappers {
      if let child = children[wrapper], let found = weights(in: child, visited: &visited) {
        return found
      }
    }
    return tensors(of: value).isEmpty ? nil : value
  }

  private func tensors(of dictionary: PickleValue) -> [String: PickledTensor] {
    var tensors: [String: PickledTensor] = [:]
    for pair in graph.pairs(dictionary) ?? [] {
      guard case .text(let name) = pair.key else { continue }
      if case .tensor(let index) = pair.value {
        tensors[name] = graph.tensors[index]
      } else {
        tensors[name] = nil
      }
    }
    return tensors
  }

  private static func withoutPrefixes(
    _ tensors: [String: PickledTensor]
  ) -> [String: PickledTensor] {
    guard let prefix = prefixes.first(where: { tensors.keys.allSatisfy($0.isPrefix) }) else {
      return tensors
    }
    let shortened = tensors.map { (String($0.key.dropFirst(prefix.count)), $0.value) }
    return withoutPrefixes(Dictionary(uniqueKeysWithValues: shortened))
  }
}

extension String {
  fileprivate func isPrefix(of name: String) -> Bool { name.hasPrefix(self) }
}
