// scripts.h — the sources of script modules that are embedded in the binary.
#pragma once

typedef struct {
  const char *name;
  const unsigned char *text;
  unsigned long size;
} script_module;

/// All embedded modules, sorted by name (byte order).
extern const script_module script_modules[];
extern const unsigned long script_module_count;
/// The table as a pointer: arrays of unknown size have no place in Swift.
static inline const script_module *script_module_table(void) { return script_modules; }
