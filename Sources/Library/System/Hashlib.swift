// Hashlib.swift — the module `hashlib`: objects that gather bytes and tell their digest.

import Interpreter

/// Words of a hash object: the name of its digest, the bytes so far as a bytearray.
private enum HashWord { static let name = 0, data = 1, count = 2 }

extension NativeModule {
  static var hashing: NativeModule {
    NativeModule("hashlib", "Digests of bytes.", setUp: setUpHashing)
  }

  private static func setUpHashing(_ vm: VM, _ dictionary: Cell) throws(Raise) {
    let type = Value(vm.makeNativeClass(hashType))
    vm.pointee.permanent.append(type)
    let names = vm.set()
    vm.hold(names)
    defer { vm.unhold() }
    for digest in Digest.allCases { try vm.setAdd(names.cell, vm.intern(digest.rawValue)) }
    try vm.setModule(dictionary, "algorithms_guaranteed", names)
    try vm.setModule(dictionary, "algorithms_available", names)
    vm.addRows(makers(type) + [newRow(type), keyRow], to: dictionary)
  }

  private static func makers(_ type: Value) -> [NativeRow] {
    let signatures: [(StaticString, Digest)] = [
      ("md5(string=b'', *, usedforsecurity=True)", .md5), ("sha1(string=b'', *, usedforsecurity=True)", .sha1),
      ("sha224(string=b'', *, usedforsecurity=True)", .sha224),
      ("sha256(string=b'', *, usedforsecurity=True)", .sha256),
      ("sha384(string=b'', *, usedforsecurity=True)", .sha384),
      ("sha512(string=b'', *, usedforsecurity=True)", .sha512),
    ]
    return signatures.map { (signature, digest) in
      .function(signature, "A new hash object.", .readsDeeply) { (vm, args) throws(Raise) in
        try make(vm, type.cell, digest, args[0])
      }
    }
  }

  private static func newRow(_ type: Value) -> NativeRow {
    .function("new(name, data=b'', *, usedforsecurity=True)", "A new hash object by name.", .readsDeeply) {
      (vm, args) throws(Raise) in
      guard args[0].is(.str) else {
        throw vm.raise(.typeError, "new() argument 'name' must be str, not \(vm.typeName(args[0]))")
      }
      let plain = vm.swiftString(args[0]).lowercased().split(separator: "-").joined()
      guard let digest = Digest(rawValue: plain) else {
        throw vm.raise(.valueError, "unsupported hash type \(vm.swiftString(args[0]))")
      }
      return try make(vm, type.cell, digest, args[1])
    }
  }

  /// PBKDF2 with HMAC, for scripts that derive keys.
  private static var keyRow: NativeRow {
    .function("pbkdf2_hmac(hash_name, password, salt, iterations, dklen=None)", "A key made from a password.", .readsDeeply) {
      (vm, args) throws(Raise) in
      guard args[0].is(.str), let digest = Digest(rawValue: vm.swiftString(args[0]).lowercased()) else {
        throw vm.raise(.valueError, "unsupported hash type \(vm.swiftString(args[0]))")
      }
      let password = Array(try input(vm, args[1])), salt = Array(try input(vm, args[2]))
      let rounds = try vm.index(args[3])
      if rounds < 1 { throw vm.raise(.valueError, "iteration value must be greater than 0.") }
      let length = args[4].isNone ? digest.size : try vm.index(args[4])
      if length < 1 { throw vm.raise(.valueError, "key length must be greater than 0.") }
      guard length <= 1 << 24 else { throw vm.raise(.overflowError, "key length is too great.") }
      let key = derive(digest, password, salt, rounds, length)
      return try key.withUnsafeBufferPointer { view -> Result<Value, Raise> in
        do throws(Raise) { return .success(try vm.makeBytes(view)) } catch { return .failure(error) }
      }.get()
    }
  }

  private static func derive(
    _ digest: Digest, _ password: [UInt8], _ salt: [UInt8], _ rounds: Int, _ length: Int
  ) -> [UInt8] {
    var key: [UInt8] = []
    var block: UInt32 = 1
    while key.count < length {
      var last = sign(digest, password, salt + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: block >> UInt32($0)) })
      var sum = last
      for _ in 1..<max(rounds, 1) {
        last = sign(digest, password, last)
        for i in sum.indices { sum[i] ^= last[i] }
      }
      key += sum
      block += 1
    }
    return Array(key.prefix(length))
  }

  private static func sign(_ digest: Digest, _ key: [UInt8], _ message: [UInt8]) -> [UInt8] {
    func hash(_ bytes: [UInt8]) -> [UInt8] { bytes.withUnsafeBufferPointer { digest.digest($0) } }
    var padded = key.count > digest.blockSize ? hash(key) : key
    padded += [UInt8](repeating: 0, count: digest.blockSize - padded.count)
    return hash(padded.map { $0 ^ 0x5C } + hash(padded.map { $0 ^ 0x36 } + message))
  }

  private static func make(_ vm: VM, _ type: Cell, _ digest: Digest, _ data: Value) throws(Raise) -> Value {
    let cell = vm.newRecord(type, .hashObject, words: HashWord.count)
    cell.recordWords[HashWord.name] = vm.intern(digest.rawValue)
    cell.recordWords[HashWord.data] = try vm.makeByteArray(try input(vm, data))
    return Value(cell)
  }

  private static func input(_ vm: VM, _ value: Value) throws(Raise) -> ByteView {
    if value.is(.str) { throw vm.raise(.typeError, "Strings must be encoded before hashing") }
    guard let bytes = try vm.bytesLike(value) else {
      throw vm.raise(.typeError, "object supporting the buffer API required")
    }
    return bytes
  }

  private static var hashType: NativeType {
    NativeType(
      "HASH", module: "_hashlib", kind: .record, layout: .hashObject, words: HashWord.count, isBaseType: false,
      "Bytes that are digested."
    ) {
      [
        .method("update(obj, /)", "Adds bytes.", .writesSelf) { (vm, args) throws(Raise) in
          let words = try vm.record(args, .hashObject).recordWords
          _ = try input(vm, args[1])
          _ = try vm.callMethod(words[HashWord.data], "extend", args[1])
          return .none
        },
        .method("digest()", "The digest of the bytes so far.", .readsSelf) { (vm, args) throws(Raise) in
          let bytes = try digest(vm, args)
          return try bytes.withUnsafeBufferPointer { view -> Result<Value, Raise> in
            do throws(Raise) { return .success(try vm.makeBytes(view)) } catch { return .failure(error) }
          }.get()
        },
        .method("hexdigest()", "The digest as hexadecimal text.", .readsSelf) { (vm, args) throws(Raise) in
          let digits = Array("0123456789abcdef")
          return vm.string(String(try digest(vm, args).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }))
        },
        .method("copy()", "A copy that goes on by itself.", .readsSelf) { (vm, args) throws(Raise) in
          let words = try vm.record(args, .hashObject).recordWords
          let kind = Digest(rawValue: vm.swiftString(words[HashWord.name])) ?? .sha256
          return try make(vm, vm.classOf(args[0]), kind, words[HashWord.data])
        },
        .getter("name", "", .readsSelf) { (vm, args) throws(Raise) in
          try vm.record(args, .hashObject).recordWords[HashWord.name]
        },
        .getter("digest_size", "", .readsSelf) { (vm, args) throws(Raise) in Value(small: try kind(vm, args).size) },
        .getter("block_size", "", .readsSelf) { (vm, args) throws(Raise) in Value(small: try kind(vm, args).blockSize) },
        .slot("__repr__(/)", "", .readsSelf) { (vm, args) throws(Raise) in
          let own = String(vm.identity(args[0]), radix: 16)
          return vm.string("<\(try kind(vm, args).rawValue) _hashlib.HASH object @ 0x\(own)>")
        },
      ]
    }
  }

  private static func kind(_ vm: VM, _ args: Arguments) throws(Raise) -> Digest {
    let words = try vm.record(args, .hashObject).recordWords
    return Digest(rawValue: vm.swiftString(words[HashWord.name])) ?? .sha256
  }

  private static func digest(_ vm: VM, _ args: Arguments) throws(Raise) -> [UInt8] {
    let words = try vm.record(args, .hashObject).recordWords
    return try kind(vm, args).digest(vm.view(words[HashWord.data]))
  }
}
