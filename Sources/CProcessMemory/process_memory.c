// Settings of the C library and the system that Swift's view of them leaves out.
#define _GNU_SOURCE
#include "process_memory.h"

#if defined(__linux__)
#include <link.h>
#include <malloc.h>
#include <stdint.h>
#include <sys/mman.h>
#include <unistd.h>

// Blocks of 128 KiB and more are the system's own and go back at once. Without a fixed threshold both marks grow with the largest block
// that was ever freed, and a burst stays in memory for ever.
void tocsin_keep_little_memory(void) {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_TRIM_THRESHOLD, 64 << 10);
}

// One loaded file: what cannot be written is as the file has it, and comes back from there by itself.
static int let_go_of_segments(struct dl_phdr_info *info, size_t size, void *unused) {
    (void)size;
    (void)unused;
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    for (int i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_LOAD || !(segment->p_flags & PF_X) || (segment->p_flags & PF_W)) continue;
        uintptr_t start = (info->dlpi_addr + segment->p_vaddr) & ~(page - 1);
        uintptr_t end = info->dlpi_addr + segment->p_vaddr + segment->p_filesz;
        madvise((void *)start, end - start, MADV_DONTNEED);
    }
    return 0;
}

void tocsin_let_go_of_code(void) { dl_iterate_phdr(let_go_of_segments, NULL); }
#else
void tocsin_keep_little_memory(void) {}
void tocsin_let_go_of_code(void) {}
#endif
