#include "icu_text.h"

#include <unicode/uchar.h>
#include <unicode/uidna.h>
#include <unicode/unorm2.h>

// What ICU reports although the URL standard does not ask.
static const uint32_t tolerated = UIDNA_ERROR_EMPTY_LABEL | UIDNA_ERROR_LABEL_TOO_LONG | UIDNA_ERROR_DOMAIN_NAME_TOO_LONG |
    UIDNA_ERROR_LEADING_HYPHEN | UIDNA_ERROR_TRAILING_HYPHEN | UIDNA_ERROR_HYPHEN_3_4;

static int32_t outcome(int32_t count, UErrorCode status) {
    if (status == U_BUFFER_OVERFLOW_ERROR) return TOCSIN_ICU_TOO_LONG;
    return U_FAILURE(status) ? TOCSIN_ICU_REFUSED : count;
}

const tocsin_idna *tocsin_idna_open(void) {
    UErrorCode status = U_ZERO_ERROR;
    UIDNA *idna = uidna_openUTS46(
        UIDNA_CHECK_BIDI | UIDNA_CHECK_CONTEXTJ | UIDNA_NONTRANSITIONAL_TO_ASCII | UIDNA_NONTRANSITIONAL_TO_UNICODE, &status);
    return U_FAILURE(status) ? NULL : (const tocsin_idna *)idna;
}

int32_t tocsin_idna_to_ascii(const tocsin_idna *idna, const void *name, int32_t length, void *result, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    int32_t count = uidna_nameToASCII_UTF8((const UIDNA *)idna, (const char *)name, length, (char *)result, capacity, &info, &status);
    int32_t length_or_reason = outcome(count, status);
    if (length_or_reason >= 0 && (info.errors & ~tolerated)) return TOCSIN_ICU_REFUSED;
    return length_or_reason;
}

int32_t tocsin_compose(const uint16_t *text, int32_t length, uint16_t *result, int32_t capacity) {
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *normalizer = unorm2_getNFCInstance(&status);
    if (U_FAILURE(status)) return TOCSIN_ICU_REFUSED;
    int32_t count = unorm2_normalize(normalizer, (const UChar *)text, length, (UChar *)result, capacity, &status);
    return outcome(count, status);
}

void tocsin_unicode_version(uint8_t *version) { u_getUnicodeVersion(version); }
