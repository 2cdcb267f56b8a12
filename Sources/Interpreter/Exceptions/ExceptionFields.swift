// ExceptionFields.swift — the native fields of exceptions: `OSError.errno`, `SyntaxError.lineno`, `StopIteration.value` ...
//
// `ExceptionCell.first` and `second` hold them, by family. Families with more fields keep a tuple no script sees in
// `first`. Fields are read from the arguments when they are first asked for, so that the machine can raise any exception
// by its arguments alone.

import Glibc

/// Which native fields an exception has.
enum ExceptionFamily {
  case plain
  /// first: value
  case stopIteration
  /// first: code
  case systemExit
  /// first: name, second: object
  case attributeError
  /// first: name
  case nameError
  /// first: message, second: tuple of exceptions; always set
  case group
  /// first: errno, strerror, filename, filename2, characters written
  case osError
  /// first: msg, name, path, name_from
  case importError
  /// first: msg, filename, lineno, offset, text, end_lineno, end_offset, print_file_and_line
  case syntaxError
  /// first: encoding, object, start, end, reason
  case decodeError, encodeError, translateError

  static let roots: [(BuiltinType, ExceptionFamily)] = [
    (.stopIteration, .stopIteration), (.systemExit, .systemExit), (.attributeError, .attributeError),
    (.nameError, .nameError), (.baseExceptionGroup, .group), (.osError, .osError), (.importError, .importError),
    (.syntaxError, .syntaxError), (.unicodeDecodeError, .decodeError), (.unicodeEncodeError, .encodeError),
    (.unicodeTranslateError, .translateError),
  ]
}

enum OSField { static let errno = 0, strerror = 1, filename = 2, filename2 = 3, written = 4, count = 5 }
enum ImportField { static let message = 0, name = 1, path = 2, nameFrom = 3, count = 4 }
enum SyntaxField {
  static let message = 0, filename = 1, line = 2, offset = 3, text = 4, endLine = 5, endOffset = 6, print = 7, count = 8
}
enum UnicodeField { static let encoding = 0, object = 1, start = 2, end = 3, reason = 4, count = 5 }

extension UnsafeMutablePointer where Pointee == Machine {
  func family(of exception: Value) -> ExceptionFamily {
    let type = classOf(exception)
    for (root, family) in ExceptionFamily.roots where isSubclass(type, builtin(root)) { return family }
    return .plain
  }

  /// The class that decides what fields instances of a native exception class have: `BaseException` for most. Classes
  /// may derive from several exceptions as long as one of these inherits from all the others.
  func solidException(_ cell: Cell) -> Cell {
    for (root, _) in ExceptionFamily.roots where isSubclass(cell, builtin(root)) { return builtin(root) }
    return builtin(.baseException)
  }

  /// Sets fields that were not set yet from the arguments, because the arguments are about to change.
  func settleFields(_ exception: Value) throws(Raise) {
    switch family(of: exception) {
    case .plain, .attributeError, .nameError, .group: break
    case .stopIteration: setFirst(exception, stopValue(exception))
    case .systemExit: setFirst(exception, exitCode(exception))
    case .osError, .importError, .syntaxError, .decodeError, .encodeError, .translateError:
      _ = fields(exception)
    }
  }

  func setFirst(_ exception: Value, _ value: Value) {
    store(placeOf(&exception.as(ExceptionCell.self).pointee.first), value)
  }

  /// The fields of an exception whose family keeps them in a tuple; read from the arguments if they were not set yet.
  func fields(_ exception: Value) -> Values {
    let cell = exception.as(ExceptionCell.self)
    if cell.pointee.first.is(.tuple) { return itemsOf(cell.pointee.first).0 }
    do {
      let args = cell.pointee.args
      switch family(of: exception) {
      case .osError: try readOSFields(exception, args)
      case .importError: readImportFields(exception, args)
      case .syntaxError: try readSyntaxFields(exception, args)
      case .decodeError: try readUnicodeFields(exception, args, .decodeError)
      case .encodeError: try readUnicodeFields(exception, args, .encodeError)
      case .translateError: try readUnicodeFields(exception, args, .translateError)
      case .plain, .stopIteration, .systemExit, .attributeError, .nameError, .group: break
      }
    } catch {
      // Arguments that are none of this class's: the fields stay empty.
      pointee.exception = .unbound
    }
    if !cell.pointee.first.is(.tuple) { setFields(exception, []) }
    return itemsOf(cell.pointee.first).0
  }

  /// Gives an exception its fields; those left out are absent.
  func setFields(_ exception: Value, _ values: [Value]) {
    for value in values { hold(value) }
    let all = values + Array(repeating: Value.unbound, count: SyntaxField.count - values.count)
    setFirst(exception, tuple(of: all))
    unhold(values.count)
  }
}

extension NativeRow {
  /// A field kept in the tuple of its family; deleting it makes it None.
  static func field(
    _ name: StaticString, _ documentation: StaticString, _ owner: BuiltinType, _ index: Int
  ) -> NativeRow {
    .property(name, documentation, .writesSelf) { (vm, args) throws(Raise) -> Value in
      _ = try vm.receiver(args, .baseException, name)
      guard vm.isInstance(args[0], owner) else { throw vm.foreignField(name, owner, args[0]) }
      let fields = vm.fields(args[0])
      if args.count == 1 { return fields[index].isUnbound ? .none : fields[index] }
      vm.store(fields + index, args[1])
      return .none
    }
  }

  /// A field kept in the exception's own words.
  static func ownField(
    _ name: StaticString, _ documentation: StaticString, isSecond: Bool = false,
    _ fallback: @escaping @Sendable (VM, Value) -> Value = { (_, _) in .none }
  ) -> NativeRow {
    .property(name, documentation, .writesSelf) { (vm, args) throws(Raise) -> Value in
      let cell = try vm.exception(args, name)
      if args.count == 1 {
        let value = isSecond ? cell.pointee.second : cell.pointee.first
        return value.isUnbound ? fallback(vm, args[0]) : value
      }
      let value = args[1].isUnbound ? .none : args[1]
      if isSecond {
        vm.store(vm.placeOf(&cell.pointee.second), value)
      } else {
        vm.store(vm.placeOf(&cell.pointee.first), value)
      }
      return .none
    }
  }
}

extension UnsafeMutablePointer where Pointee == Machine {
  func foreignField(_ name: StaticString, _ owner: BuiltinType, _ value: Value) -> Raise {
    raise(
      .typeError,
      "descriptor '\(name)' for '\(className(builtin(owner)))' objects doesn't apply to a '\(typeName(value))' object")
  }

  /// `StopIteration.value`.
  public func stopValue(_ exception: Value) -> Value {
    let cell = exception.as(ExceptionCell.self)
    if !cell.pointee.first.isUnbound { return cell.pointee.first }
    let (items, count) = itemsOf(cell.pointee.args)
    return count > 0 ? items[0] : .none
  }

  /// `SystemExit.code`.
  public func exitCode(_ exception: Value) -> Value {
    let cell = exception.as(ExceptionCell.self)
    if !cell.pointee.first.isUnbound { return cell.pointee.first }
    let (items, count) = itemsOf(cell.pointee.args)
    switch count {
    case 0: return .none
    case 1: return items[0]
    default: return cell.pointee.args
    }
  }
}

extension NativeType {
  static var stopIterationRows: [NativeRow] {
    [.ownField("value", "What the generator returned.") { (vm, exception) in vm.stopValue(exception) }]
  }

  static var systemExitRows: [NativeRow] {
    [.ownField("code", "The exit code or message.") { (vm, exception) in vm.exitCode(exception) }]
  }
}
