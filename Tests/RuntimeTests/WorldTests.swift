// WorldTests.swift — output, entropy, files, sockets, and a tape of all that.

import Glibc
import Testing

@testable import Runtime

@Suite struct WorldTests {
  @Test func outputIsKeptInOrder() {
    let world = SimulatedWorld(output: .memory)
    world.write("one ", to: .standardOutput)
    world.write(String(repeating: "x", count: 200_000), to: .standardOutput)
    world.write("oops", to: .standardError)
    world.write("two", to: .standardOutput)
    #expect(world.output.captured.count == 200_007)
    #expect(world.output.capturedError == Array("oops".utf8))
  }

  @Test func entropyComesFromTheSeed() {
    func bytes(_ seed: UInt64) -> [UInt8] {
      let world = SimulatedWorld(seed: seed, output: .memory)
      var bytes = [UInt8](repeating: 0, count: 37)
      bytes.withUnsafeMutableBytes { world.fillEntropy($0) }
      return bytes
    }
    #expect(bytes(0) == bytes(0))
    #expect(bytes(0) != bytes(1))
  }

  @Test func theRandomDeviceIsSeededToo() {
    func bytes() -> [UInt8] {
      let files = SimulatedWorld(seed: 4, output: .memory).files
      let device = files.open("/dev/urandom", .read, mode: 0)
      var bytes = [UInt8](repeating: 0, count: 16)
      #expect(bytes.withUnsafeMutableBytes { files.read(device, $0) } == 16)
      #expect(files.close(device) == 0)
      return bytes
    }
    #expect(bytes() == bytes())
  }

  @Test func inputGivenBeforehandEnds() {
    let world = SimulatedWorld(output: .memory, input: InputSource(bytes: [1, 2, 3]))
    var bytes = [UInt8](repeating: 0, count: 2)
    #expect(bytes.withUnsafeMutableBytes { world.readInput($0) } == 2)
    #expect(bytes.withUnsafeMutableBytes { world.readInput($0) } == 1)
    #expect(bytes.withUnsafeMutableBytes { world.readInput($0) } == 0)
  }

  @Test func filesAnswerWithErrors() {
    let files = SimulatedWorld(output: .memory).files
    #expect(files.open("/nonexistent/file", .read, mode: 0) == -ENOENT)
    #expect(files.close(-1) == -EBADF)
    guard case .failed(let error) = files.status("/nonexistent", followsLinks: true) else {
      Issue.record("a file that is not there has a status")
      return
    }
    #expect(error == ENOENT)
  }

  @Test func filesAreWrittenReadAndListed() {
    let files = SimulatedWorld(output: .memory).files
    let folder = "aio-runtime-test-\(getpid())"
    #expect(files.makeFolder(folder, mode: 0o755) == 0)
    let path = folder + "/b"
    let file = files.open(path, [.read, .write, .create, .truncate], mode: 0o644)
    #expect(Array("hello".utf8).withUnsafeBytes { files.write(file, $0) } == 5)
    #expect(files.seek(file, 1, .start) == 1)
    var bytes = [UInt8](repeating: 0, count: 9)
    #expect(bytes.withUnsafeMutableBytes { files.read(file, $0) } == 4)
    #expect(Array(bytes[..<4]) == Array("ello".utf8))
    #expect(files.close(file) == 0)
    #expect(files.close(files.open(folder + "/a", [.write, .create], mode: 0o644)) == 0)
    if case .found(let names) = files.list(folder) { #expect(names == ["a", "b"]) } else { Issue.record("no list") }
    if case .found(let status) = files.status(path, followsLinks: true) {
      #expect(status.size == 5 && status.kind == .regular)
    } else {
      Issue.record("no status")
    }
    #expect(files.remove(path) == 0)
    #expect(files.rename(folder + "/a", to: folder + "/c") == 0)
    #expect(files.remove(folder + "/c") == 0)
    #expect(files.removeFolder(folder) == 0)
  }

  @Test func unknownHostsAreNotFound() {
    let network = SimulatedWorld(output: .memory).network
    #expect(network.resolve("localhost", port: 80).map(\.host) == ["127.0.0.1", "::1"])
    #expect(network.resolve("::1", port: 80).first?.isIPv6 == true)
    #expect(network.resolve("example.org", port: 80).isEmpty)
    #expect(network.resolve("127.0.0.1", port: 70_000).isEmpty)
  }

  /// A client and a server exchange a message through the kernel; what is written is what the script would see.
  func converse(_ world: any World, policy: any SchedulingPolicy, replaying player: TapePlayer? = nil) -> [String] {
    let kernel = Kernel(world: world, policy: policy, replaying: player)
    let loop = kernel.addLoop()
    #expect(kernel.start(loop))
    let network = world.network
    var log: [String] = []
    let listener = network.listen(SocketAddress(host: "127.0.0.1", port: 0), backlog: 8, reusesPort: false)
    guard let address = network.localAddress(listener) else { return ["no address"] }
    #expect(kernel.addReader(listener, word: 1, on: loop) == 0)
    let client = network.connect(address, from: nil)
    #expect(kernel.addWriter(client, word: 2, on: loop) == 0)
    var server: Int32 = -1
    var buffer = [UInt8](repeating: 0, count: 64)
    func receive(_ socket: Int32) -> String {
      let count = buffer.withUnsafeMutableBytes { network.receive(socket, $0) }
      return count < 0 ? "error \(count)" : String(decoding: buffer[..<count], as: UTF8.self)
    }
    _ = drain(kernel, limit: 50) { word in
      switch word {
      case 1:
        server = network.accept(listener)
        log.append("accepted")
        _ = kernel.removeReader(listener)
        #expect(kernel.addReader(server, word: 3, on: loop) == 0)
      case 2:
        log.append("connected \(network.connectOutcome(client))")
        #expect(kernel.removeWriter(client))
        #expect(Array("ping".utf8).withUnsafeBytes { network.send(client, $0) } == 4)
        #expect(kernel.addReader(client, word: 4, on: loop) == 0)
      case 3:
        let text = receive(server)
        log.append("server got '\(text)'")
        #expect(kernel.removeReader(server))
        #expect(Array("pong".utf8).withUnsafeBytes { network.send(server, $0) } == 4)
        #expect(network.close(server) == 0)
      default:
        let text = receive(client)
        log.append("client got '\(text)'")
        if text.isEmpty { _ = kernel.removeReader(client) }
      }
    }
    #expect(kernel.awaitedDescriptors == 0)
    _ = network.close(client)
    _ = network.close(listener)
    return log.sorted()
  }

  @Test func socketsWakeTheirJobs() {
    let log = converse(SimulatedWorld(output: .memory), policy: FIFO())
    #expect(log == ["accepted", "client got ''", "client got 'pong'", "connected 0", "server got 'ping'"])
  }

  @Test func aTapeReplaysSocketsWithoutThem() {
    let recorder = TapeRecorder(programHash: 1, seed: 0)
    let recording = RecordedWorld(recording: SimulatedWorld(output: .memory), recorder: recorder)
    let first = converse(recording, policy: Recording(SeededRandom(seed: 5), recorder: recorder))
    #expect(first.count == 5)
    let player = TapePlayer(recorder.tape, programHash: 1)
    let replay = RecordedWorld(replaying: player, inner: SimulatedWorld(output: .memory))
    #expect(converse(replay, policy: Replay(player), replaying: player) == first)
    player.finish()
    #expect(player.divergence == nil)
  }

  @Test func aReplayThatWantsMoreEnds() {
    let recorder = TapeRecorder(programHash: 1, seed: 0)
    recorder.record(.result, number: 5)
    let player = TapePlayer(recorder.tape, programHash: 1)
    let world = RecordedWorld(replaying: player, inner: SimulatedWorld(output: .memory))
    let kernel = Kernel(world: world, policy: Replay(player), replaying: player)
    let loop = kernel.addLoop()
    #expect(kernel.start(loop))
    #expect(kernel.addReader(9, word: 1, on: loop) == -5)
    #expect(kernel.addReader(9, word: 1, on: loop) != 0)
    #expect(kernel.next() == .diverged)
    #expect(player.divergence?.found == "wants result")
  }

  @Test func timeFollowsTheMachineWhileSocketsAreAwaited() {
    let world = SimulatedWorld(output: .memory)
    let kernel = Kernel(world: world)
    let loop = kernel.addLoop()
    #expect(kernel.start(loop))
    let listener = world.network.listen(SocketAddress(host: "127.0.0.1", port: 0), backlog: 8, reusesPort: false)
    #expect(kernel.addReader(listener, word: 1, on: loop) == 0)
    _ = kernel.setTimer(at: 0.02, word: 2, on: loop)
    let before = world.monotonic()
    #expect(kernel.next() == .job(2))
    #expect(world.monotonic() - before >= 0.019)
    #expect(kernel.now == 0.02)
    _ = world.network.close(listener)
  }

  @Test func realTimePasses() {
    var options = KernelOptions()
    options.followsRealTime = true
    let world = RealWorld(output: .memory)
    let kernel = Kernel(world: world, options: options)
    let loop = kernel.addLoop()
    #expect(kernel.start(loop))
    _ = kernel.setTimer(at: kernel.readMonotonic() + 0.02, word: 2, on: loop)
    let before = world.monotonic()
    #expect(kernel.next() == .job(2))
    #expect(world.monotonic() - before >= 0.019)
    #expect(kernel.readWall() > 1.7e9)
    #expect(kernel.next() == .idle)
  }

  @Test func signalsAreReadAndReplayed() throws {
    // Sent to this thread alone, which has them blocked.
    let signals = try #require(SignalSource([SIGUSR1]))
    let recorder = TapeRecorder(programHash: 1, seed: 0)
    let inner = SimulatedWorld(output: .memory, signals: signals)
    let recording = RecordedWorld(recording: inner, recorder: recorder)
    #expect(recording.takeSignal() == nil)
    #expect(pthread_kill(pthread_self(), SIGUSR1) == 0)
    #expect(recording.takeSignal() == SIGUSR1)
    #expect(recording.takeSignal() == nil)
    let player = TapePlayer(recorder.tape, programHash: 1)
    let replay = RecordedWorld(replaying: player, inner: SimulatedWorld(output: .memory))
    #expect(replay.takeSignal() == nil)
    #expect(replay.takeSignal() == SIGUSR1)
    #expect(replay.takeSignal() == nil)
    player.finish()
    #expect(player.divergence == nil)
  }

  @Test func aSignalEndsAWait() throws {
    let signals = try #require(SignalSource([SIGUSR2]))
    let world = SimulatedWorld(output: .memory, signals: signals)
    let kernel = Kernel(world: world)
    let loop = kernel.addLoop()
    #expect(kernel.start(loop))
    let listener = world.network.listen(SocketAddress(host: "127.0.0.1", port: 0), backlog: 8, reusesPort: false)
    #expect(kernel.addReader(listener, word: 1, on: loop) == 0)
    #expect(pthread_kill(pthread_self(), SIGUSR2) == 0)
    #expect(kernel.next() == .signal(SIGUSR2))
    _ = world.network.close(listener)
  }
}
