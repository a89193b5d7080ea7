// ICU's C functions carry a version suffix that Swift cannot see; these wrappers give them plain names.
#pragma once
#include <unicode/uidna.h>
#include <unicode/unorm2.h>
#include <unicode/uchar.h>
#include <unicode/uversion.h>

static inline UIDNA *tocsin_uidna_open(uint32_t options, UErrorCode *status) { return uidna_openUTS46(options, status); }
static inline void tocsin_uidna_close(UIDNA *idna) { uidna_close(idna); }
