/* The calls that a member makes on its files, with what befalls them. */
#include "faults.h"

#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name, ...)                                                \
    static type (*real)(__VA_ARGS__);                                        \
    if (real == NULL) {                                                      \
        real = (type(*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name);                \
    }

const char *faults_place(void) {
    return getenv("RAFTKMS_FAULT_PLACE");
}

int path_is_below(const char *path) {
    const char *data = getenv("RAFTKMS_FAULT_BELOW");
    size_t length = data == NULL ? 0 : strlen(data);
    return length > 0 && strncmp(path, data, length) == 0 && (path[length] == '/' || path[length] == '\0');
}

int place_of(int fd, struct place *where) {
    char link[64];
    int kept = errno;
    int found = 0;
    if (fstat(fd, &where->is) == 0 && (S_ISREG(where->is.st_mode) || S_ISDIR(where->is.st_mode))) {
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t length = readlink(link, where->path, sizeof where->path - 1);
        if (length > 0) {
            where->path[length] = '\0';
            found = path_is_below(where->path);
        }
    }
    errno = kept;
    return found;
}

static int failed(int error) {
    errno = error;
    return -1;
}

static ssize_t after_write(const struct place *where, off_t from, ssize_t written) {
    int kept = errno;
    if (written > 0) {
        durable_written(where, from, from + written);
        rules_at("written", where->path);
    }
    errno = kept;
    return written;
}

#define WRITING(name, parameters, arguments, from)                           \
    ssize_t name parameters {                                                \
        static ssize_t(*real) parameters;                                    \
        struct place where;                                                  \
        if (real == NULL) {                                                  \
            real = (ssize_t(*) parameters)dlsym(RTLD_NEXT, #name);           \
        }                                                                    \
        if (!place_of(fd, &where)) {                                         \
            return real arguments;                                           \
        }                                                                    \
        int error = rules_at("write", where.path);                           \
        if (error != 0) {                                                    \
            return failed(error);                                            \
        }                                                                    \
        ssize_t written = real arguments;                                    \
        return after_write(&where, from, written);                           \
    }

/* Behind the write, also for a file that only grows. */
static off_t before_here(int fd, ssize_t written) {
    return lseek(fd, 0, SEEK_CUR) - (written > 0 ? written : 0);
}

WRITING(write, (int fd, const void *bytes, size_t count), (fd, bytes, count), before_here(fd, written))
WRITING(writev, (int fd, const struct iovec *bytes, int count), (fd, bytes, count), before_here(fd, written))
WRITING(pwrite, (int fd, const void *bytes, size_t count, off_t at), (fd, bytes, count, at), at)
WRITING(pwrite64, (int fd, const void *bytes, size_t count, off64_t at), (fd, bytes, count, at), at)
WRITING(pwritev, (int fd, const struct iovec *bytes, int count, off_t at), (fd, bytes, count, at), at)

#define FORCING(name)                                                        \
    int name(int fd) {                                                       \
        REAL(int, name, int)                                                 \
        struct place where;                                                  \
        if (!place_of(fd, &where)) {                                         \
            return real(fd);                                                 \
        }                                                                    \
        int error = rules_at("force", where.path);                           \
        struct unforced what = durable_force_begins(&where);                 \
        if (error != 0) {                                                    \
            return failed(error);                                            \
        }                                                                    \
        int result = real(fd);                                               \
        if (result == 0) {                                                   \
            durable_forced(fd, &where, what);                                \
            rules_at("forced", where.path);                                  \
        }                                                                    \
        return result;                                                       \
    }

FORCING(fsync)
FORCING(fdatasync)

#define CUTTING(name, type)                                                  \
    int name(int fd, type length) {                                          \
        REAL(int, name, int, type)                                           \
        struct place where;                                                  \
        if (!place_of(fd, &where)) {                                         \
            return real(fd, length);                                         \
        }                                                                    \
        int result = real(fd, length);                                       \
        if (result == 0) {                                                   \
            durable_written(&where, length, where.is.st_size);               \
        }                                                                    \
        return result;                                                       \
    }

CUTTING(ftruncate, off_t)
CUTTING(ftruncate64, off64_t)

/* What the kernel copies by itself. */
ssize_t sendfile64(int out, int in, off64_t *at, size_t count) {
    REAL(ssize_t, sendfile64, int, int, off64_t *, size_t)
    struct place where;
    ssize_t result = real(out, in, at, count);
    if (place_of(out, &where)) {
        durable_unknown(&where);
    }
    return result;
}

ssize_t copy_file_range(int in, off64_t *from, int out, off64_t *to, size_t count, unsigned flags) {
    REAL(ssize_t, copy_file_range, int, off64_t *, int, off64_t *, size_t, unsigned)
    struct place where;
    ssize_t result = real(in, from, out, to, count, flags);
    if (place_of(out, &where)) {
        durable_unknown(&where);
    }
    return result;
}

int rename(const char *from, const char *to) {
    REAL(int, rename, const char *, const char *)
    if (!path_is_below(to)) {
        return real(from, to);
    }
    int error = rules_at("rename", to);
    if (error != 0) {
        return failed(error);
    }
    int result = real(from, to);
    int kept = errno;
    if (result == 0) {
        rules_at("renamed", to);
    }
    errno = kept;
    return result;
}

int mkdir(const char *path, mode_t mode) {
    REAL(int, mkdir, const char *, mode_t)
    int result = real(path, mode);
    if (result == 0) {
        durable_directory_made(path);
    }
    return result;
}

/* What a JVM asks for the free space. */
int statvfs64(const char *path, struct statvfs64 *space) {
    REAL(int, statvfs64, const char *, struct statvfs64 *)
    int result = real(path, space);
    long mebibytes = result == 0 && path_is_below(path) ? rules_space() : -1;
    if (mebibytes >= 0) {
        space->f_bavail = (fsblkcnt64_t)mebibytes * 1024 * 1024 / space->f_frsize;
    }
    return result;
}
