// What Swift can't import from Linux's own headers. _GNU_SOURCE is defined in the .c only: in a header it would
// change the system's structures for this module and clash with Swift's own Glibc module.
#pragma once
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

// The object that owns the calling thread (an EventLoop or a WorkerThread), or NULL. One thread-local
// pointer answers "am I on my loop?" in two instructions, without a retain.
void *clinux_thread_owner(void);
void clinux_set_thread_owner(void *owner);

// errno is a macro over a function; Swift may call others between the failing call and its reading.
static inline int clinux_errno(void) { return errno; }

// The GNU forms, which Swift's importer doesn't see.
int clinux_accept(int listener, struct sockaddr_storage *address, socklen_t *length);
void clinux_name_thread(const char *name);

// Blocks every signal on the calling thread, so that signals go to the main thread and a write to a
// closed socket is EPIPE instead of SIGPIPE.
void clinux_block_signals(void);

// Blocks the signals in the process (call before any thread starts) and waits for one of them.
void clinux_block_termination_signals(void);
int clinux_wait_termination_signal(void);

// Processors that this process may use (its affinity, not the machine's number).
int clinux_processors(void);

// The text of an errno, copied to buffer; always terminated.
void clinux_error_text(int error, char *buffer, size_t size);
