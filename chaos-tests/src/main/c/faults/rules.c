/*
 * Rules, a line each; a call is one of write, force, rename, or written, forced, renamed for the instant after it:
 *
 *   fail CALL ERROR NAMES    ends with this error number, and does nothing
 *   slow CALL MILLIS NAMES   takes so much longer
 *   hold CALL 0 NAMES        does not go on until the rule is gone, and "held" tells that it has come there
 *   leave space MIB *        so many mebibytes are said to be free
 *
 * NAMES is a pattern of the shell for the last part of the path.
 */
#include "faults.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *last_part(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* The number of the first such rule that matches; -1 without one. */
static int rule(const char *deed, const char *call, const char *path) {
    char file[PATH_MAX];
    char line[1024];
    char said[3][256];
    int number;
    int found = -1;
    FILE *in;
    snprintf(file, sizeof file, "%s/rules", faults_place());
    if (access(file, R_OK) != 0 || (in = fopen(file, "re")) == NULL) {
        return -1;
    }
    while (found < 0 && fgets(line, sizeof line, in) != NULL) {
        if (sscanf(line, "%255s %255s %d %255s", said[0], said[1], &number, said[2]) == 4
            && strcmp(said[0], deed) == 0 && strcmp(said[1], call) == 0
            && fnmatch(said[2], last_part(path), 0) == 0) {
            found = number;
        }
    }
    fclose(in);
    return found;
}

/* Leaves a file that names the call, and the process in a second line. */
static void tell(const char *what, const char *call, const char *path) {
    char file[PATH_MAX];
    FILE *out;
    snprintf(file, sizeof file, "%s/%s", faults_place(), what);
    out = fopen(file, "we");
    if (out != NULL) {
        fprintf(out, "%s %s\n%ld\n", call, last_part(path), (long)getpid());
        fclose(out);
    }
}

/* One file for each file that a call has failed on. */
static void tell_failed(const char *call, const char *path) {
    char what[PATH_MAX];
    snprintf(what, sizeof what, "failed-%s", last_part(path));
    tell(what, call, path);
}

long rules_space(void) {
    return faults_place() == NULL ? -1 : rule("leave", "space", "");
}

int rules_at(const char *call, const char *path) {
    int wait;
    int error;
    if (faults_place() == NULL) {
        return 0;
    }
    if (rule("hold", call, path) >= 0) {
        tell("held", call, path);
        do {
            usleep(1000);
        } while (rule("hold", call, path) >= 0);
    }
    wait = rule("slow", call, path);
    if (wait > 0) {
        usleep((useconds_t)wait * 1000);
    }
    error = rule("fail", call, path);
    if (error <= 0) {
        return 0;
    }
    tell_failed(call, path);
    return error;
}
