/*
 * What power loss would leave of the data directory:
 *
 *   durable/content/NUMBER   of the file with this inode number, its bytes at its last force
 *   durable/names/NUMBER     of the directory, "NUMBER KIND NAME" for all that was in it when it was forced last, or when
 *                            a file below it was: ext4, XFS and btrfs keep the order of such changes
 *   durable/strict           if it is there, a directory's names are kept by a force of that directory alone: all that POSIX
 *                            promises
 *   durable/held/NUMBER      a second link to each such file: its number is not given to another one, and what was
 *                            written and not forced can be looked at
 *
 * Writes are noted as they happen, and a force copies what was noted. The first force of a file in a process copies all
 * of it. What a failed force was to cover is forgotten: Linux marks such pages clean, and no later force writes them.
 * Without the directory "durable" nothing is recorded. A record takes file descriptors: a process that has none left ends.
 */
#include "faults.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#define FILES 256

struct file {
    ino_t number;
    unsigned long used;
    int known; /* the copy has all that was forced before */
    off_t from;
    off_t to;
};

static struct file files[FILES];
static unsigned long uses;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int in_durable(char *out, const char *room, ino_t number) {
    int length = snprintf(out, PATH_MAX, "%s/durable/%s/%lu", faults_place(), room, (unsigned long)number);
    return length > 0 && length < PATH_MAX;
}

static int has(const char *what) {
    char path[PATH_MAX];
    return faults_place() != NULL && snprintf(path, sizeof path, "%s/durable/%s", faults_place(), what) < PATH_MAX
        && access(path, F_OK) == 0;
}

static int is_kept(void) {
    return has("names");
}

/* A record that cannot be made would be a power loss that cannot be believed. */
static void give_up(void) {
    static const char said[] = "the library of faults cannot record what was forced: ";
    const char *why = strerror(errno);
    syscall(SYS_write, STDERR_FILENO, said, sizeof said - 1);
    syscall(SYS_write, STDERR_FILENO, why, strlen(why));
    syscall(SYS_write, STDERR_FILENO, "\n", 1);
    abort();
}

/* Its entry; the one used longest ago makes room, and counts as never seen. */
static struct file *entry(ino_t number) {
    struct file *oldest = &files[0];
    for (int i = 0; i < FILES; i++) {
        if (files[i].number == number) {
            files[i].used = ++uses;
            return &files[i];
        }
        if (files[i].used < oldest->used) {
            oldest = &files[i];
        }
    }
    *oldest = (struct file){.number = number, .used = ++uses};
    return oldest;
}

void durable_written(const struct place *where, off_t from, off_t to) {
    if (!S_ISREG(where->is.st_mode) || to <= from || !is_kept()) {
        return;
    }
    pthread_mutex_lock(&lock);
    struct file *file = entry(where->is.st_ino);
    if (file->to <= file->from) {
        file->from = from;
        file->to = to;
    } else {
        file->from = from < file->from ? from : file->from;
        file->to = to > file->to ? to : file->to;
    }
    pthread_mutex_unlock(&lock);
}

void durable_unknown(const struct place *where) {
    pthread_mutex_lock(&lock);
    entry(where->is.st_ino)->known = 0;
    pthread_mutex_unlock(&lock);
}

struct unforced durable_force_begins(const struct place *where) {
    struct unforced what = {0, 0, 0};
    if (S_ISREG(where->is.st_mode) && is_kept()) {
        pthread_mutex_lock(&lock);
        struct file *file = entry(where->is.st_ino);
        what = (struct unforced){file->from, file->to, !file->known};
        file->known = 1;
        file->from = file->to = 0;
        pthread_mutex_unlock(&lock);
    }
    return what;
}

/* Past this library's own write, which would look at what is written. */
static int copy_bytes(int from, int to, off_t at, off_t end) {
    char bytes[65536];
    while (at < end) {
        size_t wanted = end - at < (off_t)sizeof bytes ? (size_t)(end - at) : sizeof bytes;
        ssize_t read = pread(from, bytes, wanted, at);
        if (read <= 0) {
            return read == 0 ? 0 : -1;
        }
        if (syscall(SYS_pwrite64, to, bytes, (size_t)read, at) != read) {
            return -1;
        }
        at += read;
    }
    return 0;
}

static void keep_content(int fd, struct unforced what) {
    char link[64];
    char kept[PATH_MAX];
    char held[PATH_MAX];
    struct stat now;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    if (fstat(fd, &now) != 0 || !in_durable(kept, "content", now.st_ino) || !in_durable(held, "held", now.st_ino)) {
        give_up();
    }
    linkat(AT_FDCWD, link, AT_FDCWD, held, AT_SYMLINK_FOLLOW);
    int from = open(link, O_RDONLY | O_CLOEXEC);
    int to = open(kept, O_RDWR | O_CREAT | O_CLOEXEC, now.st_mode & 0777);
    if (from < 0 || to < 0 || copy_bytes(from, to, what.all ? 0 : what.from, what.all ? now.st_size : what.to) != 0
        || syscall(SYS_ftruncate, to, now.st_size) != 0) {
        give_up();
    }
    close(from);
    close(to);
}

/* The names in one directory, as they are now. */
static void keep_names(const char *directory) {
    char kept[PATH_MAX];
    char made[PATH_MAX + 32];
    char held[PATH_MAX];
    struct stat is;
    struct dirent *one;
    DIR *open = opendir(directory);
    if (open == NULL || fstat(dirfd(open), &is) != 0 || !in_durable(kept, "names", is.st_ino)) {
        if (open != NULL) {
            closedir(open);
        }
        return;
    }
    snprintf(made, sizeof made, "%s.%d", kept, (int)syscall(SYS_gettid));
    FILE *out = fopen(made, "we");
    if (out == NULL) {
        give_up();
    }
    while ((one = readdir(open)) != NULL) {
        if (one->d_type == DT_DIR && strcmp(one->d_name, ".") != 0 && strcmp(one->d_name, "..") != 0) {
            fprintf(out, "%lu d %s\n", (unsigned long)one->d_ino, one->d_name);
        } else if (one->d_type == DT_REG && in_durable(held, "held", one->d_ino)) {
            fprintf(out, "%lu f %s\n", (unsigned long)one->d_ino, one->d_name);
            linkat(dirfd(open), one->d_name, AT_FDCWD, held, 0);
        }
    }
    fclose(out);
    closedir(open);
    if (syscall(SYS_rename, made, kept) != 0) {
        give_up();
    }
}

void durable_forced(int fd, const struct place *where, struct unforced what) {
    char directory[PATH_MAX];
    if (!is_kept()) {
        return;
    }
    if (S_ISREG(where->is.st_mode)) {
        keep_content(fd, what);
    } else {
        keep_names(where->path);
    }
    if (has("strict")) {
        return;
    }
    /* And all directories on the way to it. */
    strcpy(directory, where->path);
    for (char *slash = strrchr(directory, '/'); slash != NULL; slash = strrchr(directory, '/')) {
        *slash = '\0';
        if (!path_is_below(directory)) {
            return;
        }
        keep_names(directory);
    }
}

void durable_directory_made(const char *path) {
    char kept[PATH_MAX];
    struct stat is;
    if (path_is_below(path) && is_kept() && stat(path, &is) == 0 && in_durable(kept, "names", is.st_ino)) {
        syscall(SYS_unlink, kept);
    }
}
