// Lets every runtime see a machine without AVX-512, so that they can be compared as on one that has AVX2 alone:
// LD_PRELOAD=./avx2.so. Linux lets a process have the instruction that tells what a processor can do fail
// (arch_prctl(2), ARCH_SET_CPUID), where the processor knows how to (cpuid_fault in /proc/cpuinfo); the handler
// below answers in its place.

#define _GNU_SOURCE
#include <cpuid.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <ucontext.h>
#include <unistd.h>

enum { set_cpuid = 0x1012 };

// Leaf 7: the bits of everything called AVX-512 or AMX (Intel's manual, volume 2, CPUID).
static const unsigned ebx_hidden =
    1u << 16 | 1u << 17 | 1u << 21 | 1u << 26 | 1u << 27 | 1u << 28 | 1u << 30 | 1u << 31;
static const unsigned ecx_hidden = 1u << 1 | 1u << 6 | 1u << 11 | 1u << 12 | 1u << 14;
static const unsigned edx_hidden = 1u << 2 | 1u << 3 | 1u << 8 | 1u << 22 | 1u << 23 | 1u << 24 | 1u << 25;

static void answer(int signal_number, siginfo_t *info, void *context) {
  greg_t *registers = ((ucontext_t *)context)->uc_mcontext.gregs;
  const unsigned char *instruction = (const unsigned char *)registers[REG_RIP];
  if (instruction[0] != 0x0f || instruction[1] != 0xa2) {
    signal(signal_number, SIG_DFL);
    return;
  }
  const unsigned leaf = registers[REG_RAX], part = registers[REG_RCX];
  unsigned a, b, c, d;
  syscall(SYS_arch_prctl, set_cpuid, 1);
  __cpuid_count(leaf, part, a, b, c, d);
  syscall(SYS_arch_prctl, set_cpuid, 0);
  if (leaf == 7 && part == 0) b &= ~ebx_hidden, c &= ~ecx_hidden, d &= ~edx_hidden;
  // AVX-VNNI stays out too, and what comes after AVX-512.
  if (leaf == 7 && part == 1) a &= ~(1u << 4 | 1u << 5), d = 0;
  registers[REG_RAX] = a;
  registers[REG_RBX] = b;
  registers[REG_RCX] = c;
  registers[REG_RDX] = d;
  registers[REG_RIP] += 2;
}

__attribute__((constructor)) static void begin(void) {
  struct sigaction action = {.sa_sigaction = answer, .sa_flags = SA_SIGINFO | SA_NODEFER};
  sigaction(SIGSEGV, &action, NULL);
  if (syscall(SYS_arch_prctl, set_cpuid, 0) == 0) return;
  perror("avx2.so: this machine cannot hide AVX-512");
  exit(1);
}
