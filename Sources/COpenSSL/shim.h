#pragma once
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>
#include <openssl/sha.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// OpenSSL's function-like macros, which Swift can't call.
static inline int copenssl_set_min_version(SSL_CTX *c, int version) { return (int)SSL_CTX_set_min_proto_version(c, version); }
static inline void copenssl_set_mode(SSL_CTX *c, long mode) { SSL_CTX_set_mode(c, mode); }
static inline int copenssl_set_server_name(SSL *s, const char *name) { return (int)SSL_set_tlsext_host_name(s, name); }
static inline void copenssl_cache_off(SSL_CTX *c) { SSL_CTX_set_session_cache_mode(c, SSL_SESS_CACHE_OFF); }
static inline int copenssl_set_ip(SSL *s, const char *ip) { return X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(s), ip); }

// SHA-256 in a context of the caller's own. OpenSSL 3 deprecates these functions in favour of EVP, which exchanges the algorithm
// behind them at run time: that costs allocations and look-ups which a digest of some hundred bytes feels, and a mutation makes ten.
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wdeprecated-declarations"
static inline void copenssl_sha256_init(SHA256_CTX *c) { SHA256_Init(c); }
static inline void copenssl_sha256_update(SHA256_CTX *c, const void *bytes, size_t count) { SHA256_Update(c, bytes, count); }
static inline void copenssl_sha256_final(SHA256_CTX *c, void *digest) { SHA256_Final((unsigned char *)digest, c); }
#pragma GCC diagnostic pop

// Closed by the peer without a close_notify: an end of the stream for us (HTTP/2 frames delimit themselves).
static inline int copenssl_is_unexpected_eof(unsigned long error) {
  return ERR_GET_REASON(error) == SSL_R_UNEXPECTED_EOF_WHILE_READING;
}

static inline uint64_t copenssl_options(void) {
  return SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_SINGLE_ECDH_USE;
}
static inline long copenssl_modes(void) {
  return SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS | SSL_MODE_AUTO_RETRY;
}
