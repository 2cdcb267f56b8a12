// StrFormat.swift — str.format and str.format_map: templates with fields.

import Glibc

extension NativeRow {
  static var strFormat: [NativeRow] {
    [
      .method("format(*args, **kwargs)", "The text with its fields filled in.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        return try vm.formatTemplate(text, positional: args[1], named: args[2])
      },
      .method("format_map(mapping, /)", "The text with its fields filled in from a mapping.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        return try vm.formatTemplate(text, positional: .unbound, named: args[1])
      },
      .slot("__format__(format_spec, /)", "The text laid out by a specification.", .pure) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        try vm.checkFormatSpec(args[1])
        if vm.view(args[1]).count == 0 { return try vm.str(text) }
        return try vm.formatPlain(text, args[1])
      },
    ]
  }
}

/// Where the fields of a template get their values.
struct TemplateSource {
  let text: ByteView
  /// A tuple, or unbound where fields go by name only.
  let positional: Value
  /// A dict, or any mapping.
  let named: Value
  var numbering = FieldNumbering()
}

extension UnsafeMutablePointer where Pointee == Machine {
  /// `template.format(*positional, **named)`; without a tuple `format_map`.
  ///
  /// - Throws: ValueError, IndexError, KeyError and what script raises.
  public func formatTemplate(_ template: Value, positional: Value, named: Value) throws(Raise) -> Value {
    let text = view(template)
    var source = TemplateSource(text: text, positional: positional, named: named)
    var buffer = ByteBuffer(limit: TextCell.limit)
    try appendTemplate(0..<text.count, &source, depth: 2, to: &buffer)
    return try makeText(buffer)
  }

  private func appendTemplate(
    _ range: Range<Int>, _ source: inout TemplateSource, depth: Int, to buffer: inout ByteBuffer
  ) throws(Raise) {
    if depth < 1 { throw raise(.valueError, TemplateProblem.recursionTooDeep.message) }
    var scanner = TemplateScanner(source.text, range)
    while true {
      let piece: TemplatePiece?
      do throws(TemplateProblem) {
        piece = try scanner.next()
      } catch {
        throw raise(error.kind.exception, error.message)
      }
      guard let piece else { return }
      buffer.append(source.text, piece.literal)
      if let field = piece.field { try appendField(field, &source, depth, to: &buffer) }
    }
  }

  private func appendField(
    _ field: TemplateField, _ source: inout TemplateSource, _ depth: Int, to buffer: inout ByteBuffer
  ) throws(Raise) {
    let found = try fieldValue(field.name, &source)
    let value: Value
    switch field.conversion {
    case 0: value = found
    case 114: value = try repr(found)
    case 115: value = try str(found)
    case 97: value = try ascii(found)
    case let other: throw raise(.valueError, TemplateProblem.unknownConversion(other).message)
    }
    if field.spec.isEmpty {
      if value.isExactStr { return buffer.append(view(value)) }
      if value.isSmallInt { return buffer.append(decimal: value.smallInt) }
    }
    let spec: Value
    if field.hasNestedFields {
      var inner = ByteBuffer(limit: TextCell.limit)
      try appendTemplate(field.spec, &source, depth: depth - 1, to: &inner)
      spec = try makeText(inner)
    } else {
      spec = try makeText(source.text.part(field.spec))
    }
    buffer.append(view(try formatValue(value, spec)))
  }

  /// The value that a field's name stands for.
  private func fieldValue(_ range: Range<Int>, _ source: inout TemplateSource) throws(Raise) -> Value {
    var name: FieldName
    let index: Int?
    do throws(TemplateProblem) {
      name = try FieldName(source.text, range)
      index = try source.positional.isUnbound ? nil : source.numbering.index(of: name.start)
    } catch {
      throw raise(error.kind.exception, error.message)
    }
    var value = try firstValue(name.start, index, source)
    while true {
      let step: FieldStep?
      do throws(TemplateProblem) {
        step = try name.next()
      } catch {
        throw raise(error.kind.exception, error.message)
      }
      guard let step else { return value }
      switch step {
      case .attribute(let part): value = try getAttribute(value, intern(try makeText(source.text.part(part))))
      case .index(let number): value = try getItem(value, int(number))
      case .key(let part): value = try getItem(value, try makeText(source.text.part(part)))
      }
    }
  }

  private func firstValue(_ start: FieldStart, _ index: Int?, _ source: TemplateSource) throws(Raise) -> Value {
    switch start {
    case .automatic, .index:
      guard let index else { throw raise(.valueError, "Format string contains positional fields") }
      guard index < source.positional.cell.asTuple.pointee.count else {
        let problem = TemplateProblem.indexOutOfRange(index)
        throw raise(problem.kind.exception, problem.message)
      }
      return source.positional.cell.tupleItems[index]
    case .keyword(let part):
      let key = try makeText(source.text.part(part))
      if source.named.isExactly(.dict) {
        guard let value = try dictGet(source.named.cell, key) else { throw raiseKeyError(key) }
        return value
      }
      return try getItem(source.named, key)
    }
  }
}
