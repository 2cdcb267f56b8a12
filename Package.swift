// swift-tools-version:6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
]
/// The machine's modules work on raw memory: exclusivity checks there cost and find nothing.
let machine: [SwiftSetting] =
  strict + [.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release))]

let package = Package(
  name: "aio",
  products: [.executable(name: "aio", targets: ["aio"])],
  targets: [
    .systemLibrary(name: "CGmp", providers: [.apt(["libgmp-dev"])]),
    .target(name: "CMachine"),
    .target(name: "CScripts"),
    .target(name: "Diagnostics", swiftSettings: strict),
    .target(name: "Lexer", dependencies: ["Diagnostics"], swiftSettings: strict),
    .target(name: "Parser", dependencies: ["Diagnostics", "Lexer"], swiftSettings: strict),
    .target(name: "Runtime", swiftSettings: machine),
    .target(
      name: "Interpreter",
      dependencies: ["CGmp", "CMachine", "Diagnostics", "Parser", "Runtime"],
      swiftSettings: machine
    ),
    .target(
      name: "Library",
      dependencies: ["CScripts", "Interpreter", "Parser", "Runtime"],
      swiftSettings: machine
    ),
    .executableTarget(
      name: "aio",
      dependencies: ["Diagnostics", "Interpreter", "Library", "Parser", "Runtime"],
      swiftSettings: strict,
      linkerSettings: [.unsafeFlags(["-static-executable"], .when(configuration: .release))]
    ),
    .executableTarget(name: "golden", swiftSettings: strict),
    .testTarget(name: "CompilerTests", dependencies: ["Diagnostics", "Interpreter", "Parser"], swiftSettings: strict),
    .testTarget(name: "GoldenRunnerTests", dependencies: ["golden"], swiftSettings: strict),
    .testTarget(name: "NumbersTests", dependencies: ["Interpreter"], swiftSettings: strict),
    .testTarget(name: "RuntimeTests", dependencies: ["Runtime"], swiftSettings: strict),
    .testTarget(name: "TidyTests", swiftSettings: strict),
  ],
  cLanguageStandard: .c2x
)
