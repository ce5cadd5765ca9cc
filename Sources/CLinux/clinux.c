#define _GNU_SOURCE
#include "clinux.h"

static _Thread_local void *thread_owner;

void *clinux_thread_owner(void) { return thread_owner; }
void clinux_set_thread_owner(void *owner) { thread_owner = owner; }

int clinux_accept(int listener, struct sockaddr_storage *address, socklen_t *length) {
  return accept4(listener, (struct sockaddr *)address, length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

void clinux_name_thread(const char *name) {
  char short_name[16];   // the kernel's limit, with the terminator
  strncpy(short_name, name, sizeof short_name - 1);
  short_name[sizeof short_name - 1] = 0;
  pthread_setname_np(pthread_self(), short_name);
}

void clinux_block_signals(void) {
  sigset_t all;
  sigfillset(&all);
  pthread_sigmask(SIG_BLOCK, &all, NULL);
}

static void termination_signals(sigset_t *set) {
  sigemptyset(set);
  sigaddset(set, SIGTERM);
  sigaddset(set, SIGINT);
}

void clinux_block_termination_signals(void) {
  sigset_t set;
  termination_signals(&set);
  pthread_sigmask(SIG_BLOCK, &set, NULL);
}

int clinux_wait_termination_signal(void) {
  sigset_t set;
  termination_signals(&set);
  int signal = 0;
  while (sigwait(&set, &signal) != 0) {}
  return signal;
}

int clinux_processors(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0) return CPU_COUNT(&set);
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n > 0 ? (int)n : 1;
}

void clinux_error_text(int error, char *buffer, size_t size) {
  const char *text = strerror_r(error, buffer, size);   // GNU: may return a static string
  if (text != buffer) {
    strncpy(buffer, text, size - 1);
    buffer[size - 1] = 0;
  }
}
