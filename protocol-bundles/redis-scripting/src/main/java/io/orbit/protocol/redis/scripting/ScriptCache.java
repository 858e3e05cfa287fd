package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.CommandFailure;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Scripts by their digests, until SCRIPT FLUSH or the server's end, as in Redis. Thread-safe. */
final class ScriptCache {
  /** Who loads more is told to flush: a client that builds scripts of values would fill memory. */
  private static final long MOST_BYTES = 256L << 20;

  private final Map<String, Script> scripts = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  Script load(byte[] text) {
    String digest = Digests.sha1(text);
    Script known = scripts.get(digest);
    if (known != null) {
      return known;
    }
    if (bytes.get() + text.length > MOST_BYTES) {
      throw new CommandFailure(
          "OOM the cache of scripts is full: give values by KEYS and ARGV, and use SCRIPT FLUSH");
    }
    Script script = Script.read(digest, text);
    if (scripts.putIfAbsent(digest, script) == null) {
      bytes.addAndGet(text.length);
    }
    return script;
  }

  @Nullable Script find(String digest) {
    return scripts.get(digest);
  }

  void clear() {
    scripts.clear();
    bytes.set(0);
  }
}
