package io.orbit.protocol.redis.json;

/** JSON's null. The other values are Boolean, Long, Double, String, List and Map. */
enum JsonNull {
  NULL
}
