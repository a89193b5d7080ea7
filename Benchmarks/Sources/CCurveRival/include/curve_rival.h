// What libcrypto's own calls on P-256 take, one at a time and together, in seconds for `count` of each.
#pragma once

struct curve_rival {
    double decode;         // EC_POINT_oct2point of a compressed point
    double multiply;       // EC_POINT_mul of a point with a secret number
    double encode;         // EC_POINT_point2oct, its inversion included
    double encode_affine;  // the same after EC_POINTs_make_affine of all, which is counted
    double sum;            // EC_POINTs_mul of all points with public numbers
    double sum_of_two;     // the same, two points at a time
    double add;            // EC_POINT_add
    double number;         // BN_mod_mul modulo the order
};

// Returns 0 when libcrypto fails.
int curve_rival_measure(int count, struct curve_rival *result);
