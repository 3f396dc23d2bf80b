#ifndef TESSERA_SPIN_H
#define TESSERA_SPIN_H

/// Tells the core that it runs in a loop that waits for another core.
static inline void tessera_spin_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
#endif
