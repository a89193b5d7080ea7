#include "sha256_lanes.h"

#if defined(__x86_64__)
#include <cpuid.h>
#include <immintrin.h>

// The processor's instruction for two rounds answers after four cycles but can begin every two, so that a second
// message fits between the rounds of the first. Neither branches nor addresses depend on the messages.
#define LANE static inline __attribute__((target("sha,sse4.1,ssse3"), always_inline))

// FIPS 180-4, 4.2.2.
static const uint32_t round_constants[64] __attribute__((aligned(16))) = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

// One message on its way: the working variables in the order the instructions want, and the last sixteen words of
// the message schedule.
typedef struct {
    __m128i abef;
    __m128i cdgh;
    __m128i words[4];
} lane;

LANE void load_state(lane *lane, const uint32_t state[8]) {
    __m128i dcba = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)state), 0x1b);
    __m128i hgfe = _mm_shuffle_epi32(_mm_loadu_si128((const __m128i *)(state + 4)), 0x1b);
    lane->abef = _mm_unpackhi_epi64(hgfe, dcba);
    lane->cdgh = _mm_unpacklo_epi64(hgfe, dcba);
}

LANE void store_state(const lane *lane, uint32_t state[8]) {
    __m128i dcba = _mm_unpackhi_epi64(lane->cdgh, lane->abef);
    __m128i hgfe = _mm_unpacklo_epi64(lane->cdgh, lane->abef);
    _mm_storeu_si128((__m128i *)state, _mm_shuffle_epi32(dcba, 0x1b));
    _mm_storeu_si128((__m128i *)(state + 4), _mm_shuffle_epi32(hgfe, 0x1b));
}

// Four big-endian words of a block.
LANE __m128i load_words(const uint8_t *bytes) {
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    return _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)bytes), swap);
}

// The four words of the schedule after the last sixteen, of which these are the oldest four and so on.
LANE __m128i next_words(__m128i first, __m128i second, __m128i third, __m128i fourth) {
    __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(first, second), _mm_alignr_epi8(fourth, third, 4));
    return _mm_sha256msg2_epu32(sum, fourth);
}

// Rounds 4 n to 4 n + 3.
LANE void four_rounds(lane *lane, const uint8_t *block, int n) {
    __m128i *words = lane->words;
    words[n & 3] = n < 4 ? load_words(block + 16 * n)
                         : next_words(words[n & 3], words[(n + 1) & 3], words[(n + 2) & 3], words[(n + 3) & 3]);
    __m128i sum = _mm_add_epi32(words[n & 3], _mm_load_si128((const __m128i *)(round_constants + 4 * n)));
    lane->cdgh = _mm_sha256rnds2_epu32(lane->cdgh, lane->abef, sum);
    lane->abef = _mm_sha256rnds2_epu32(lane->abef, lane->cdgh, _mm_shuffle_epi32(sum, 0x0e));
}

LANE void add_state(lane *lane, __m128i abef, __m128i cdgh) {
    lane->abef = _mm_add_epi32(lane->abef, abef);
    lane->cdgh = _mm_add_epi32(lane->cdgh, cdgh);
}

__attribute__((target("sha,sse4.1,ssse3"))) void sha256_compress_two(
    uint32_t state_a[8], const uint8_t *a, uint32_t state_b[8], const uint8_t *b, size_t blocks) {
    lane first, second;
    load_state(&first, state_a);
    load_state(&second, state_b);
    for (; blocks > 0; blocks--, a += 64, b += 64) {
        __m128i first_abef = first.abef, first_cdgh = first.cdgh;
        __m128i second_abef = second.abef, second_cdgh = second.cdgh;
#pragma clang loop unroll(full)
        for (int n = 0; n < 16; n++) {
            four_rounds(&first, a, n);
            four_rounds(&second, b, n);
        }
        add_state(&first, first_abef, first_cdgh);
        add_state(&second, second_abef, second_cdgh);
    }
    store_state(&first, state_a);
    store_state(&second, state_b);
}

bool sha256_two_lanes_available(void) {
    unsigned eax, ebx, ecx, edx;
    if (!__get_cpuid(1, &eax, &ebx, &ecx, &edx)) return false;
    if (!(ecx & bit_SSSE3) || !(ecx & bit_SSE4_1)) return false;
    return __get_cpuid_count(7, 0, &eax, &ebx, &ecx, &edx) && (ebx & bit_SHA) != 0;
}

#else

bool sha256_two_lanes_available(void) { return false; }

void sha256_compress_two(
    uint32_t state_a[8], const uint8_t *a, uint32_t state_b[8], const uint8_t *b, size_t blocks) {
    (void)state_a, (void)a, (void)state_b, (void)b, (void)blocks;
}

#endif
