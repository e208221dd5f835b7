// A library that is loaded before the others and lets one call to the system fail, as told by the
// environment:
//   MONAZITE_FAULT_KIND   open, write, stream: a write of the C library, short: a write that takes
//                         half of what it is given, rename, sync, truncate, mkdir, thread
//   MONAZITE_FAULT_CALL   which call of the kind, from 1; 0: none
//   MONAZITE_FAULT_ERROR  the errno that it fails with
//   MONAZITE_FAULT_LASTS  1: all later calls of the kind fail too
//   MONAZITE_FAULT_COUNT  a file to which the number of calls of the kind is written at the end
// Only what bears on files of the program counts: no libraries, devices, or standard streams.

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio_ext.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

namespace {

std::atomic<long> calls{0};

const char* setting(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

template <class Function>
Function next(const char* name) {
  return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

/// Counts a call of a kind, and tells whether it is to fail; then errno is set.
bool fails(const char* kind) {
  static const char* const wanted = setting("MONAZITE_FAULT_KIND");
  static const long which = std::atol(setting("MONAZITE_FAULT_CALL"));
  static const int error = std::atoi(setting("MONAZITE_FAULT_ERROR"));
  static const bool lasts = std::atoi(setting("MONAZITE_FAULT_LASTS")) != 0;
  if (std::strcmp(kind, wanted) != 0) {
    return false;
  }
  const long call = ++calls;
  if (which == 0 || call < which || (call > which && !lasts)) {
    return false;
  }
  errno = error;
  return true;
}

bool is_of_program(const char* path) {
  constexpr std::array<const char*, 6> others = {"/proc", "/sys", "/dev", "/lib", "/usr", "/etc"};
  for (const char* other : others) {
    if (std::strncmp(path, other, std::strlen(other)) == 0) {
      return false;
    }
  }
  return true;
}

bool open_fails(const char* path) { return is_of_program(path) && fails("open"); }
bool write_fails(int file) { return file > STDERR_FILENO && fails("write"); }
bool stream_fails(std::FILE* file) { return ::fileno(file) > STDERR_FILENO && fails("stream"); }

/// How much of `size` a write takes.
size_t taken(int file, size_t size) {
  return file > STDERR_FILENO && size > 1 && fails("short") ? size / 2 : size;
}

mode_t mode_of(int flags, std::va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : 0;
}

/// Tells the number of calls when the program ends.
struct Count {
  Count() = default;
  Count(const Count&) = delete;
  Count& operator=(const Count&) = delete;
  ~Count() {
    const char* path = setting("MONAZITE_FAULT_COUNT");
    if (*path == '\0') {
      return;
    }
    const int file = next<int (*)(const char*, int, ...)>("open")(path, O_WRONLY | O_TRUNC);
    std::array<char, 32> text{};
    const int length = std::snprintf(text.data(), text.size(), "%ld\n", calls.load());
    (void)next<ssize_t (*)(int, const void*, size_t)>("write")(file, text.data(),
                                                               static_cast<size_t>(length));
    ::close(file);
  }
} count;

}  // namespace

extern "C" {

#define MONAZITE_OPEN(name)                                               \
  int name(const char* path, int flags, ...) {                            \
    std::va_list arguments;                                               \
    va_start(arguments, flags);                                           \
    const mode_t mode = mode_of(flags, arguments);                        \
    va_end(arguments);                                                    \
    static const auto real = next<int (*)(const char*, int, ...)>(#name); \
    return open_fails(path) ? -1 : real(path, flags, mode);               \
  }
MONAZITE_OPEN(open)
MONAZITE_OPEN(open64)

#define MONAZITE_OPENAT(name)                                                  \
  int name(int folder, const char* path, int flags, ...) {                     \
    std::va_list arguments;                                                    \
    va_start(arguments, flags);                                                \
    const mode_t mode = mode_of(flags, arguments);                             \
    va_end(arguments);                                                         \
    static const auto real = next<int (*)(int, const char*, int, ...)>(#name); \
    return open_fails(path) ? -1 : real(folder, path, flags, mode);            \
  }
MONAZITE_OPENAT(openat)
MONAZITE_OPENAT(openat64)

#define MONAZITE_FOPEN(name)                                                        \
  std::FILE* name(const char* path, const char* mode) {                             \
    static const auto real = next<std::FILE* (*)(const char*, const char*)>(#name); \
    return open_fails(path) ? nullptr : real(path, mode);                           \
  }
MONAZITE_FOPEN(fopen)
MONAZITE_FOPEN(fopen64)

ssize_t write(int file, const void* data, size_t size) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t)>("write");
  return write_fails(file) ? -1 : real(file, data, taken(file, size));
}

ssize_t writev(int file, const iovec* parts, int parts_count) {
  static const auto real = next<ssize_t (*)(int, const iovec*, int)>("writev");
  if (write_fails(file)) {
    return -1;
  }
  // The first of several parts is all that a short one takes.
  const bool is_short = file > STDERR_FILENO && parts_count > 1 && fails("short");
  return real(file, parts, is_short ? 1 : parts_count);
}

ssize_t sendfile(int to, int from, off_t* offset, size_t size) {
  static const auto real = next<ssize_t (*)(int, int, off_t*, size_t)>("sendfile");
  return write_fails(to) ? -1 : real(to, from, offset, taken(to, size));
}

ssize_t pwrite(int file, const void* data, size_t size, off_t place) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off_t)>("pwrite");
  return write_fails(file) ? -1 : real(file, data, taken(file, size), place);
}

ssize_t pwrite64(int file, const void* data, size_t size, off64_t place) {
  static const auto real = next<ssize_t (*)(int, const void*, size_t, off64_t)>("pwrite64");
  return write_fails(file) ? -1 : real(file, data, taken(file, size), place);
}

// Streams write inside the library, where nothing can be put in between.
size_t fwrite(const void* data, size_t size, size_t items, std::FILE* file) {
  static const auto real = next<size_t (*)(const void*, size_t, size_t, std::FILE*)>("fwrite");
  return stream_fails(file) ? 0 : real(data, size, taken(::fileno(file), items), file);
}

int fflush(std::FILE* file) {
  static const auto real = next<int (*)(std::FILE*)>("fflush");
  return file != nullptr && stream_fails(file) ? EOF : real(file);
}

// What could not be written when a file is closed is lost, and its beginning may be what is left.
int fclose(std::FILE* file) {
  static const auto real = next<int (*)(std::FILE*)>("fclose");
  const bool is_to_fail = stream_fails(file);
  const int error = errno;
  if (is_to_fail) {
    struct stat found {};
    ::__fpurge(file);
    if (::fstat(::fileno(file), &found) == 0) {
      static const auto cut = next<int (*)(int, off_t)>("ftruncate");
      (void)cut(::fileno(file), found.st_size / 2);
    }
  }
  const int result = real(file);
  errno = is_to_fail ? error : errno;
  return is_to_fail ? EOF : result;
}

int rename(const char* from, const char* to) {
  static const auto real = next<int (*)(const char*, const char*)>("rename");
  return fails("rename") ? -1 : real(from, to);
}

int renameat2(int from_folder, const char* from, int to_folder, const char* to,
              unsigned int flags) {
  static const auto real =
      next<int (*)(int, const char*, int, const char*, unsigned int)>("renameat2");
  return fails("rename") ? -1 : real(from_folder, from, to_folder, to, flags);
}

int fsync(int file) {
  static const auto real = next<int (*)(int)>("fsync");
  return fails("sync") ? -1 : real(file);
}

int fdatasync(int file) {
  static const auto real = next<int (*)(int)>("fdatasync");
  return fails("sync") ? -1 : real(file);
}

int ftruncate(int file, off_t size) {
  static const auto real = next<int (*)(int, off_t)>("ftruncate");
  return fails("truncate") ? -1 : real(file, size);
}

int ftruncate64(int file, off64_t size) {
  static const auto real = next<int (*)(int, off64_t)>("ftruncate64");
  return fails("truncate") ? -1 : real(file, size);
}

int truncate(const char* path, off_t size) {
  static const auto real = next<int (*)(const char*, off_t)>("truncate");
  return fails("truncate") ? -1 : real(path, size);
}

int mkdir(const char* path, mode_t mode) {
  static const auto real = next<int (*)(const char*, mode_t)>("mkdir");
  return fails("mkdir") ? -1 : real(path, mode);
}

int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*start)(void*),
                   void* argument) {
  static const auto real =
      next<int (*)(pthread_t*, const pthread_attr_t*, void* (*)(void*), void*)>("pthread_create");
  return fails("thread") ? errno : real(thread, attributes, start, argument);
}

}  // extern "C"
