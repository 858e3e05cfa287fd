package io.orbit.api.keyspace;

/** What a key may hold, with the name that TYPE answers. */
public enum KeyType {
  STRING("string"),
  HASH("hash"),
  LIST("list"),
  SET("set"),
  SORTED_SET("zset"),
  STREAM("stream"),
  JSON("ReJSON-RL"),
  BLOOM_FILTER("MBbloom--"),
  CUCKOO_FILTER("MBbloomCF"),
  COUNT_MIN_SKETCH("CMSk-TYPE"),
  TOP_K("TopK-TYPE"),
  T_DIGEST("TDIS-TYPE"),
  TIME_SERIES("TSDB-TYPE");

  private final String redisName;

  KeyType(String redisName) {
    this.redisName = redisName;
  }

  /** Whether the commands of a module make values of this type, by {@link Trees}. */
  public boolean isOfModule() {
    return ordinal() > STREAM.ordinal();
  }

  public String redisName() {
    return redisName;
  }
}
