// SHA-256 (FIPS 180-4) of two independent messages at once, where the processor has instructions for it.
#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Whether sha256_compress_two may be called on this processor.
bool sha256_two_lanes_available(void);

// Takes the same number of 64-byte blocks into each of two chaining values. The addresses of the blocks need no
// alignment; the chaining values must not overlap.
void sha256_compress_two(
    uint32_t state_a[8], const uint8_t *a, uint32_t state_b[8], const uint8_t *b, size_t blocks);
