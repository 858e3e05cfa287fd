/*
 * Stands before the C library of a server under test: once the file named by ORBIT_FAILING_SYNC is
 * there, no file of the commit log can be synced any more. Made and used by SyncFailureIT alone.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fails(int descriptor) {
  const char *flag = getenv("ORBIT_FAILING_SYNC");
  char link[64];
  char path[4096];
  ssize_t length;
  if (flag == NULL || access(flag, F_OK) != 0) {
    return 0;
  }
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  length = readlink(link, path, sizeof path - 1);
  if (length <= 0) {
    return 0;
  }
  path[length] = '\0';
  return strstr(path, "/store/log/") != NULL;
}

int fsync(int descriptor) {
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fsync");
  if (fails(descriptor)) {
    errno = EIO;
    return -1;
  }
  return next(descriptor);
}

int fdatasync(int descriptor) {
  int (*next)(int) = (int (*)(int))dlsym(RTLD_NEXT, "fdatasync");
  if (fails(descriptor)) {
    errno = EIO;
    return -1;
  }
  return next(descriptor);
}
