// Grammar.swift — Python's grammar as an ordered-choice grammar, with rules for common mistakes.
//
// Used only to find out what is wrong with a source that does not parse. A rule is a name, `:`, and alternatives tried in
// order; the first that matches wins. Notation:
//
//   'if' "match"    a token; a soft keyword              x* x+ x?     repetition, option
//   x%','           one or more x separated by commas    (x | y)      group
//   &x !x           what must (not) follow               ~            no other alternative from here on
//   &&':'           must follow, or "expected ':'"       a=x          a name for what x matched
//   rule^           remember results by position         rule-        leaves out mistakes below it
//   -> Kind         makes a piece of that kind           -> $a        the result is what a matched
//   !! ...          reports a mistake (see `Complaint`); if it does not apply, the whole rule fails
//
// Rules named `wrong_...` match mistakes. They are left out of a first pass, which finds the last token that could be
// read; a second pass uses them all.

enum GrammarText {
  static let all = statements + compound + patterns + expressions + primaries + calls + targets + mistakes

  static let statements = """
    file: statement* END
    eval: expressions NEWLINE* END
    single: compound NEWLINE END | simple_line END | NEWLINE+ END | END
    statement: compound | simple_line
    simple_line: simple !';' NEWLINE | simple%';' ';'? NEWLINE
    simple^: assignment | &"type" type_alias | star_expressions | &'return' 'return' star_expressions?
      | &('import' | 'from') import | &'raise' raise | 'pass' | &'del' del | &'yield' yield_expr
      | &'assert' 'assert' expression (',' expression)? | 'break' | 'continue'
      | &'global' 'global' NAME%',' | &'nonlocal' 'nonlocal' NAME%','
    compound: &('def' | '@' | 'async') function | &'if' if | &('class' | '@') class | &('with' | 'async') with
      | &('for' | 'async') for | &'try' try | &'while' while | match
    assignment: NAME ':' expression ('=' right_side)?
      | ('(' single_target ')' | member_target) ':' expression ('=' right_side)?
      | (star_targets '=')+ right_side !'=' | single_target augmented ~ right_side | wrong_assignment
    right_side: yield_expr | star_expressions
    augmented: AUGMENTED
    raise: 'raise' expression ('from' expression)? | 'raise'
    del: 'del' del_target_list &(';' | NEWLINE) | wrong_del
    import: wrong_import | 'import' dotted_as%',' | import_from
    import_from: 'from' ('.' | '...')* dotted 'import' imported | 'from' ('.' | '...')+ 'import' imported
    imported: '(' import_as%',' ','? ')' | import_as%',' !',' | '*' | wrong_imported
    import_as: NAME ('as' NAME)?
    dotted_as: dotted ('as' NAME)?
    dotted^: NAME ('.' NAME)*
    type_alias: "type" NAME type_parameters? '=' expression

    """

  static let compound = """
    block^: NEWLINE INDENT statement+ DEDENT | simple_line | wrong_block
    decorators: ('@' named NEWLINE)+
    class: decorators class_body | class_body
    class_body: wrong_class | 'class' NAME type_parameters? ('(' arguments? ')')? ':' block
    function: decorators function_body | function_body
    function_body: wrong_function
      | 'def' NAME type_parameters? '(' parameters? ')' ('->' expression)? ':' block
      | 'async' 'def' NAME type_parameters? '(' parameters? ')' ('->' expression)? ':' block
    parameters: wrong_parameters | parameter_list
    parameter_list: slash_plain plain* defaulted* star_part? | slash_defaulted defaulted* star_part?
      | plain+ defaulted* star_part? | defaulted+ star_part? | star_part
    slash_plain: plain+ '/' ',' | plain+ '/' &')'
    slash_defaulted: plain* defaulted+ '/' ',' | plain* defaulted+ '/' &')'
    star_part: wrong_star_part | '*' plain maybe_defaulted* unpacked? | '*' starred_plain maybe_defaulted* unpacked?
      | '*' ',' maybe_defaulted+ unpacked? | unpacked
    unpacked: wrong_unpacked | '**' plain
    plain: a=parameter ',' -> $a | a=parameter &')' -> $a
    starred_plain: NAME ':' star_expression ',' | NAME ':' star_expression &')'
    defaulted: parameter default ',' | parameter default &')'
    maybe_defaulted: parameter default? ',' | parameter default? &')'
    parameter: NAME (':' expression)?
    default: '=' expression | wrong_default
    if: wrong_if | 'if' named ':' block elif | 'if' named ':' block else?
    elif: wrong_elif | 'elif' named ':' block elif | 'elif' named ':' block else?
    else: wrong_else | 'else' &&':' block
    while: wrong_while | 'while' named ':' block else?
    for: wrong_for | 'for' star_targets 'in' ~ star_expressions ':' block else?
      | 'async' 'for' star_targets 'in' ~ star_expressions ':' block else? | wrong_for_target
    with: wrong_with_indent | 'with' '(' with_item%',' ','? ')' ':' block | 'with' with_item%',' ':' block
      | 'async' 'with' '(' with_item%',' ','? ')' ':' block | 'async' 'with' with_item%',' ':' block | wrong_with
    with_item: expression 'as' star_target &(',' | ')' | ':') | wrong_with_item | expression
    try: wrong_try | 'try' &&':' block finally | 'try' &&':' block except+ else? finally?
      | 'try' &&':' block except_star+ else? finally?
    except: wrong_except_indent | 'except' expression ('as' NAME)? ':' block | 'except' ':' block | wrong_except
    except_star: wrong_except_star_indent | 'except' '*' expression ('as' NAME)? ':' block | wrong_except
    finally: wrong_finally | 'finally' &&':' block
    type_parameters: wrong_type_parameters | '[' type_parameter%',' ','? ']'
    type_parameter^: NAME (':' expression)? ('=' expression)?
      | '*' NAME c=':' e=expression !! constraint c e "TypeVarTuple" | '*' NAME ('=' star_expression)?
      | '**' NAME c=':' e=expression !! constraint c e "ParamSpec" | '**' NAME ('=' expression)?

    """

  static let patterns = """
    match: "match" subject ':' NEWLINE INDENT case+ DEDENT | wrong_match
    subject: star_named ',' star_named_list? | named
    case: wrong_case | "case" patterns guard? ':' block
    guard: 'if' named
    patterns: open_sequence | pattern
    pattern: as_pattern | or_pattern
    as_pattern: or_pattern 'as' capture | wrong_as
    or_pattern: closed%'|' -> Other
    closed^: literal_pattern | capture | "_" | attribute !('.' | '(' | '=') | '(' pattern ')' | sequence | mapping
      | class_pattern
    literal_pattern: signed !('+' | '-') | complex | strings | 'None' | 'True' | 'False'
    signed: NUMBER | '-' NUMBER
    complex: signed_real '+' imaginary | signed_real '-' imaginary
    signed_real: real | '-' real
    real: n=NUMBER !! real n
    imaginary: n=NUMBER !! imaginary n
    capture: !"_" NAME !('.' | '(' | '=')
    attribute^: NAME ('.' NAME)+
    name_or_attribute: attribute | NAME
    sequence: '[' maybe_sequence? ']' | '(' open_sequence? ')'
    open_sequence: maybe_star ',' maybe_sequence?
    maybe_sequence: maybe_star%',' ','?
    maybe_star: star_pattern | pattern
    star_pattern^: '*' capture | '*' "_"
    mapping: '{' '}' | '{' '**' capture ','? '}' | '{' key_pattern%',' ',' '**' capture ','? '}'
      | '{' key_pattern%',' ','? '}'
    key_pattern: (literal_pattern | attribute) ':' pattern
    class_pattern: name_or_attribute '(' ')' | name_or_attribute '(' pattern_list ','? ')'
      | name_or_attribute '(' keyword_pattern%',' ','? ')'
      | name_or_attribute '(' pattern_list ',' keyword_pattern%',' ','? ')' | wrong_class_pattern
    pattern_list: pattern%','
    keyword_pattern: NAME '=' pattern

    """

  static let expressions = """
    expressions: a=expression b=(',' c=expression -> $c)+ ','? -> Tuple | expression ',' -> Tuple | expression
    expression^: wrong_expression | wrong_legacy | disjunction 'if' disjunction 'else' expression -> Conditional
      | disjunction | lambda
    yield_expr: 'yield' 'from' expression -> Yield | 'yield' star_expressions? -> Yield
    star_expressions: a=star_expression b=(',' c=star_expression -> $c)+ ','? -> Tuple
      | a=star_expression ',' -> Tuple | star_expression
    star_expression^: '*' a=bitor -> Starred | expression
    star_named_list: a=star_named%',' ','? -> $a
    star_named: '*' a=bitor -> Starred | named
    walrus: NAME ':=' ~ expression -> Walrus
    named: walrus | wrong_named | expression !':='
    disjunction^: conjunction ('or' conjunction)+ -> Operation | conjunction
    conjunction^: inversion ('and' inversion)+ -> Operation | inversion
    inversion^: 'not' inversion -> Operation | comparison
    comparison: a=bitor (comparator bitor)+ -> Comparison | bitor
    comparator: '==' | '!=' | '<=' | '<' | '>=' | '>' | 'not' 'in' | 'in' | 'is' 'not' | 'is'
    bitor^: bitxor ('|' bitxor)+ -> Operation | bitxor
    bitxor^: bitand ('^' bitand)+ -> Operation | bitand
    bitand^: shift ('&' shift)+ -> Operation | shift
    shift^: wrong_arithmetic | sum (('<<' | '>>') sum)+ -> Operation | sum
    sum^: term (('+' | '-') term)+ -> Operation | term
    term^: wrong_factor | factor (('*' | '/' | '//' | '%' | '@') factor)+ -> Operation | factor
    factor^: '+' factor -> Operation | '-' factor -> Operation | '~' factor -> Operation | power
    power: awaited '**' factor -> Operation | awaited
    awaited^: 'await' primary -> Await | primary
    lambda: 'lambda' lambda_parameters? ':' expression -> Lambda
    lambda_parameters: wrong_lambda_parameters | lambda_list
    lambda_list: lambda_slash_plain lambda_plain* lambda_defaulted* lambda_star_part?
      | lambda_slash_defaulted lambda_defaulted* lambda_star_part?
      | lambda_plain+ lambda_defaulted* lambda_star_part? | lambda_defaulted+ lambda_star_part? | lambda_star_part
    lambda_slash_plain: lambda_plain+ '/' ',' | lambda_plain+ '/' &':'
    lambda_slash_defaulted: lambda_plain* lambda_defaulted+ '/' ',' | lambda_plain* lambda_defaulted+ '/' &':'
    lambda_star_part: wrong_lambda_star_part | '*' lambda_plain lambda_maybe_defaulted* lambda_unpacked?
      | '*' ',' lambda_maybe_defaulted+ lambda_unpacked? | lambda_unpacked
    lambda_unpacked: wrong_lambda_unpacked | '**' lambda_plain
    lambda_plain: a=lambda_parameter ',' -> $a | a=lambda_parameter &':' -> $a
    lambda_defaulted: lambda_parameter default ',' | lambda_parameter default &':'
    lambda_maybe_defaulted: lambda_parameter default? ',' | lambda_parameter default? &':'
    lambda_parameter: NAME

    """

  static let primaries = """
    primary^: a=atom t=trailer* -> primary
    trailer: '.' NAME -> Attribute | genexp -> Call | '(' arguments? ')' -> Call | '[' slices ']' -> Subscript
    slices: a=slice !',' -> $a | (slice | starred)%',' ','? -> Tuple
    slice: expression? ':' expression? (':' expression?)? -> Slice | named
    atom: NAME -> Name | 'True' -> True | 'False' -> False | 'None' -> None | &(STRING | FSTART) strings
      | NUMBER -> number | &'(' (tuple | group | genexp) | &'[' (list | listcomp)
      | &'{' (dict | set | dictcomp | setcomp) | '...' -> Ellipsis
    group: '(' a=(yield_expr | named) ')' -> $a | wrong_group
    fstring_part: replacement | FMIDDLE
    replacement: '{' right_side '='? conversion? format? '}' | wrong_replacement
    conversion: a='!' b=NAME !! conversion a b
    format: ':' format_part*
    format_part: a=FMIDDLE !! middle a | replacement
    fstring: a=FSTART fstring_part* b=FEND !! fstring a b
    string: a=STRING !! string a
    strings^: (fstring | string)+ !! strings
    list: '[' a=star_named_list? ']' -> List
    tuple: '(' a=(b=star_named ',' c=star_named_list? -> join)? ')' -> Tuple
    set: '{' star_named_list '}' -> Set
    dict: '{' pairs? '}' -> Dict | '{' wrong_pairs '}'
    pairs: pair%',' ','?
    pair: '**' bitor | key_value
    key_value: expression ':' expression
    clauses: clause+ -> last
    clause: 'async' 'for' star_targets 'in' ~ b=disjunction c=('if' z=disjunction -> $z)* -> end
      | 'for' star_targets 'in' ~ b=disjunction c=('if' z=disjunction -> $z)* -> end
      | 'async'? 'for' (bitor (',' bitor)* ','?) !'in' !! last "'in' expected after for-loop variables"
      | wrong_for_target
    listcomp: '[' named clauses ']' -> ListComprehension | wrong_comprehension
    setcomp: '{' named clauses '}' -> SetComprehension | wrong_comprehension
    genexp: '(' (walrus | expression !':=') clauses ')' -> Generator | wrong_comprehension
    dictcomp: '{' key_value clauses '}' -> DictComprehension | wrong_dictcomp

    """

  static let calls = """
    arguments^: a=args ','? &')' -> $a | wrong_arguments
    args: a=(starred | e=(walrus | x=expression !':=' -> $x) !'=' -> $e)%',' b=(',' k=kwargs -> $k)? -> args
      | b=kwargs -> args
    kwargs: a=kwarg_or_starred%',' ',' b=kwarg_or_unpacked%',' -> join | kwarg_or_starred%','
      | kwarg_or_unpacked%','
    starred: wrong_starred | '*' a=expression -> Starred | '*' !! last "Invalid star expression"
    kwarg_or_starred: wrong_kwarg | NAME '=' expression -> Keyword | starred
    kwarg_or_unpacked: wrong_kwarg | NAME '=' expression -> Keyword | '**' expression -> Keyword

    """

  static let targets = """
    star_targets: a=star_target !',' -> $a | star_target (',' star_target)* ','? -> Tuple
    star_target^: '*' a=(!'*' star_target) -> Starred | star_atom_target
    star_atom_target^: t_primary '.' NAME !t_more -> Attribute | t_primary '[' slices ']' !t_more -> Subscript
      | star_atom
    star_atom: NAME -> Name | '(' a=star_atom_target ')' -> $a | '(' star_target_tuple? ')' -> Tuple
      | '[' star_target_list? ']' -> List
    star_target_list: star_target%',' ','?
    star_target_tuple: star_target (',' star_target)+ ','? | star_target ','
    single_target: member_target | NAME -> Name | '(' a=single_target ')' -> $a
    member_target: t_primary '.' NAME !t_more -> Attribute | t_primary '[' slices ']' !t_more -> Subscript
    t_primary^: atom &t_more (t_trailer &t_more)*
    t_trailer: '.' NAME | '[' slices ']' | genexp | '(' arguments? ')'
    t_more: '(' | '[' | '.'
    del_target_list: del_target%',' ','?
    del_target^: t_primary '.' NAME !t_more | t_primary '[' slices ']' !t_more | del_atom
    del_atom: NAME | '(' del_target ')' | '(' del_target_list? ')' | '[' del_target_list? ']'

    """
}
