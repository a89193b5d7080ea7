// The settings of the C library's allocator, which Swift's view of the library leaves out.
#pragma once
#include <stdlib.h>

#if defined(__GLIBC__)
#include <malloc.h>

// Few heaps, each of which gives back what stands free at its end; blocks of 128 KiB and more are the system's own and go back at once.
// Without a fixed threshold both marks grow with the largest block that was ever freed, and a burst stays in memory for ever.
static inline void tocsin_keep_little_memory(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 64 << 10);
}
#else
static inline void tocsin_keep_little_memory(void) {}
#endif
