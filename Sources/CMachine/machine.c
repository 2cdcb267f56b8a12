// machine.c — reaching registers and stack bounds for the conservative scan.
#define _GNU_SOURCE
#include "machine.h"

#include <pthread.h>
#include <sys/resource.h>

// The registers must be on the stack before `visit` looks at it; the barrier keeps this frame from being a tail call.
__attribute__((noinline)) void machine_spill(void (*visit)(void *, void *), void *context) {
  __builtin_unwind_init();
  visit(context, __builtin_frame_address(0));
  __asm__ volatile("" ::: "memory");
}

static void bounds(char **low, char **high) {
  pthread_attr_t attributes;
  void *address = 0;
  size_t size = 0, guard = 0;
  pthread_getattr_np(pthread_self(), &attributes);
  pthread_attr_getstack(&attributes, &address, &size);
  pthread_attr_getguardsize(&attributes, &guard);
  pthread_attr_destroy(&attributes);
  *high = (char *)address + size;
  struct rlimit limit;
  // An unlimited main stack is reported as large as the address space happens to allow; 8 MB is what we rely on.
  if (size > (64u << 20)) size = 64u << 20;
  if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur != RLIM_INFINITY && limit.rlim_cur < size &&
      address != 0) {
    size = limit.rlim_cur > size ? size : limit.rlim_cur;
  }
  *low = *high - size + guard + 16384;
}

void *machine_stack_high(void) {
  char *low, *high;
  bounds(&low, &high);
  return high;
}

void *machine_stack_low(void) {
  char *low, *high;
  bounds(&low, &high);
  return low;
}
