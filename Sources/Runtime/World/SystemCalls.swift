// SystemCalls.swift — Linux calls that Swift's Glibc module leaves out.
//
// Each takes and gives numbers and pointers only, for which the calling conventions of C and Swift agree.

import Glibc

@_silgen_name("epoll_create1")
func systemEpollCreate(_ flags: Int32) -> Int32

@_silgen_name("epoll_ctl")
func systemEpollControl(_ epoll: Int32, _ operation: Int32, _ descriptor: Int32, _ event: UnsafeMutableRawPointer?)
  -> Int32

@_silgen_name("epoll_pwait")
func systemEpollWait(
  _ epoll: Int32, _ events: UnsafeMutableRawPointer, _ count: Int32, _ milliseconds: Int32,
  _ mask: UnsafeRawPointer?
) -> Int32

@_silgen_name("signalfd")
func systemSignalDescriptor(_ descriptor: Int32, _ mask: UnsafePointer<sigset_t>, _ flags: Int32) -> Int32

@_silgen_name("accept4")
func systemAccept(
  _ listener: Int32, _ address: UnsafeMutableRawPointer?, _ length: UnsafeMutableRawPointer?, _ flags: Int32
) -> Int32

/// Flags that are the same number in every call that takes them.
enum SystemFlags {
  static let nonBlocking: Int32 = 0o4000
  static let closeOnExec: Int32 = 0o2000000
}
