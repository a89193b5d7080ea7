// ICU's C functions carry a version suffix that Swift cannot see; these wrappers give them plain names.
#pragma once
#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/uversion.h>

static inline UIDNA *tocsin_uidna_open(uint32_t options, UErrorCode *status) { return uidna_openUTS46(options, status); }
static inline void tocsin_uidna_close(UIDNA *idna) { uidna_close(idna); }

/// Maps a name in UTF-8 to ASCII; gives the length of the result and the errors UTS #46 names.
static inline int32_t tocsin_uidna_to_ascii(
    const UIDNA *idna, const void *name, int32_t length, void *result, int32_t capacity, uint32_t *errors,
    UErrorCode *status) {
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t count =
        uidna_nameToASCII_UTF8(idna, (const char *)name, length, (char *)result, capacity, &info, status);
    *errors = info.errors;
    return count;
}

/// The shared normalizer to composed form; ICU owns it.
static inline const UNormalizer2 *tocsin_unorm2_nfc(UErrorCode *status) { return unorm2_getNFCInstance(status); }

static inline int32_t tocsin_unorm2_normalize(
    const UNormalizer2 *normalizer, const UChar *text, int32_t length, UChar *result, int32_t capacity,
    UErrorCode *status) {
    return unorm2_normalize(normalizer, text, length, result, capacity, status);
}

/// The version of Unicode that the library holds, as four numbers.
static inline void tocsin_unicode_version(uint8_t *version) { u_getUnicodeVersion(version); }
