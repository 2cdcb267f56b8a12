// StrCase.swift — the methods of str about letters and layout: case, classes, padding, tabs.

import Glibc

extension NativeRow {
  static var strCase: [NativeRow] {
    [
      mapping("upper()", "The text in capitals.", .upper), mapping("lower()", "The text in small letters.", .lower),
      mapping("title()", "The text with every word capitalized.", .title),
      mapping("swapcase()", "The text with capitals and small letters exchanged.", .swapped),
      mapping("capitalize()", "The text with its first letter alone a capital.", .capitalized),
      mapping("casefold()", "The text for comparison without regard to case.", .folded),
      test("isascii()", "Whether all characters are ASCII.", .ascii),
      test("isalpha()", "Whether all characters are letters.", .alpha),
      test("isalnum()", "Whether all characters are letters or digits.", .alphanumeric),
      test("isdecimal()", "Whether all characters are decimal digits.", .decimal),
      test("isdigit()", "Whether all characters are digits.", .digit),
      test("isidentifier()", "Whether the text is a name.", .identifier),
      test("islower()", "Whether there are small letters and no capitals.", .lower),
      test("isnumeric()", "Whether all characters are numbers.", .numeric),
      test("isprintable()", "Whether repr shows all characters as they are.", .printable),
      test("isspace()", "Whether all characters are blanks.", .space),
      test("istitle()", "Whether every word is capitalized.", .title),
      test("isupper()", "Whether there are capitals and no small letters.", .upper),
      padding("center(width, fillchar=' ', /)", "The text in the middle of a field.", .center),
      padding("ljust(width, fillchar=' ', /)", "The text at the left of a field.", .left),
      padding("rjust(width, fillchar=' ', /)", "The text at the right of a field.", .right),
      .method("zfill(width, /)", "The text with zeros behind its sign.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        let width = try vm.sizeArgument(args[1])
        let count = vm.codePointCount(text.cell)
        if width <= count { return try vm.subtext(text, 0, count) }
        var buffer = ByteBuffer(limit: TextCell.limit)
        TextLayout.zeroFill(vm.view(text), count: count, width: width, to: &buffer)
        return try vm.makeText(buffer)
      },
      .method("expandtabs(tabsize=8)", "The text with spaces for tabs.", .callsScript) {
        (vm, args) throws(Raise) -> Value in
        let text = try vm.strReceiver(args)
        let size = try vm.sizeArgument(args[1])
        var buffer = ByteBuffer(limit: TextCell.limit)
        TextLayout.expandTabs(vm.view(text), tabSize: size, unit: .scalar, to: &buffer)
        return try vm.makeText(buffer)
      },
    ]
  }

  private static func mapping(
    _ signature: StaticString, _ documentation: StaticString, _ mapping: CaseMapping
  ) -> NativeRow {
    .method(signature, documentation, .pure) { (vm, args) throws(Raise) -> Value in
      let text = try vm.strReceiver(args)
      var buffer = ByteBuffer()
      mapping.append(vm.view(text), unit: .scalar, to: &buffer)
      return try vm.makeText(buffer, isASCII: text.text.pointee.isPlain ? true : nil)
    }
  }

  private static func test(_ signature: StaticString, _ documentation: StaticString, _ test: TextTest) -> NativeRow {
    .method(signature, documentation, .pure) { (vm, args) throws(Raise) -> Value in
      let text = try vm.strReceiver(args)
      return Value(test.holds(vm.view(text), unit: .scalar))
    }
  }

  private static func padding(
    _ signature: StaticString, _ documentation: StaticString, _ alignment: TextAlignment
  ) -> NativeRow {
    .method(signature, documentation, .callsScript) { (vm, args) throws(Raise) -> Value in
      let text = try vm.strReceiver(args)
      let width = try vm.sizeArgument(args[1])
      guard args[2].isStr else {
        throw vm.raise(
          .typeError, "The fill character must be a unicode character, not \(vm.typeName(args[2]))")
      }
      guard vm.codePointCount(args[2].cell) == 1 else {
        throw vm.raise(.typeError, "The fill character must be exactly one character long")
      }
      var offset = 0
      let fill = Utf8.decode(args[2].text.pointee.data, &offset)
      let count = vm.codePointCount(text.cell)
      if width <= count { return try vm.subtext(text, 0, count) }
      var buffer = ByteBuffer(limit: TextCell.limit)
      TextLayout.pad(vm.view(text), count: count, width: width, fill: fill, alignment, to: &buffer)
      return try vm.makeText(buffer)
    }
  }
}
