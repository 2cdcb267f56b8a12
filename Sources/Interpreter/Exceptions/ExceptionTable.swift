// ExceptionTable.swift — the builtin exception classes: one row each, in the order of `BuiltinType`.

extension NativeType {
  /// The declaration of a builtin exception class.
  public static func exceptionDeclaration(of type: BuiltinType) -> NativeType {
    exceptions[Int(type.rawValue) - Int(BuiltinType.baseException.rawValue)]
  }

  static let exceptions: [NativeType] = [
    exception("BaseException", .object, "What everything that can be raised derives from.") { baseExceptionRows },
    exception("Exception", .baseException, "What ordinary errors derive from."),
    exception(
      "BaseExceptionGroup", .baseException, "Several unrelated exceptions raised as one."
    ) { exceptionGroupRows },
    exception("ExceptionGroup", .baseExceptionGroup, "Several ordinary errors raised as one."),
    exception("SystemExit", .baseException, "Asks the program to end.") { systemExitRows },
    exception("KeyboardInterrupt", .baseException, "The user interrupted the program."),
    exception("GeneratorExit", .baseException, "Asks a generator to end."),
    exception("StopIteration", .exception, "An iterator has no more items.") { stopIterationRows },
    exception("StopAsyncIteration", .exception, "An asynchronous iterator has no more items."),
    exception("ArithmeticError", .exception, "What errors of arithmetic derive from."),
    exception("FloatingPointError", .arithmeticError, "A floating-point operation failed."),
    exception("OverflowError", .arithmeticError, "A result is too large to be represented."),
    exception("ZeroDivisionError", .arithmeticError, "The divisor of a division or modulo is zero."),
    exception("AssertionError", .exception, "An assertion does not hold."),
    exception("AttributeError", .exception, "An object has no such attribute.") { attributeErrorRows },
    exception("BufferError", .exception, "A buffer can't be used that way."),
    exception("EOFError", .exception, "The input ended where more was wanted."),
    exception("ImportError", .exception, "A module or a name of it can't be imported.") { importErrorRows },
    exception("ModuleNotFoundError", .importError, "There is no such module."),
    exception("LookupError", .exception, "What errors of looking something up derive from."),
    exception("IndexError", .lookupError, "A sequence has no item at that position."),
    exception("KeyError", .lookupError, "A mapping has no such key.") { keyErrorRows },
    exception("MemoryError", .exception, "There is not enough memory."),
    exception("NameError", .exception, "A name has no value.") { nameErrorRows },
    exception("UnboundLocalError", .nameError, "A local variable has no value yet."),
    exception("OSError", .exception, "An operation of the operating system failed.") { osErrorRows },
    exception("BlockingIOError", .osError, "An operation would have to wait."),
    exception("ChildProcessError", .osError, "An operation on a child process failed."),
    exception("ConnectionError", .osError, "What errors of connections derive from."),
    exception("BrokenPipeError", .connectionError, "Nobody reads the other end any more."),
    exception("ConnectionAbortedError", .connectionError, "The other side ended a connection while it was set up."),
    exception("ConnectionRefusedError", .connectionError, "The other side refused a connection."),
    exception("ConnectionResetError", .connectionError, "The other side broke a connection."),
    exception("FileExistsError", .osError, "The file is there already."),
    exception("FileNotFoundError", .osError, "There is no such file or directory."),
    exception("InterruptedError", .osError, "A signal interrupted a system call."),
    exception("IsADirectoryError", .osError, "A file was wanted and this is a directory."),
    exception("NotADirectoryError", .osError, "A directory was wanted and this is none."),
    exception("PermissionError", .osError, "The rights for an operation are missing."),
    exception("ProcessLookupError", .osError, "There is no such process."),
    exception("TimeoutError", .osError, "An operation took too long."),
    exception("ReferenceError", .exception, "A weak reference was used after its object was gone."),
    exception("RuntimeError", .exception, "An error that fits no other class."),
    exception("NotImplementedError", .runtimeError, "A method that a subclass should define."),
    exception("RecursionError", .runtimeError, "Calls are nested too deeply."),
    exception("PythonFinalizationError", .runtimeError, "An operation is not possible while the program ends."),
    exception("SyntaxError", .exception, "The source is not a valid program.") { syntaxErrorRows },
    exception("IndentationError", .syntaxError, "The indentation is wrong."),
    exception("TabError", .indentationError, "Tabs and spaces are mixed."),
    exception("SystemError", .exception, "The interpreter contradicts itself."),
    exception("TypeError", .exception, "A value has the wrong type."),
    exception("ValueError", .exception, "A value has the right type but can't be used."),
    exception("UnicodeError", .valueError, "What errors of encoding and decoding derive from."),
    exception("UnicodeDecodeError", .unicodeError, "Bytes can't be decoded.") { unicodeDecodeErrorRows },
    exception("UnicodeEncodeError", .unicodeError, "Text can't be encoded.") { unicodeEncodeErrorRows },
    exception("UnicodeTranslateError", .unicodeError, "Text can't be translated.") { unicodeTranslateErrorRows },
    exception("Warning", .exception, "What categories of warnings derive from."),
    exception("UserWarning", .warning, "Warnings of a program."),
    exception("DeprecationWarning", .warning, "Something will be gone in a later version."),
    exception("PendingDeprecationWarning", .warning, "Something will be deprecated in a later version."),
    exception("SyntaxWarning", .warning, "The source is valid, and suspicious."),
    exception("RuntimeWarning", .warning, "Behaviour at run time that is suspicious."),
    exception("FutureWarning", .warning, "Something will mean something else in a later version."),
    exception("ImportWarning", .warning, "A module may have been imported wrongly."),
    exception("UnicodeWarning", .warning, "Something about text is suspicious."),
    exception("BytesWarning", .warning, "Bytes and text may have been confused."),
    exception("ResourceWarning", .warning, "A resource was not released."),
    exception("EncodingWarning", .warning, "Text was read or written without naming an encoding."),
  ]

  private static func exception(
    _ name: StaticString, _ base: BuiltinType, _ documentation: StaticString,
    rows: @escaping @Sendable () -> [NativeRow] = { [] }
  ) -> NativeType {
    NativeType(name, base: base, kind: .exception, hasDictionary: true, documentation, rows: rows)
  }
}
