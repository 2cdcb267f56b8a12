#include "scripts.h"
const script_module script_modules[] = {{0, 0, 0}};
const unsigned long script_module_count = 0;
