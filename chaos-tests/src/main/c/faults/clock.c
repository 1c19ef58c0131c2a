/*
 * The clock of the wall; the monotonic one stays as it is. The file "clock" has three numbers of eight bytes each, all 0 for
 * the right time: nanoseconds that are added, and parts in a million by which it runs fast since a time of the monotonic clock.
 * The test writes each with one store, the last one first.
 */
#include "faults.h"

#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define SECOND 1000000000LL

static const volatile int64_t *numbers;
static int (*real_clock)(clockid_t, struct timespec *);

__attribute__((constructor)) static void map_clock(void) {
    char file[PATH_MAX];
    real_clock = (int (*)(clockid_t, struct timespec *))dlsym(RTLD_NEXT, "clock_gettime");
    if (faults_place() == NULL || snprintf(file, sizeof file, "%s/clock", faults_place()) >= PATH_MAX) {
        return;
    }
    int fd = open(file, O_RDONLY | O_CLOEXEC);
    if (fd >= 0) {
        void *mapped = mmap(NULL, 3 * sizeof(int64_t), PROT_READ, MAP_SHARED, fd, 0);
        numbers = mapped == MAP_FAILED ? NULL : mapped;
        close(fd);
    }
}

static int64_t nanos(const struct timespec *time) {
    return time->tv_sec * SECOND + time->tv_nsec;
}

int clock_gettime(clockid_t clock, struct timespec *time) {
    if (real_clock == NULL) {
        map_clock();
    }
    int result = real_clock(clock, time);
    if (result != 0 || numbers == NULL || (clock != CLOCK_REALTIME && clock != CLOCK_REALTIME_COARSE)) {
        return result;
    }
    int64_t shown = nanos(time) + numbers[0];
    int64_t rate = numbers[1];
    if (rate != 0) {
        struct timespec monotonic;
        real_clock(CLOCK_MONOTONIC, &monotonic);
        shown += (int64_t)((double)(nanos(&monotonic) - numbers[2]) * (double)rate / 1e6);
    }
    time->tv_sec = shown / SECOND;
    time->tv_nsec = shown % SECOND;
    return 0;
}

int gettimeofday(struct timeval *restrict time, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    time->tv_sec = now.tv_sec;
    time->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *out) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (out != NULL) {
        *out = now.tv_sec;
    }
    return now.tv_sec;
}

int timespec_get(struct timespec *out, int base) {
    if (base != TIME_UTC) {
        return 0;
    }
    clock_gettime(CLOCK_REALTIME, out);
    return base;
}
