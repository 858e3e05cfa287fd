package io.orbit.protocol.rest.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.TypeFactory;
import com.fasterxml.jackson.databind.util.LRUMap;
import com.fasterxml.jackson.databind.util.LookupCache;

/** How we read and write JSON. */
public final class Json {
  private static final int CACHED_TYPES = 256;

  private Json() {}

  /** Exact: no digit of a number is lost; strict: what is not known is refused. */
  public static ObjectMapper mapper() {
    // Types in a cache of our own: Jackson's common one would hold this bundle's classes for ever.
    LookupCache<Object, JavaType> cache = new LRUMap<>(64, CACHED_TYPES);
    TypeFactory types = TypeFactory.defaultInstance().withCache(cache);
    return JsonMapper.builder()
        .typeFactory(types)
        .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
        .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
        .build();
  }
}
