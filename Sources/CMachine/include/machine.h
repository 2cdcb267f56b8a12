// machine.h — the little that Swift cannot say: the native stack's registers and bounds.
#pragma once
#include <stddef.h>
#include <stdint.h>

/// Calls `visit(context, low)` with every callee-saved register spilled at or above address `low`.
void machine_spill(void (*_Nonnull visit)(void *_Nullable, void *_Nonnull), void *_Nullable context);
/// The highest address of this thread's native stack.
void *_Nonnull machine_stack_high(void);
/// The lowest usable address of this thread's native stack (its guard area left out).
void *_Nonnull machine_stack_low(void);
/// A number that grows as the native stack does: the address of the caller's frame.
static inline __attribute__((always_inline)) uintptr_t machine_stack_here(void) {
  return (uintptr_t)__builtin_frame_address(0);
}
