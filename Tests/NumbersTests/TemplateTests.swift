// TemplateTests.swift — printf conversions and str.format templates against CPython.

import Testing

@testable import Interpreter

@Suite struct TemplateTests {
  /// The format filled by one value, or the text of the problem.
  private func filled(_ format: String, _ append: (PrintfConversion, inout ByteBuffer) -> Void) -> String {
    var buffer = ByteBuffer()
    let problem: PrintfProblem? = bytes(format) { view in
      do throws(PrintfProblem) {
        var scanner = PrintfScanner(view, unit: .scalar)
        while let piece = try scanner.next() {
          buffer.append(view, piece.literal)
          guard let conversion = piece.conversion else { continue }
          if conversion.kind == nil { throw conversion.unsupported }
          append(conversion, &buffer)
        }
        return nil
      } catch {
        return error
      }
    }
    return problem?.message() ?? buffer.string
  }

  @Test(arguments: [
    ("%d", 5, "5"),
    ("%5d|", -5, "   -5|"),
    ("%-5d|", 5, "5    |"),
    ("%05d", -5, "-0005"),
    ("%+d", 5, "+5"),
    ("% d", 5, " 5"),
    ("%#x", 255, "0xff"),
    ("%#o", 8, "0o10"),
    ("%#X", 255, "0XFF"),
    ("%#010x", -255, "-0x00000ff"),
    ("%.5d", -42, "-00042"),
    ("%08.5d", -42, "-0000042"),
    ("%i%%", 3, "3%"),
    ("%ld", 7, "7"),
    ("%y", 1, "unsupported format character 'y' (0x79) at index 1"),
    ("%5%", 1, "unsupported format character '%' (0x25) at index 2"),
    ("%", 1, "incomplete format"),
    ("%(a", 1, "incomplete format key"),
    ("%.99999999999d", 1, "precision too big"),
    ("\u{e9}%!", 1, "unsupported format character '!' (0x21) at index 2"),
    ("%lld", 1, "unsupported format character 'l' (0x6c) at index 2"),
  ])
  func integers(_ format: String, _ value: Int, _ wanted: String) {
    #expect(filled(format) { Printf.appendInteger(value, $0, to: &$1) } == wanted)
  }

  @Test(
    arguments: [
      ("%f", 1.5, "1.500000"),
      ("%.0f", 2.5, "2"),
      ("%#.0f", 2.5, "2."),
      ("%e", 0x1.81cd6c8b43958p+13, "1.234568e+04"),
      ("%G", 0x1.b7cdfd9d7bdbbp-34, "1E-10"),
      ("%05f", -.infinity, "-0inf"),
      ("%+F", .nan, "+NAN"),
      ("%-10.2f|", 0x1.921f9f01b866ep+1, "3.14      |"),
      ("%010.3f", -0x1.921f9f01b866ep+1, "-00003.142"),
      ("%g", 0x1.1c37937e08000p+53, "1e+16"),
    ] as [(String, Double, String)])
  func floats(_ format: String, _ value: Double, _ wanted: String) {
    #expect(filled(format) { Printf.appendFloat(value, $0, to: &$1) } == wanted)
  }

  @Test(arguments: [
    ("%s", "\u{e9}", "\u{e9}"),
    ("%5s|", "\u{e9}", "    \u{e9}|"),
    ("%-5s|", "\u{e9}", "\u{e9}    |"),
    ("%.1s", "\u{e9}a", "\u{e9}"),
    ("%05s", "a", "    a"),
    ("a%sb", "x", "axb"),
  ])
  func texts(_ format: String, _ value: String, _ wanted: String) {
    let text = filled(format) { conversion, buffer in
      bytes(value) { Printf.appendText($0, conversion, unit: .scalar, to: &buffer) }
    }
    #expect(text == wanted)
  }

  @Test func starsAndKeysAreReported() {
    bytes("%(k(e)y)-*.*d") { view in
      var scanner = PrintfScanner(view, unit: .scalar)
      guard var conversion = try? scanner.next()?.conversion else {
        Issue.record("no conversion")
        return
      }
      #expect(conversion.key.map { view.part($0).string } == "k(e)y")
      #expect(conversion.takesWidth && conversion.takesPrecision)
      conversion.take(width: Int.min)
      #expect(conversion.isLeft && conversion.width == Int.max)
      #expect(throws: PrintfProblem.precisionTooBig) { try conversion.take(precision: Int.max) }
    }
  }

  @Test(arguments: [
    ("a{}b", "La|F|||A|Lb|"),
    ("{0}{1}", "L|F0|||I0|L|F1|||I1|"),
    ("{a.b[c][0].d}", "L|Fa.b[c][0].d|||Ka.b[c[0.d|"),
    ("{!r:>{w}}", "L|F|r|>{w}|A|"),
    ("{{}}", "L{|L}|"),
    ("{{{x}}}", "L{|L|Fx|||Kx|L}|"),
    ("}", "ERR Single '}' encountered in format string"),
    ("{", "ERR Single '{' encountered in format string"),
    ("{0", "ERR expected '}' before end of string"),
    ("{0!", "ERR end of string while looking for conversion specifier"),
    ("{0!rr}", "ERR expected ':' after conversion specifier"),
    ("{0!r", "ERR unmatched '{' in format spec"),
    ("{:{", "ERR unmatched '{' in format spec"),
    ("{a{b}", "ERR unexpected '{' in field name"),
    ("{0[}", "ERR expected '}' before end of string"),
    ("{0.}", "L|F0.|||I0ERR Empty attribute in format string"),
    ("{0[]}", "L|F0[]|||I0ERR Empty attribute in format string"),
    ("{0[a]b}", "L|F0[a]b|||I0[aERR Only '.' or '[' may follow ']' in format field specifier"),
    ("{99999999999999999999}", "L|F99999999999999999999|||ERR Too many decimal digits in format string"),
    ("a}b", "ERR Single '}' encountered in format string"),
    ("{!x}", "L|F|x||A|"),
    ("{:a{}b{}c}", "L|F||a{}b{}c|A|"),
    ("\u{e9}{\u{e9}[\u{fc}]}", "L\u{e9}|F\u{e9}[\u{fc}]|||K\u{e9}[\u{fc}|"),
    ("{0[a:b!c}", "ERR expected '}' before end of string"),
  ])
  func templates(_ template: String, _ wanted: String) {
    #expect(bytes(template) { outline($0) } == wanted)
  }

  /// Literals, fields and steps in one line.
  private func outline(_ view: ByteView) -> String {
    var text = ""
    do throws(TemplateProblem) {
      var scanner = TemplateScanner(view)
      while let piece = try scanner.next() {
        text += "L\(view.part(piece.literal).string)|"
        guard let field = piece.field else { continue }
        let conversion = show { if field.conversion != 0 { $0.append(scalar: field.conversion) } }
        text += "F\(view.part(field.name).string)|\(conversion)|\(view.part(field.spec).string)|"
        var name = try FieldName(view, field.name)
        switch name.start {
        case .automatic: text += "A"
        case .index(let index): text += "I\(index)"
        case .keyword(let range): text += "K" + view.part(range).string
        }
        while let step = try name.next() {
          switch step {
          case .attribute(let range): text += "." + view.part(range).string
          case .index(let index): text += "[\(index)"
          case .key(let range): text += "[" + view.part(range).string
          }
        }
        text += "|"
      }
    } catch {
      text += "ERR " + error.message
    }
    return text
  }

  @Test func numberingDoesNotMix() {
    var numbering = FieldNumbering()
    #expect((try? numbering.index(of: .automatic)) == 0)
    #expect((try? numbering.index(of: .automatic)) == 1)
    #expect(throws: TemplateProblem.automaticToManual) { try numbering.index(of: .index(0)) }
    var manual = FieldNumbering()
    #expect((try? manual.index(of: .index(3))) == 3)
    #expect(throws: TemplateProblem.manualToAutomatic) { try manual.index(of: .automatic) }
  }
}
