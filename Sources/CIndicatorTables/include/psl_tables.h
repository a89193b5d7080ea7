// The public suffix list, compiled by scripts/generate-psl-tables, which describes the layout.
#pragma once
#include <stdint.h>

extern const char tocsin_psl_commit[];
extern const uint8_t tocsin_psl_text[];
extern const uint32_t tocsin_psl_slots[];

/// One less than the number of slots, which is a power of two.
extern const uint32_t tocsin_psl_slot_mask;

/// The most labels a public suffix has.
extern const uint32_t tocsin_psl_deepest;

static inline const char *tocsin_psl_commit_text(void) { return tocsin_psl_commit; }
static inline const uint8_t *tocsin_psl_text_start(void) { return tocsin_psl_text; }
static inline const uint32_t *tocsin_psl_slots_start(void) { return tocsin_psl_slots; }
