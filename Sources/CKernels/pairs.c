#include "tessera_pairs.h"

#include <string.h>

#include "multiversion.h"

// Three lanes take up as many whole pieces as fit into each, and merge side by side: a merge waits for
// the one before it in its lane, and not for those in the others. Tokens stay where they begin; a bit
// for each place says which are left, so that neighbours are found by counting bits. All pairs of a
// lane are compared to find the lowest: what costs time here is what the processor cannot foresee,
// and what it must wait for. Their keys are one vector, which never leaves the registers of
// processors that have large ones. Lanes have names, since those of an array would not stay there.

enum { PLACES = TESSERA_PIECE_CODES, PLACE_BITS = 6, BEHIND = PLACES + 1 };
static const uint32_t END_OF_PIECE = UINT32_MAX;
static const uint32_t NO_RANK = (1u << TESSERA_RANK_BITS) - 1;
// Below this are the keys of pairs that merge.
static const uint32_t NO_KEY = ((1u << TESSERA_RANK_BITS) - 1) << PLACE_BITS;

typedef uint32_t vector __attribute__((ext_vector_type(PLACES)));
typedef _Bool mask __attribute__((ext_vector_type(PLACES)));

struct lane {
  // Rank and place of the pair that begins at each place, from 1.
  vector keys;
  // A bit for each place where a token begins, and one on either side.
  uint64_t left;
  // By place; on either side one that never merges.
  uint32_t tokens[PLACES + 2];
};

static const vector PLACE = {1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16,
                             17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32};

#define INLINE static inline __attribute__((always_inline))

INLINE void replace(vector *keys, uint32_t place, uint32_t key) {
  *keys = PLACE == place ? (vector)key : *keys;
}

INLINE uint64_t lesser(uint64_t a, uint64_t b) { return a < b ? a : b; }

INLINE uint32_t key_of(const struct tessera_pair_table *table, uint32_t left, uint32_t right,
                       uint32_t place) {
  const uint64_t pair = tessera_pair_key(left, right);
  uint64_t at = tessera_pair_place(pair) & table->mask;
  uint64_t slot = table->slots[at];
  // Found or empty, in one comparison: which of both it is cannot be foreseen.
  while (lesser(slot >> TESSERA_RANK_BITS ^ pair, ~slot) != 0) {
    at = (at + 1) & table->mask;
    slot = table->slots[at];
  }
  return ((uint32_t)slot & NO_RANK) << PLACE_BITS | place;
}

// Returns how many codes the pieces have that fit.
INLINE uint32_t load(struct lane *lane, const uint32_t *codes, const uint32_t *ranks,
                     size_t count) {
  vector rank = {};
  if (count >= PLACES) {
    memcpy(lane->tokens + 1, codes, sizeof rank);
    memcpy(&rank, ranks, sizeof rank);
  } else {
    for (size_t i = 0; i < count; i++) {
      lane->tokens[i + 1] = codes[i];
      rank[i] = ranks[i];
    }
  }
  const mask ends = __builtin_convertvector(rank == END_OF_PIECE, mask);
  uint32_t bits;
  memcpy(&bits, &ends, sizeof bits);
  const uint32_t taken = bits ? 32 - (uint32_t)__builtin_clz(bits) : 0;
  lane->keys = ((rank < NO_RANK) & (PLACE <= taken)) ? rank << PLACE_BITS | PLACE
                                                   : (vector)NO_KEY;
  lane->left = ((UINT64_C(1) << taken) - 1) << 1 | UINT64_C(1) << BEHIND | 1;
  return taken;
}

INLINE void merge(struct lane *lane, uint32_t key, const struct tessera_pair_table *table) {
  const uint32_t place = key & ((1 << PLACE_BITS) - 1);
  const uint64_t behind = lane->left & (~UINT64_C(1) << place);
  const uint64_t before = lane->left & ((UINT64_C(1) << place) - 1);
  const uint32_t joined_place = (uint32_t)__builtin_ctzll(behind);
  const uint32_t after_place = (uint32_t)__builtin_ctzll(behind & (behind - 1));
  const uint32_t before_place = 63 - (uint32_t)__builtin_clzll(before);
  const uint32_t token = table->results[key >> PLACE_BITS];
  lane->left &= ~(UINT64_C(1) << joined_place);
  lane->tokens[place] = token;
  const uint32_t with_after = key_of(table, token, lane->tokens[after_place], place);
  const uint32_t with_before = key_of(table, lane->tokens[before_place], token, before_place);
  replace(&lane->keys, joined_place, NO_KEY);
  replace(&lane->keys, place, with_after);
  replace(&lane->keys, before_place, with_before);
}

INLINE uint32_t *write_tokens(const struct lane *lane, uint32_t *tokens) {
  uint64_t left = lane->left & ~(UINT64_C(1) << BEHIND | 1);
  for (; left; left &= left - 1) *tokens++ = lane->tokens[__builtin_ctzll(left)];
  return tokens;
}

TESSERA_MULTIVERSION
size_t tessera_merge_pieces(const uint32_t *codes, const uint32_t *ranks, size_t count,
                            struct tessera_pair_table table, uint32_t *tokens, size_t *written) {
  struct lane first = {.tokens = {[0] = table.never_merging, [BEHIND] = table.never_merging}};
  struct lane second = first, third = first;
  uint32_t *next = tokens;
  size_t taken = 0;
  while (taken < count) {
    const size_t here = load(&first, codes + taken, ranks + taken, count - taken);
    if (!here) break;
    taken += here;
    taken += load(&second, codes + taken, ranks + taken, count - taken);
    taken += load(&third, codes + taken, ranks + taken, count - taken);
    for (;;) {
      const uint32_t a = __builtin_reduce_min(first.keys);
      const uint32_t b = __builtin_reduce_min(second.keys);
      const uint32_t c = __builtin_reduce_min(third.keys);
      if (a >= NO_KEY && b >= NO_KEY && c >= NO_KEY) break;
      if (a < NO_KEY) merge(&first, a, &table);
      if (b < NO_KEY) merge(&second, b, &table);
      if (c < NO_KEY) merge(&third, c, &table);
    }
    next = write_tokens(&third, write_tokens(&second, write_tokens(&first, next)));
  }
  *written = (size_t)(next - tokens);
  return taken;
}
