#ifndef TESSERA_MULTIVERSION_H
#define TESSERA_MULTIVERSION_H
/// Marks a function that is compiled once per x86-64 level and chosen when the program loads.
#if defined(__x86_64__) && defined(__linux__)
#define TESSERA_MULTIVERSION \
  __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define TESSERA_MULTIVERSION
#endif
#endif
