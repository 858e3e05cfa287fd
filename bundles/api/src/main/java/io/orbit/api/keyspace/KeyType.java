package io.orbit.api.keyspace;

/** What a key may hold, with the name that TYPE answers. */
public enum KeyType {
  STRING("string"),
  HASH("hash"),
  LIST("list"),
  SET("set"),
  SORTED_SET("zset"),
  STREAM("stream");

  private final String redisName;

  KeyType(String redisName) {
    this.redisName = redisName;
  }

  public String redisName() {
    return redisName;
  }
}
