// Mistakes.swift — what people write instead of what the grammar wants, and what to tell them.

extension GrammarText {
  static let mistakes = callMistakes + expressionMistakes + parameterMistakes + statementMistakes + blockMistakes

  static let callMistakes = """
    wrong_arguments: (((starred | (walrus | expression !':=') !'=')%',' ',' kwargs) | kwargs) a=',' (starred !'=')%','
        !! from a "iterable argument unpacking follows keyword argument unpacking"
      | a=expression b=clauses ',' (args | expression clauses)?
        !! range a b "Generator expression must be parenthesized"
      | a=NAME b='=' expression clauses !! range a b "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
      | (args ',')? a=NAME b='=' &(',' | ')') !! range a b "expected argument value expression"
      | a=args b=clauses !! generator a b
      | args ',' a=expression b=clauses !! range a b "Generator expression must be parenthesized"
      | a=args ',' args !! order a
    wrong_kwarg: a=('True' | 'False' | 'None') b='=' !! range a b "cannot assign to %text"
      | a=NAME b='=' expression clauses !! range a b "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
      | !(NAME '=') a=expression b='='
        !! range a b "expression cannot contain assignment, perhaps you meant \\"==\\"?"
      | a='**' expression '=' b=expression !! range a b "cannot assign to keyword argument unpacking"
    wrong_starred: a='*' expression '=' b=expression !! range a b "cannot assign to iterable argument unpacking"

    """

  static let expressionMistakes = """
    plain_expression-: disjunction 'if' disjunction 'else' expression -> Conditional | disjunction | lambda
    wrong_legacy: a=NAME !'(' b=star_expressions !! legacy a b
    wrong_expression: !(NAME STRING | SOFT) a=disjunction b=plain_expression !! comma a b
      | a=disjunction 'if' b=disjunction !('else' | ':') !! range a b "expected 'else' after 'if' expression"
      | a='lambda' lambda_parameters? b=':' &FMIDDLE
        !! range a b "f-string: lambda expressions are not allowed without parentheses"
    wrong_named^: a=expression ':=' expression !! at a "cannot use assignment expressions with %kind"
      | a=NAME '=' b=bitor !('=' | ':=') !! range a b "invalid syntax. Maybe you meant '==' or ':=' instead of '='?"
      | !(list | tuple | genexp | 'True' | 'None' | 'False') a=bitor b='=' bitor !('=' | ':=')
        !! at a "cannot assign to %kind here. Maybe you meant '==' instead of '='?"
    wrong_comprehension: ('[' | '(' | '{') a=starred clauses
        !! at a "iterable unpacking cannot be used in comprehension"
      | ('[' | '{') a=star_named ',' b=star_named_list clauses
        !! items a b "did you forget parentheses around the comprehension target?"
      | ('[' | '{') a=star_named b=',' clauses
        !! range a b "did you forget parentheses around the comprehension target?"
    wrong_dictcomp: '{' a='**' bitor clauses '}' !! at a "dict unpacking cannot be used in dict comprehension"
    wrong_group: '(' a=starred ')' !! at a "cannot use starred expression here"
      | '(' a='**' expression ')' !! at a "cannot use double starred expression here"
    wrong_pairs: pair%',' ',' wrong_pair
      | expression ':' a='*' bitor !! from a "cannot use a starred expression in a dictionary value"
      | expression a=':' &('}' | ',') !! at a "expression expected after dictionary key and ':'"
    wrong_pair: a=expression !':' !! key a "':' expected after dictionary key"
      | expression ':' a='*' bitor !! from a "cannot use a starred expression in a dictionary value"
      | expression a=':' &('}' | ',') !! at a "expression expected after dictionary key and ':'"
    wrong_replacement: '{' a='=' !! at a "f-string: valid expression required before '='"
      | '{' a='!' !! at a "f-string: valid expression required before '!'"
      | '{' a=':' !! at a "f-string: valid expression required before ':'"
      | '{' a='}' !! at a "f-string: valid expression required before '}'"
      | '{' !right_side !! next "f-string: expecting a valid expression after '{'"
      | '{' right_side !('=' | '!' | ':' | '}') !! next "f-string: expecting '=', or '!', or ':', or '}'"
      | '{' right_side '=' !('!' | ':' | '}') !! next "f-string: expecting '!', or ':', or '}'"
      | '{' right_side '='? wrong_conversion
      | '{' right_side '='? ('!' NAME)? !(':' | '}') !! next "f-string: expecting ':' or '}'"
      | '{' right_side '='? ('!' NAME)? ':' format_part* !'}' !! next "f-string: expecting '}', or format specs"
      | '{' right_side '='? ('!' NAME)? !'}' !! next "f-string: expecting '}'"
    wrong_conversion: '!' &(':' | '}') !! next "f-string: missing conversion character"
      | '!' !NAME !! next "f-string: invalid conversion character"
    wrong_arithmetic: sum ('+' | '-' | '*' | '/' | '%' | '//' | '@') a='not' b=inversion
        !! range a b "'not' after an operator must be parenthesized"
    wrong_factor: ('+' | '-' | '~') a='not' b=factor !! range a b "'not' after an operator must be parenthesized"

    """

  static let parameterMistakes = """
    wrong_parameters: a='/' ',' !! at a "at least one argument must precede /"
      | (slash_plain | slash_defaulted) maybe_defaulted* a='/' !! at a "/ may appear only once"
      | slash_plain? plain* (slash_defaulted | defaulted+) a=plain
        !! at a "parameter without a default follows parameter with a default"
      | plain* a='(' plain+ ','? b=')' !! range a b "Function parameters cannot be parenthesized"
      | (slash_plain | slash_defaulted)? maybe_defaulted* '*' (',' | plain) maybe_defaulted* a='/'
        !! at a "/ must be ahead of *"
      | maybe_defaulted+ '/' a='*' !! at a "expected comma between / and *"
    wrong_default: a='=' &(')' | ',') !! at a "expected default value expression"
    wrong_star_part: a='*' (')' | ',' (')' | '**')) !! at a "named arguments must follow bare *"
      | '*' parameter a='=' !! at a "var-positional argument cannot have default value"
      | '*' (plain | ',') maybe_defaulted* a='*' (plain | ',') !! at a "* argument may appear only once"
    wrong_unpacked: '**' parameter a='=' !! at a "var-keyword argument cannot have default value"
      | '**' parameter ',' a=parameter !! at a "arguments cannot follow var-keyword argument"
      | '**' parameter ',' a=('*' | '**' | '/') !! at a "arguments cannot follow var-keyword argument"
    wrong_lambda_parameters: a='/' ',' !! at a "at least one argument must precede /"
      | (lambda_slash_plain | lambda_slash_defaulted) lambda_maybe_defaulted* a='/' !! at a "/ may appear only once"
      | lambda_slash_plain? lambda_plain* (lambda_slash_defaulted | lambda_defaulted+) a=lambda_plain
        !! at a "parameter without a default follows parameter with a default"
      | lambda_plain* a='(' lambda_parameter%',' ','? b=')'
        !! range a b "Lambda expression parameters cannot be parenthesized"
      | (lambda_slash_plain | lambda_slash_defaulted)? lambda_maybe_defaulted* '*' (',' | lambda_plain)
        lambda_maybe_defaulted* a='/' !! at a "/ must be ahead of *"
      | lambda_maybe_defaulted+ '/' a='*' !! at a "expected comma between / and *"
    wrong_lambda_star_part: '*' (':' | ',' (':' | '**')) !! last "named arguments must follow bare *"
      | '*' lambda_parameter a='=' !! at a "var-positional argument cannot have default value"
      | '*' (lambda_plain | ',') lambda_maybe_defaulted* a='*' (lambda_plain | ',')
        !! at a "* argument may appear only once"
    wrong_lambda_unpacked: '**' lambda_parameter a='=' !! at a "var-keyword argument cannot have default value"
      | '**' lambda_parameter ',' a=lambda_parameter !! at a "arguments cannot follow var-keyword argument"
      | '**' lambda_parameter ',' a=('*' | '**' | '/') !! at a "arguments cannot follow var-keyword argument"
    wrong_type_parameters: '[' a=']' !! from a "Type parameter list cannot be empty"

    """

  static let statementMistakes = """
    wrong_assignment: a=wrong_annotated_target ':' expression !! at a "only single target (not %kind) can be annotated"
      | a=star_named ',' star_named_list* ':' expression !! at a "only single target (not tuple) can be annotated"
      | a=expression ':' expression !! at a "illegal target for annotation"
      | (star_targets '=')* a=star_expressions '=' !! target a
      | (star_targets '=')* a=yield_expr '=' !! at a "assignment to yield expression not possible"
      | a=star_expressions augmented right_side !! at a "'%kind' is an illegal expression for augmented assignment"
    wrong_annotated_target: list | tuple | '(' a=wrong_annotated_target ')' -> $a
    wrong_del: 'del' a=star_expressions !! deleted a
    wrong_with_item: expression 'as' a=expression &(',' | ')' | ':') !! target a
    wrong_for_target: 'async'? 'for' a=star_expressions !! iterated a
    wrong_import: a='import' dotted%',' 'from' dotted !! from a "Did you mean to use 'from ... import ...' instead?"
      | 'import' a=NEWLINE !! from a "Expected one or more names after 'import'"
    wrong_imported: import_as%',' ',' NEWLINE
        !! last "trailing comma not allowed without surrounding parentheses"
      | a=NEWLINE !! from a "Expected one or more names after 'import'"
    wrong_as: or_pattern 'as' a="_" !! at a "cannot use '_' as a target"
      | or_pattern 'as' !NAME a=expression !! at a "invalid pattern target"
    wrong_class_pattern: name_or_attribute '(' a=wrong_pattern_order
        !! items a a "positional patterns follow keyword patterns"
    wrong_pattern_order: (pattern_list ',')? keyword_pattern%',' ',' a=pattern_list -> $a

    """

  static let blockMistakes = """
    wrong_block: NEWLINE !INDENT !! indent "expected an indented block"
    wrong_class: 'class' NAME type_parameters? ('(' arguments? ')')? NEWLINE !! last "expected ':'"
      | a='class' NAME type_parameters? ('(' arguments? ')')? ':' NEWLINE !INDENT
        !! indent a "expected an indented block after class definition on line %line"
    wrong_function: 'async'? a='def' NAME type_parameters? '(' parameters? ')' ('->' expression)? ':' NEWLINE !INDENT
        !! indent a "expected an indented block after function definition on line %line"
      | 'async'? 'def' NAME type_parameters? &&'(' parameters? ')' ('->' expression)? &&':' block
    wrong_if: 'if' named NEWLINE !! last "expected ':'"
      | a='if' named ':' NEWLINE !INDENT !! indent a "expected an indented block after 'if' statement on line %line"
    wrong_elif: 'elif' named NEWLINE !! last "expected ':'"
      | a='elif' named ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'elif' statement on line %line"
    wrong_else: a='else' ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'else' statement on line %line"
    wrong_while: 'while' named NEWLINE !! last "expected ':'"
      | a='while' named ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'while' statement on line %line"
    wrong_for: 'async'? 'for' star_targets 'in' star_expressions NEWLINE !! last "expected ':'"
      | 'async'? a='for' star_targets 'in' star_expressions ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'for' statement on line %line"
    wrong_with: 'async'? 'with' (expression ('as' star_target)?)%',' NEWLINE !! last "expected ':'"
      | 'async'? 'with' '(' (expressions ('as' star_target)?)%',' ','? ')' NEWLINE !! last "expected ':'"
    wrong_with_indent: 'async'? a='with' (expression ('as' star_target)?)%',' ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'with' statement on line %line"
      | 'async'? a='with' '(' (expressions ('as' star_target)?)%',' ','? ')' ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'with' statement on line %line"
    wrong_try: a='try' ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'try' statement on line %line"
      | 'try' ':' block !('except' | 'finally') !! last "expected 'except' or 'finally' block"
      | 'try' ':' block* except+ a='except' b='*' expression ('as' NAME)? ':'
        !! range a b "cannot have both 'except' and 'except*' on the same 'try'"
      | 'try' ':' block* except_star+ a='except' (expression ('as' NAME)?)? ':'
        !! at a "cannot have both 'except' and 'except*' on the same 'try'"
    wrong_except: 'except' '*'? a=expression ',' expressions ('as' NAME)? ':'
        !! from a "multiple exception types must be parenthesized"
      | 'except' '*'? expression ('as' NAME)? NEWLINE !! last "expected ':'"
      | 'except' NEWLINE !! last "expected ':'"
      | 'except' '*' (NEWLINE | ':') !! last "expected one or more exception types"
    wrong_finally: a='finally' ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'finally' statement on line %line"
    wrong_except_indent: a='except' expression ('as' NAME)? ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'except' statement on line %line"
      | a='except' ':' NEWLINE !INDENT !! indent a "expected an indented block after 'except' statement on line %line"
    wrong_except_star_indent: a='except' '*' expression ('as' NAME)? ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'except*' statement on line %line"
    wrong_match: "match" subject NEWLINE !! last "expected ':'"
      | a="match" subject ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'match' statement on line %line"
    wrong_case: "case" patterns guard? NEWLINE !! last "expected ':'"
      | a="case" patterns guard? ':' NEWLINE !INDENT
        !! indent a "expected an indented block after 'case' statement on line %line"

    """
}
