package io.orbit.keyspace.rdb;

/**
 * How RDB names the type of a module's value: nine letters of six bits each and a version of ten.
 * Orbit's own version is one that no module has, so that a Redis refuses what it cannot read.
 */
final class ModuleId {
  private static final String LETTERS =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  private static final int LENGTH = 9;
  private static final int VERSION_BITS = 10;
  private static final long VERSION = 1_022;

  private ModuleId() {}

  static long of(String type) {
    long id = 0;
    for (int i = 0; i < LENGTH; i++) {
      id = id << 6 | LETTERS.indexOf(type.charAt(i));
    }
    return id << VERSION_BITS | VERSION;
  }

  static boolean isOwn(long id) {
    return (id & (1L << VERSION_BITS) - 1) == VERSION;
  }

  static String type(long id) {
    StringBuilder type = new StringBuilder();
    for (int i = LENGTH - 1; i >= 0; i--) {
      type.append(LETTERS.charAt((int) (id >>> VERSION_BITS + 6 * i & 0x3F)));
    }
    return type.toString();
  }
}
