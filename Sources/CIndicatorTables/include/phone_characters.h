#pragma once
#include <stdint.h>

// What the phone parser must know about characters beyond ASCII, written by
// scripts/generate-phone-characters.
typedef struct {
    uint32_t edge_count;
    const uint32_t *letter_edges; // where letters and numbers (L, N) begin, end, begin again, ...
    uint32_t zero_count;
    const uint32_t *digit_zeros; // the zero of every run of ten decimal digits
} tocsin_phone_characters;

extern const tocsin_phone_characters tocsin_phone_character_table;

static inline const tocsin_phone_characters *tocsin_current_phone_characters(void) { return &tocsin_phone_character_table; }
