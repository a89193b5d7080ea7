// Exactly the OpenSSL headers Tocsin calls. The low-level SHA-256 calls are kept on purpose:
// they spare the per-call fetch of the EVP layer in the hot loops.
#pragma once
#define OPENSSL_SUPPRESS_DEPRECATED
#include <openssl/sha.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/err.h>
#include <openssl/rand.h>
#include <openssl/crypto.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/ec.h>
#include <openssl/bn.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#if defined(__linux__)
#include <sys/prctl.h>

// prctl has a variable argument list, which Swift cannot call.
static inline int tocsin_forbid_core_dumps(void) {
    return prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}
#else
static inline int tocsin_forbid_core_dumps(void) {
    return 0;
}
#endif
