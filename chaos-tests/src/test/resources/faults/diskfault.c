/*
 * Preloaded into a member: lets writes and forces of files below a directory fail as a broken disk would, or tells how
 * little space it has, from the moment on at which a file says so. RAFTKMS_FAULT_BELOW names the directory,
 * RAFTKMS_FAULT_FILE a file whose first two words are the call ("write" or "force") and the number of the error, or
 * "space" and how many mebibytes are free.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/statvfs.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static int below(int fd) {
    const char *directory = getenv("RAFTKMS_FAULT_BELOW");
    char link[64];
    char path[4096];
    ssize_t length;
    if (directory == NULL) {
        return 0;
    }
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    length = readlink(link, path, sizeof path - 1);
    if (length < 0) {
        return 0;
    }
    path[length] = '\0';
    return strncmp(path, directory, strlen(directory)) == 0;
}

/* The number that the file says for the call, 0 for none. */
static int said(const char *call) {
    const char *file = getenv("RAFTKMS_FAULT_FILE");
    char wanted[16];
    int number;
    FILE *in;
    int read;
    if (file == NULL || access(file, R_OK) != 0) {
        return 0;
    }
    in = fopen(file, "r");
    if (in == NULL) {
        return 0;
    }
    read = fscanf(in, "%15s %d", wanted, &number);
    fclose(in);
    return read == 2 && strcmp(wanted, call) == 0 ? number : 0;
}

/* The error that the call has to end with, 0 for none. */
static int fault(int fd, const char *call) {
    int error = said(call);
    return error != 0 && below(fd) ? error : 0;
}

#define FAULTY(type, name, call, parameters, arguments)             \
    type name parameters {                                          \
        static type(*real) parameters;                              \
        int error = fault(fd, call);                                \
        if (error != 0) {                                           \
            errno = error;                                          \
            return -1;                                              \
        }                                                           \
        if (real == NULL) {                                         \
            real = (type(*) parameters)dlsym(RTLD_NEXT, #name);     \
        }                                                           \
        return real arguments;                                      \
    }

FAULTY(int, fsync, "force", (int fd), (fd))
FAULTY(int, fdatasync, "force", (int fd), (fd))
FAULTY(ssize_t, write, "write", (int fd, const void *from, size_t count), (fd, from, count))
FAULTY(ssize_t, pwrite, "write", (int fd, const void *from, size_t count, off_t at), (fd, from, count, at))
FAULTY(ssize_t, pwrite64, "write", (int fd, const void *from, size_t count, off64_t at), (fd, from, count, at))
FAULTY(ssize_t, writev, "write", (int fd, const struct iovec *from, int count), (fd, from, count))

/* What a JVM asks for the free space. */
int statvfs64(const char *path, struct statvfs64 *space) {
    static int (*real)(const char *, struct statvfs64 *);
    const char *directory = getenv("RAFTKMS_FAULT_BELOW");
    int megabytes = said("space");
    int result;
    if (real == NULL) {
        real = (int (*)(const char *, struct statvfs64 *))dlsym(RTLD_NEXT, "statvfs64");
    }
    result = real(path, space);
    if (result == 0 && megabytes != 0 && directory != NULL && strncmp(path, directory, strlen(directory)) == 0) {
        space->f_bavail = (fsblkcnt64_t)megabytes * 1024 * 1024 / space->f_frsize;
    }
    return result;
}
