// Hints.swift — what a report adds to the message of a NameError, AttributeError or ImportError.

import Parser

extension UnsafeMutablePointer where Pointee == Machine {
  /// `. Did you mean: 'x'?`, `. Did you forget to import 'x'?`, or nothing.
  public func hint(_ exception: Value) -> String {
    let cell = exception.as(ExceptionCell.self)
    switch family(of: exception) {
    case .importError:
      let name = fields(exception)[ImportField.nameFrom]
      guard name.is(.str) else { return "" }
      return question(suggestion(for: swiftString(name), among: importCandidates(exception, name)))
    case .attributeError:
      guard cell.pointee.first.is(.str) else { return "" }
      let name = swiftString(cell.pointee.first)
      return question(suggestion(for: name, among: attributeCandidates(exception, name)))
    case .nameError:
      // CPython tells the class of unbound locals no name.
      guard classOf(exception) != builtin(.unboundLocalError) else { return "" }
      guard cell.pointee.first.is(.str) else { return "" }
      return nameHint(exception, swiftString(cell.pointee.first))
    case .plain, .stopIteration, .systemExit, .group, .osError, .syntaxError, .decodeError, .encodeError,
      .translateError:
      return ""
    }
  }

  private func question(_ name: String?) -> String { name.map { ". Did you mean: '\($0)'?" } ?? "" }

  private func nameHint(_ exception: Value, _ name: String) -> String {
    let meant = nearestName(exception, name)
    var text = question(meant)
    if StandardModules.contains(name) {
      text += meant == nil ? ". Did you forget to import '\(name)'?" : " Or did you forget to import '\(name)'?"
    }
    return text
  }

  private func nearestName(_ exception: Value, _ name: String) -> String? {
    guard let innermost = innermostFrame(exception) else { return nil }
    let function = innermost.function.as(FunctionCell.self).pointee
    let (record, _) = node(innermost.function, innermost.pc)
    let locals = exception.as(ExceptionCell.self).pointee.second
    var candidates: [String] = []
    if locals.is(.dict) {
      let receiver = dictGetStr(locals.cell, intern("self"))
      if !receiver.isUnbound, hasAttribute(receiver, name) { return "self.\(name)" }
      candidates = names(of: locals.cell)
    } else if record.info.kind != .module {
      candidates = record.info.localNames + record.info.freeNames
    } else {
      candidates = names(of: function.globals.cell)
    }
    candidates += names(of: function.globals.cell)
    candidates += builtinNames()
    return suggestion(for: name, among: candidates)
  }

  /// The builtin names there are, in CPython's order, then those a script added.
  private func builtinNames() -> [String] {
    let present = names(of: pointee.builtins.cell)
    let known = Set(BuiltinOrder.names)
    let names = Set(present)
    return BuiltinOrder.names.map(String.init).filter { names.contains($0) }
      + present.filter { !known.contains(Substring($0)) }
  }

  private func innermostFrame(_ exception: Value) -> TracebackCell? {
    var link = exception.as(ExceptionCell.self).pointee.traceback
    var last: TracebackCell?
    while link.is(.traceback) {
      last = link.as(TracebackCell.self).pointee
      link = link.as(TracebackCell.self).pointee.next
    }
    guard let last, last.function.is(.function) else { return nil }
    return last
  }

  private func names(of dictionary: Cell) -> [String] {
    var names: [String] = []
    var number = dictNext(dictionary, from: 0)
    while number >= 0 {
      let key = dictEntry(dictionary, number).key
      if key.is(.str) { names.append(swiftString(key)) }
      number = dictNext(dictionary, from: number + 1)
    }
    return names
  }

  private func hasAttribute(_ value: Value, _ name: String) -> Bool {
    do {
      return try findAttribute(value, intern(name)) != nil
    } catch {
      pointee.exception = .unbound
      return false
    }
  }

  /// `dir(value)`; empty where that fails.
  private func directoryNames(_ value: Value) -> [String] {
    do {
      let names = try listFrom(try call(dictGetStr(pointee.builtins.cell, intern("dir")), value))
      let (items, count) = itemsOf(names)
      return (0..<count).filter { items[$0].is(.str) }.map { swiftString(items[$0]) }
    } catch {
      pointee.exception = .unbound
      return []
    }
  }

  private func attributeCandidates(_ exception: Value, _ name: String) -> [String] {
    let object = exception.as(ExceptionCell.self).pointee.second
    let candidates = directoryNames(object.isUnbound ? .none : object)
    if name.hasPrefix("_") || isOwnAttributeAccess(exception) { return candidates }
    return candidates.filter { !$0.hasPrefix("_") }
  }

  /// Whether the failing expression is an attribute of `self` in a function that has such a variable.
  private func isOwnAttributeAccess(_ exception: Value) -> Bool {
    guard let innermost = innermostFrame(exception) else { return false }
    let (record, id) = node(innermost.function, innermost.pc)
    guard id != 0, record.info.localNames.contains("self") else { return false }
    let tree = record.unit.tree
    var access = tree[id]
    if access.kind == .call { access = tree[access.a] }
    guard access.kind == .attribute else { return false }
    let receiver = tree[access.a]
    return receiver.kind == .name && tree.name(receiver.a) == "self"
  }

  private func importCandidates(_ exception: Value, _ name: Value) -> [String] {
    let module = fields(exception)[ImportField.name]
    guard module.is(.str) else { return [] }
    let loaded: Value
    do { loaded = try importModule(swiftString(module)) } catch {
      pointee.exception = .unbound
      return []
    }
    let candidates = directoryNames(loaded)
    return swiftString(name).hasPrefix("_") ? candidates : candidates.filter { !$0.hasPrefix("_") }
  }

  /// Keeps the locals of the frame that raised a NameError, for the hint; called when its first frame is noted.
  func rememberLocals(_ frame: UnsafeMutablePointer<Frame>) {
    let exception = pointee.exception
    guard exceptionIs(.nameError), exception.as(ExceptionCell.self).pointee.second.isUnbound else { return }
    if let locals = try? locals(of: frame), locals.is(.dict) {
      store(placeOf(&exception.as(ExceptionCell.self).pointee.second), locals)
    }
    pointee.exception = exception
  }
}
