package io.orbit.protocol.redis.scripting.library;

/** {@code cjson.null}: a userdata that is no pointer. */
final class JsonNull {
  static final JsonNull NULL = new JsonNull();

  private JsonNull() {}

  @Override
  public String toString() {
    return "userdata: (nil)";
  }
}
