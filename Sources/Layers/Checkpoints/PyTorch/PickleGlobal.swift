/// The names that a checkpoint's pickle may look up: all that can be built, and nothing else.
enum PickleGlobal {
  case orderedDictionary
  case set
  /// `torch.Size`, which wraps a tuple.
  case size
  /// Builds something that no tensor's place depends on.
  case opaque
  case storage(ElementType)
  case elementType(ElementType)
  case rebuildTensor(RebuildForm)
  /// Wraps a tensor.
  case rebuildParameter

  /// Which of PyTorch's functions describes a tensor.
  enum RebuildForm {
    /// Storage, offset, size, stride, then anything: the elements are the storage's.
    case storageTyped
    /// Storage, offset, size, stride, requires_grad, hooks, element type.
    case explicitlyTyped
  }

  /// The global of a module's name, or nil for every name that is not built here.
  init?(module: String, name: String) {
    switch module {
    case "torch": self.init(torch: name)
    case "torch._utils": self.init(utility: name)
    case "torch.storage" where name == "UntypedStorage": self = .storage(.uint8)
    case "collections" where name == "OrderedDict": self = .orderedDictionary
    case "builtins" where name == "set" || name == "frozenset",
      "__builtin__" where name == "set" || name == "frozenset":
      self = .set
    // How protocol 2 writes bytes: as text with an encoding.
    case "_codecs" where name == "encode": self = .opaque
    default: return nil
    }
  }

  private init?(utility name: String) {
    switch name {
    case "_rebuild_tensor", "_rebuild_tensor_v2": self = .rebuildTensor(.storageTyped)
    case "_rebuild_tensor_v3": self = .rebuildTensor(.explicitlyTyped)
    case "_rebuild_parameter", "_rebuild_parameter_with_state": self = .rebuildParameter
    default: return nil
    }
  }

  private init?(torch name: String) {
    switch name {
    case "Size": self = .size
    case "device": self = .opaque
    case "UntypedStorage": self = .storage(.uint8)
    default:
      if let type = Self.storages[name] {
        self = .storage(type)
      } else if let type = Self.elementTypes[name] {
        self = .elementType(type)
      } else {
        return nil
      }
    }
  }

  private static let storages: [String: ElementType] = [
    "DoubleStorage": .float64, "FloatStorage": .float32, "HalfStorage": .float16,
    "BFloat16Storage": .bfloat16, "LongStorage": .int64, "IntStorage": .int32,
    "ShortStorage": .int16, "CharStorage": .int8, "ByteStorage": .uint8, "BoolStorage": .bool,
  ]

  private static let elementTypes: [String: ElementType] = [
    "float64": .float64, "float32": .float32, "float16": .float16, "bfloat16": .bfloat16,
    "int64": .int64, "int32": .int32, "int16": .int16, "int8": .int8, "uint64": .uint64,
    "uint32": .uint32, "uint16": .uint16, "uint8": .uint8, "bool": .bool,
  ]
}
