// The least that one Check can cost a server on nghttp2: every POST gets the same ready-made message and trailers.
//
//   floor PATH REPLY_FILE        serves PATH with REPLY_FILE's bytes (5-byte gRPC prefix included) on a free loopback port,
//                                which it prints; any other path is UNIMPLEMENTED
//
// One thread, one epoll, one write a connection and turn. It decodes the request's headers, as nghttp2 always does, and
// nothing else: no message, no credential, no rule. What Roster takes more than this is what Roster does.
#define _GNU_SOURCE
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <nghttp2/nghttp2.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#define STREAMS_MAX 1000
#define READ_BYTES (64 << 10)

// Bytes that wait for the socket. Grows to what one turn can hold and is kept.
struct queue {
  uint8_t *bytes;
  size_t start, end, capacity;
};

struct connection {
  int socket;
  bool watches_writable;
  nghttp2_session *session;
  struct queue out;
};

static const char *served_path;
static size_t served_path_length;
static uint8_t reply[4096];
static size_t reply_length;
static int events_fd;

#define FIELD(field_name, field_value)                                            \
  {.name = (uint8_t *)(field_name), .namelen = sizeof(field_name) - 1,            \
   .value = (uint8_t *)(field_value), .valuelen = sizeof(field_value) - 1,        \
   .flags = NGHTTP2_NV_FLAG_NO_COPY_NAME | NGHTTP2_NV_FLAG_NO_COPY_VALUE}

static const nghttp2_nv response_headers[] = {FIELD(":status", "200"), FIELD("content-type", "application/grpc")};
static const nghttp2_nv trailers[] = {FIELD("grpc-status", "0")};
static const nghttp2_nv refusal[] = {FIELD(":status", "200"), FIELD("content-type", "application/grpc"),
                                     FIELD("grpc-status", "12")};

// The mark that a stream carries when its path is the served one.
static char served;

static int header(nghttp2_session *session, const nghttp2_frame *frame, const uint8_t *name, size_t name_length,
                  const uint8_t *value, size_t value_length, uint8_t flags, void *connection) {
  (void)flags, (void)connection;
  if (name_length == 5 && memcmp(name, ":path", 5) == 0 && value_length == served_path_length &&
      memcmp(value, served_path, value_length) == 0)
    nghttp2_session_set_stream_user_data(session, frame->hd.stream_id, &served);
  return 0;
}

static ssize_t fill(nghttp2_session *session, int32_t stream, uint8_t *to, size_t room, uint32_t *flags,
                    nghttp2_data_source *source, void *connection) {
  (void)source, (void)connection;
  // The frame's room is 16 KiB or the peer's window; the fixed reply is shorter than any window h2load leaves.
  if (room < reply_length) return NGHTTP2_ERR_DEFERRED;
  memcpy(to, reply, reply_length);
  *flags |= NGHTTP2_DATA_FLAG_EOF | NGHTTP2_DATA_FLAG_NO_END_STREAM;
  nghttp2_submit_trailer(session, stream, trailers, 1);
  return (ssize_t)reply_length;
}

static int frame_received(nghttp2_session *session, const nghttp2_frame *frame, void *connection) {
  (void)connection;
  bool carries_request = frame->hd.type == NGHTTP2_HEADERS || frame->hd.type == NGHTTP2_DATA;
  if (!carries_request || !(frame->hd.flags & NGHTTP2_FLAG_END_STREAM)) return 0;
  if (nghttp2_session_get_stream_user_data(session, frame->hd.stream_id) != &served)
    return nghttp2_submit_response(session, frame->hd.stream_id, refusal, 3, NULL);
  nghttp2_data_provider body = {.read_callback = fill};
  return nghttp2_submit_response(session, frame->hd.stream_id, response_headers, 2, &body);
}

static void watch(struct connection *connection, int operation, bool writable) {
  struct epoll_event event = {.events = EPOLLIN | (writable ? EPOLLOUT : 0), .data.ptr = connection};
  epoll_ctl(events_fd, operation, connection->socket, &event);
  connection->watches_writable = writable;
}

static void append(struct queue *queue, const uint8_t *bytes, size_t count) {
  if (queue->end + count > queue->capacity) {
    queue->capacity = (queue->end + count) * 2;
    queue->bytes = realloc(queue->bytes, queue->capacity);
    if (!queue->bytes) exit(1);
  }
  memcpy(queue->bytes + queue->end, bytes, count);
  queue->end += count;
}

// Hands everything that nghttp2 has to the socket in one write. False: the connection is over.
static bool flush(struct connection *connection) {
  struct queue *out = &connection->out;
  const uint8_t *bytes;
  ssize_t count;
  while ((count = nghttp2_session_mem_send(connection->session, &bytes)) > 0) append(out, bytes, (size_t)count);
  if (count < 0) return false;
  if (out->start < out->end) {
    ssize_t written = write(connection->socket, out->bytes + out->start, out->end - out->start);
    if (written < 0 && errno != EAGAIN) return false;
    if (written > 0) out->start += (size_t)written;
    if (out->start == out->end) out->start = out->end = 0;
  }
  bool more = out->start < out->end;
  if (more != connection->watches_writable) watch(connection, EPOLL_CTL_MOD, more);
  return more || nghttp2_session_want_read(connection->session) || nghttp2_session_want_write(connection->session);
}

static bool receive(struct connection *connection) {
  static uint8_t bytes[READ_BYTES];
  ssize_t count = read(connection->socket, bytes, sizeof bytes);
  if (count < 0) return errno == EAGAIN;
  return count > 0 && nghttp2_session_mem_recv(connection->session, bytes, (size_t)count) == count;
}

static void end(struct connection *connection) {
  nghttp2_session_del(connection->session);
  close(connection->socket);
  free(connection->out.bytes);
  free(connection);
}

static void accept_one(int listener, const nghttp2_session_callbacks *callbacks) {
  int descriptor = accept4(listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC), on = 1;
  if (descriptor < 0) return;
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  struct connection *connection = calloc(1, sizeof *connection);
  if (!connection) exit(1);
  connection->socket = descriptor;
  nghttp2_session_server_new(&connection->session, callbacks, connection);
  nghttp2_settings_entry streams = {NGHTTP2_SETTINGS_MAX_CONCURRENT_STREAMS, STREAMS_MAX};
  nghttp2_submit_settings(connection->session, NGHTTP2_FLAG_NONE, &streams, 1);
  watch(connection, EPOLL_CTL_ADD, false);
  if (!flush(connection)) end(connection);
}

static int listen_on_free_port(void) {
  int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t length = sizeof address;
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, length) || listen(listener, 1024) ||
      getsockname(listener, (struct sockaddr *)&address, &length)) {
    perror("floor");
    exit(1);
  }
  printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

int main(int count, char **arguments) {
  FILE *file = count == 3 ? fopen(arguments[2], "rb") : NULL;
  if (!file) return fprintf(stderr, "usage: floor PATH REPLY_FILE\n"), 2;
  reply_length = fread(reply, 1, sizeof reply, file);
  fclose(file);
  served_path = arguments[1];
  served_path_length = strlen(served_path);
  signal(SIGPIPE, SIG_IGN);

  nghttp2_session_callbacks *callbacks;
  if (nghttp2_session_callbacks_new(&callbacks)) return 1;
  nghttp2_session_callbacks_set_on_header_callback(callbacks, header);
  nghttp2_session_callbacks_set_on_frame_recv_callback(callbacks, frame_received);

  int listener = listen_on_free_port();
  events_fd = epoll_create1(EPOLL_CLOEXEC);
  struct epoll_event accepts = {.events = EPOLLIN}, ready[128];
  epoll_ctl(events_fd, EPOLL_CTL_ADD, listener, &accepts);
  for (;;) {
    int n = epoll_wait(events_fd, ready, 128, -1);
    for (int i = 0; i < n; i++) {
      struct connection *connection = ready[i].data.ptr;
      if (!connection)
        accept_one(listener, callbacks);
      else if (((ready[i].events & ~(uint32_t)EPOLLOUT) && !receive(connection)) || !flush(connection))
        end(connection);
    }
  }
}
