#define OPENSSL_SUPPRESS_DEPRECATED
#include "curve_rival.h"

#include <openssl/bn.h>
#include <openssl/ec.h>
#include <openssl/obj_mac.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

#define MUST(call) do { if (!(call)) return 0; } while (0)

int curve_rival_measure(int count, struct curve_rival *result) {
    EC_GROUP *group = EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1);
    BN_CTX *context = BN_CTX_secure_new();
    const BIGNUM *order = group ? EC_GROUP_get0_order(group) : NULL;
    EC_POINT **points = calloc((size_t)count, sizeof *points), **products = calloc((size_t)count, sizeof *products);
    BIGNUM **numbers = calloc((size_t)count, sizeof *numbers);
    unsigned char (*bytes)[33] = calloc((size_t)count, sizeof *bytes);
    MUST(group && context && points && products && numbers && bytes);
    BIGNUM *other = BN_new();
    MUST(other);
    for (int i = 0; i < count; i++) {
        MUST((points[i] = EC_POINT_new(group)) && (products[i] = EC_POINT_new(group)) && (numbers[i] = BN_new()));
        MUST(BN_rand_range(numbers[i], order));
        BN_set_flags(numbers[i], BN_FLG_CONSTTIME);
        MUST(EC_POINT_mul(group, points[i], numbers[i], NULL, NULL, context));
    }
    double start = now();
    for (int i = 0; i < count; i++)
        MUST(EC_POINT_point2oct(group, points[i], POINT_CONVERSION_COMPRESSED, bytes[i], 33, context) == 33);
    result->encode = now() - start;
    start = now();
    for (int i = 0; i < count; i++) MUST(EC_POINT_oct2point(group, points[i], bytes[i], 33, context));
    result->decode = now() - start;
    start = now();
    for (int i = 0; i < count; i++) MUST(EC_POINT_mul(group, products[i], NULL, points[i], numbers[i], context));
    result->multiply = now() - start;
    start = now();
    MUST(EC_POINTs_make_affine(group, (size_t)count, products, context));
    for (int i = 0; i < count; i++)
        MUST(EC_POINT_point2oct(group, products[i], POINT_CONVERSION_COMPRESSED, bytes[i], 33, context) == 33);
    result->encode_affine = now() - start;
    EC_POINT *sum = EC_POINT_new(group);
    MUST(sum);
    start = now();
    MUST(EC_POINTs_mul(group, sum, NULL, (size_t)count, (const EC_POINT **)points, (const BIGNUM **)numbers, context));
    result->sum = now() - start;
    start = now();
    for (int i = 0; i + 1 < count; i += 2)
        MUST(EC_POINTs_mul(group, sum, NULL, 2, (const EC_POINT **)points + i, (const BIGNUM **)numbers + i, context));
    result->sum_of_two = now() - start;
    start = now();
    for (int i = 0; i < count; i++) MUST(EC_POINT_add(group, sum, points[i], products[i], context));
    result->add = now() - start;
    start = now();
    for (int i = 0; i < count; i++) MUST(BN_mod_mul(other, numbers[i], numbers[0], order, context));
    result->number = now() - start;
    for (int i = 0; i < count; i++) {
        EC_POINT_free(points[i]);
        EC_POINT_free(products[i]);
        BN_free(numbers[i]);
    }
    free(points), free(products), free(numbers), free(bytes);
    EC_POINT_free(sum), BN_free(other), BN_CTX_free(context), EC_GROUP_free(group);
    return 1;
}
