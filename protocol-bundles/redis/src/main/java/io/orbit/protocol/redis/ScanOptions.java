package io.orbit.protocol.redis;

import io.orbit.api.keyspace.ByteRange;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** MATCH, COUNT and TYPE of SCAN and HSCAN. */
record ScanOptions(@Nullable Glob match, int count, @Nullable String type) {
  static ScanOptions parse(RedisRequest request, int first, int defaultCount, boolean typeAllowed) {
    Glob match = null;
    String type = null;
    int count = defaultCount;
    for (int i = first; i < request.size(); i += 2) {
      ByteRange word = request.argument(i);
      if (i + 1 >= request.size()) {
        throw RedisError.syntax();
      }
      ByteRange value = request.argument(i + 1);
      if (word.isWord("COUNT")) {
        long wanted = Words.integer(value);
        if (wanted < 1) {
          throw RedisError.syntax();
        }
        count = (int) Math.min(wanted, Integer.MAX_VALUE);
      } else if (word.isWord("MATCH")) {
        Glob glob = new Glob(value.copy(), false);
        match = glob.matchesAll() ? null : glob;
      } else if (word.isWord("TYPE") && typeAllowed) {
        type = value.latin1().toLowerCase(Locale.ROOT);
      } else {
        throw RedisError.syntax();
      }
    }
    return new ScanOptions(match, count, type);
  }
}
