// NativeThread.swift — a native stack whose size does not depend on the user's limits.

import Glibc

enum NativeThread {
  /// Large enough for every depth the interpreter allows; only what is used costs memory.
  private static let stackSize = 64 << 20

  private final class Work {
    let body: () -> Int32
    var status: Int32 = 0
    init(_ body: @escaping () -> Int32) { self.body = body }
  }

  /// Runs `body` on a thread of its own and waits for it; on this thread where there can be no other.
  static func run(_ body: () -> Int32) -> Int32 {
    withoutActuallyEscaping(body) { body in
      // Ctrl-C must reach nobody's default handler while the interpreter reads it from a descriptor.
      let work = Work(body)
      var attributes = pthread_attr_t()
      pthread_attr_init(&attributes)
      defer { pthread_attr_destroy(&attributes) }
      guard pthread_attr_setstacksize(&attributes, stackSize) == 0 else { return body() }
      var thread = pthread_t()
      let argument = Unmanaged.passUnretained(work).toOpaque()
      let error = pthread_create(
        &thread, &attributes,
        { argument in
          guard let argument else { return nil }
          let work = Unmanaged<Work>.fromOpaque(argument).takeUnretainedValue()
          work.status = work.body()
          return nil
        }, argument)
      guard error == 0 else { return body() }
      pthread_join(thread, nil)
      return work.status
    }
  }
}
