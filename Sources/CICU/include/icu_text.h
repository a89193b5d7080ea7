// What this project asks ICU, without ICU's own headers: their types carry the names of those that Foundation brings along, and a
// program that sees both does not compile.
#pragma once
#include <stdint.h>

/// A mapper of host names to ASCII.
typedef struct tocsin_idna tocsin_idna;

/// Opens a mapper by UTS #46, non-transitional, with the bidirectional and joiner checks; NULL when ICU fails. It never changes.
const tocsin_idna *tocsin_idna_open(void);

enum {
    /// The result does not fit.
    TOCSIN_ICU_TOO_LONG = -1,
    /// The text breaks a rule.
    TOCSIN_ICU_REFUSED = -2,
};

/// Maps a name in UTF-8 to ASCII, whatever its hyphens and lengths; gives the length of the result, or a reason below zero.
int32_t tocsin_idna_to_ascii(const tocsin_idna *idna, const void *name, int32_t length, void *result, int32_t capacity);

/// The composed form (NFC) of UTF-16; gives its length, or a reason below zero.
int32_t tocsin_compose(const uint16_t *text, int32_t length, uint16_t *result, int32_t capacity);

/// The version of Unicode that the library holds, as four numbers.
void tocsin_unicode_version(uint8_t *version);
