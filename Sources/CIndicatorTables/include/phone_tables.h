#pragma once
#include <stdint.h>

// The numbering plans of the world as tables, written by scripts/generate-phone-tables.
//
// A set of digit texts is a state. A state below leaf_count is a leaf: a text belongs to the set
// when bit n of leaf_lengths is set, n being the digits that are left; it then has the label
// leaf_regions. Any other state s is row s - leaf_count of eleven numbers: the next state after
// each digit, then the label of a text that ends here (0: not in the set).

// One region or, with no letters, one calling code that belongs to no region.
typedef struct {
    uint8_t letters[2];
    uint16_t calling_code;
    uint32_t lengths;              // bit n: a whole national number may have n digits
    uint32_t local_lengths;        // bit n: n digits are dialled only within an area
    uint16_t general;              // the state of the general pattern of national numbers
    uint16_t national_prefix;      // where in words its program begins, 0: none
    uint16_t national_first;       // bit d: the program can match digits that begin with d
    uint16_t international_prefix; // as national_prefix
    uint16_t international_first;  // as national_first
    uint16_t transform;            // where in words the rule begins, 0: none
} tocsin_phone_region;

// One calling code.
typedef struct {
    uint16_t calling_code;
    uint16_t main_region; // counted from 0
    uint16_t valid;       // the state of its valid national numbers, labelled with region numbers from 1
} tocsin_phone_plan;

// All tables of one version of the metadata.
typedef struct {
    const char *version;
    uint32_t leaf_count;
    const uint16_t *rows;
    const uint32_t *leaf_lengths;
    const uint8_t *leaf_regions;
    const uint16_t *words; // prefix programs and transform rules, see scripts/phone_tables/programs.py
    const tocsin_phone_region *regions;
    const uint8_t *region_at; // 26 * first letter + second letter: region number from 1, 0: none
    const tocsin_phone_plan *plans;
    const uint16_t *plan_at; // calling code: plan number from 1, 0: none
} tocsin_phone_table;

extern const tocsin_phone_table tocsin_phone_tables;

static inline const tocsin_phone_table *tocsin_current_phone_table(void) { return &tocsin_phone_tables; }
