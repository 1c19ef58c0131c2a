/*
 * Preloaded into a member: its disk and its clock as a test wants them, while it runs. Nothing of the member knows.
 *
 *   RAFTKMS_FAULT_BELOW   its data directory: files below it are concerned, and directories
 *   RAFTKMS_FAULT_PLACE   a directory of the test on the same file system:
 *     rules               what is to fail, be slow or be held (rules.c); put in place of the old one by a rename
 *     held, failed        which call was held up, or failed, last
 *     clock               three numbers (clock.c)
 *     durable/            what would be left after power loss, as a test laid it down at first (durable.c)
 */
#ifndef FAULTS_H
#define FAULTS_H

#define _GNU_SOURCE
#include <limits.h>
#include <sys/stat.h>
#include <sys/types.h>

/* A file or directory of the member's data. */
struct place {
    struct stat is;
    char path[PATH_MAX];
};

/* The directory of the test; NULL without one. */
const char *faults_place(void);

/* Whether the data directory holds what this descriptor stands for; sockets and the like it never does. */
int place_of(int fd, struct place *where);

/* Whether it holds what has this name. */
int path_is_below(const char *path);

/*
 * Does what the rules have for a call on a file of that name: waits, holds it up.
 * Returns the error that it has to end with, 0 for none.
 */
int rules_at(const char *call, const char *path);

/* How many mebibytes the rules say are free; -1 if they say nothing. */
long rules_space(void);

/* Bytes of a file were written, or cut off, and are not forced. */
void durable_written(const struct place *where, off_t from, off_t to);

/* The same, and nobody knows which. */
void durable_unknown(const struct place *where);

/* What a force has to make durable, taken before it begins: what is written later is not covered. */
struct unforced {
    off_t from;
    off_t to;
    int all;
};
struct unforced durable_force_begins(const struct place *where);
void durable_forced(int fd, const struct place *where, struct unforced what);

/* A directory is new: whatever had its number before is not in it. */
void durable_directory_made(const char *path);

#endif
