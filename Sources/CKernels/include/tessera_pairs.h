#ifndef TESSERA_PAIRS_H
#define TESSERA_PAIRS_H
#include <stddef.h>
#include <stdint.h>

// Ranks of pairs of tokens, in a hash table with open addressing whose slots hold pair and rank.

/// Bits of a slot that hold the rank, the lower ones; all of them set stand for no rank.
#define TESSERA_RANK_BITS 24
/// Bits of a token. A pair of two takes 40; the pair of the two largest would look like an empty slot.
#define TESSERA_TOKEN_BITS 20

/// A pair as one number.
static inline uint64_t tessera_pair_key(uint32_t left, uint32_t right) {
  return (uint64_t)left << TESSERA_TOKEN_BITS | right;
}

/// The first slot where a pair may be, before it is cut to the size of the table.
///
/// The multiplier is 2^64 divided by the golden ratio (Knuth, The Art of Computer Programming, volume
/// 3, section 6.4); the shift brings the left token into the product's upper bits as well as the right.
static inline uint64_t tessera_pair_place(uint64_t key) {
  return (key ^ key >> 29) * 0x9E3779B97F4A7C15u >> 24;
}

/// What merging needs of a vocabulary.
struct tessera_pair_table {
  /// Pair and rank; all bits set where there is none. One slot in three is empty at least.
  const uint64_t *slots;
  /// How many slots there are, a power of two, less 1.
  uint64_t mask;
  /// The token that each merge makes, by rank.
  const uint32_t *results;
  /// A token that no pair in the table has.
  uint32_t never_merging;
};

/// Codes that a piece has at most.
#define TESSERA_PIECE_CODES 32

/// Merges pieces of codes: in each the pair of the lowest rank first, the leftmost of equals, until
/// none has a rank. Ends in front of the first piece that has more than TESSERA_PIECE_CODES.
///
/// ranks[i] is the rank of codes i and i + 1; at the end of a piece all bits are set, as at the last
/// of `count` codes; other numbers that are no rank stand for pairs that do not merge now. Codes and
/// ranks are below what the table has. There must be room for `count` tokens.
///
/// Returns how many codes were taken; *written is how many tokens they became.
size_t tessera_merge_pieces(const uint32_t *codes, const uint32_t *ranks, size_t count,
                            struct tessera_pair_table table, uint32_t *tokens, size_t *written);
#endif
