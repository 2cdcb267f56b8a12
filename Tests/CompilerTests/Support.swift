// Support.swift — compiles a text and shows it.

import Diagnostics
import Interpreter
import Parser
