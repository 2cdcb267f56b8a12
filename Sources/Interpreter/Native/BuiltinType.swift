// BuiltinType.swift — the numbers of the builtin classes; a class's number is also the shape of its plain instances.

/// A builtin class. Exact instances have `shape == rawValue`.
public enum BuiltinType: UInt32, CaseIterable, Sendable {
  case object = 1
  case type, int, bool, float, complex, str, bytes, bytearray, memoryview, tuple, list, dict, set, frozenset
  case range, slice, function, method, builtinFunction, methodDescriptor, slotWrapper, methodWrapper
  case noneType, ellipsisType, notImplementedType, module, cell
  case generator, coroutine, asyncGenerator, coroutineWrapper, asyncGeneratorStep, traceback, frame, code
  case property, staticmethod, classmethod, `super`
  case listIterator, tupleIterator, rangeIterator, strIterator, bytesIterator, setIterator
  case dictKeyIterator, dictValueIterator, dictItemIterator, reverseIterator
  case dictKeys, dictValues, dictItems, mappingProxy, memberDescriptor, getsetDescriptor
  case enumerate, zip, map, filter, reversed, callableIterator, sequenceIterator
  case genericAlias, unionType, typeVar, paramSpec, paramSpecArgs, paramSpecKwargs, typeVarTuple, typeAliasType
  case simpleNamespace, textFile, weakReference

  // Exceptions.
  case baseException, exception, baseExceptionGroup, exceptionGroup, systemExit, keyboardInterrupt, generatorExit
  case stopIteration, stopAsyncIteration, arithmeticError, floatingPointError, overflowError, zeroDivisionError
  case assertionError, attributeError, bufferError, eofError, importError, moduleNotFoundError
  case lookupError, indexError, keyError, memoryError, nameError, unboundLocalError
  case osError, blockingIOError, childProcessError, connectionError, brokenPipeError, connectionAbortedError
  case connectionRefusedError, connectionResetError, fileExistsError, fileNotFoundError, interruptedError
  case isADirectoryError, notADirectoryError, permissionError, processLookupError, timeoutError
  case referenceError, runtimeError, notImplementedError, recursionError, pythonFinalizationError
  case syntaxError, indentationError, tabError, systemError, typeError, valueError
  case unicodeError, unicodeDecodeError, unicodeEncodeError, unicodeTranslateError
  case warning, userWarning, deprecationWarning, pendingDeprecationWarning, syntaxWarning, runtimeWarning
  case futureWarning, importWarning, unicodeWarning, bytesWarning, resourceWarning, encodingWarning

  public static var count: Int { Int(BuiltinType.encodingWarning.rawValue) + 1 }
}

/// The native types that are records: one number each, kept in the cell's header.
///
/// A native that gets a record checks this number before it touches the words.
public enum Layout: UInt16, Sendable, CaseIterable {
  case none
  case enumerate, zip, map, filter, reversed, callableIterator, sequenceIterator
  case genericAlias, unionType, typeVar, paramSpec, paramSpecPart, typeVarTuple, typeAliasType
  case simpleNamespace, textFile, weakReference, memoryView, frame, coroutineWrapper, asyncGeneratorStep
  case deque, dequeIterator, defaultDict, orderedDict, partial, cache, comparisonKey, chain, count, cycle, `repeat`
  case accumulate, batched, combinations, combinationsWithReplacement, compress, dropWhile, filterFalse, groupBy
  case grouper, islice, pairwise, permutations, product, starMap, takeWhile, tee, zipLongest
  case attributeGetter, itemGetter, methodCaller, random, context, contextVariable, contextToken
  case future, task, loop, handle, timerHandle, sleep, gatheringFuture, event, lock, condition, semaphore, queue
  case barrier, timeout, taskGroup, runner, waiter, server, streamReader, streamWriter, transport, executor
  case fileDescriptor, structFormat, pattern, match, hashObject, threadLock
}
