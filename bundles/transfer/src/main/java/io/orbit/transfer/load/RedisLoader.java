package io.orbit.transfer.load;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Keys.ExpiryCondition;
import io.orbit.api.keyspace.Keyspace;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.transfer.RedisForm;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Writes lines of {@link RedisForm} into the key spaces: those of one key are collected, so many at
 * a time, and written together. One thread, in the transaction that the key space was given.
 */
final class RedisLoader {
  private static final int MOST_LINES = 10_000;
  private static final long MICROS = 1000;

  private final Keyspace keyspace;
  private final List<@Nullable Object[]> lines = new ArrayList<>();

  /** The key that was begun last: what is written of it goes on where it ended. */
  private @Nullable Object @Nullable [] begun;

  RedisLoader(Keyspace keyspace) {
    this.keyspace = keyspace;
  }

  void add(@Nullable Object[] line) {
    if (lines.size() == MOST_LINES || !(lines.isEmpty() || sameKey(lines.getFirst(), line))) {
      flush();
    }
    lines.add(line);
  }

  private static boolean sameKey(@Nullable Object[] one, @Nullable Object[] other) {
    return Objects.equals(one[RedisForm.DATABASE], other[RedisForm.DATABASE])
        && Arrays.equals((byte[]) one[RedisForm.KEY], (byte[]) other[RedisForm.KEY]);
  }

  /** Writes what is collected. */
  void flush() {
    if (lines.isEmpty()) {
      return;
    }
    @Nullable Object[] first = lines.getFirst();
    int number = database(first);
    keyspace.select(number);
    ByteRange key = bytes(first, RedisForm.KEY);
    String type = (String) Objects.requireNonNull(first[RedisForm.TYPE]);
    boolean row = type.equals(RedisForm.ROW);
    if (!row && (begun == null || !sameKey(begun, first)) && keyspace.keys().exists(key)) {
      throw new OrbitException(
              ErrorCode.DUPLICATE_OBJECT,
              "key \"" + key.utf8() + "\" exists in key space " + number)
          .withHint("Import into a database that does not have it.");
    }
    if (!row) {
      write(type, key);
    }
    Object expiresAt = first[RedisForm.EXPIRES_AT];
    if (expiresAt != null) {
      keyspace.keys().expireAt(key, Math.floorDiv((Long) expiresAt, MICROS), ExpiryCondition.ANY);
    }
    begun = first;
    lines.clear();
  }

  private static int database(@Nullable Object[] line) {
    return line[RedisForm.DATABASE] instanceof Integer number
            && number >= 0
            && number < Keyspaces.COUNT
        ? number
        : fail("a line has no key space from 0 to " + (Keyspaces.COUNT - 1));
  }

  private void write(String type, ByteRange key) {
    switch (typeOf(type)) {
      case STRING -> keyspace.strings().set(key, bytes(lines.getFirst(), RedisForm.VALUE));
      case HASH -> keyspace.hashes().set(key, fieldsAndValues());
      case LIST ->
          keyspace
              .lists()
              .change(
                  key,
                  list -> {
                    lines.forEach(line -> list.addLast(bytes(line, RedisForm.VALUE)));
                    return true;
                  });
      case SET ->
          keyspace
              .sets()
              .change(
                  key,
                  set -> {
                    lines.forEach(line -> set.add(bytes(line, RedisForm.ELEMENT)));
                    return true;
                  });
      case SORTED_SET ->
          keyspace
              .sortedSets()
              .change(
                  key,
                  set -> {
                    lines.forEach(line -> set.put(bytes(line, RedisForm.ELEMENT), score(line)));
                    return true;
                  });
      case STREAM ->
          throw new OrbitException(ErrorCode.FEATURE_NOT_SUPPORTED, "streams cannot be imported");
      case JSON, BLOOM_FILTER, CUCKOO_FILTER, COUNT_MIN_SKETCH, TOP_K, T_DIGEST, TIME_SERIES ->
          keyspace
              .trees(typeOf(type))
              .change(
                  key,
                  tree -> {
                    lines.forEach(
                        line ->
                            tree.put(
                                bytes(line, RedisForm.ELEMENT).copy(),
                                bytes(line, RedisForm.VALUE).copy()));
                    return true;
                  });
    }
  }

  private static KeyType typeOf(String name) {
    return Arrays.stream(KeyType.values())
        .filter(type -> type.redisName().equals(name))
        .findFirst()
        .orElseGet(() -> fail("a line is of type \"" + name + "\", which there is not"));
  }

  private List<ByteRange> fieldsAndValues() {
    List<ByteRange> all = new ArrayList<>();
    for (@Nullable Object[] line : lines) {
      all.add(bytes(line, RedisForm.ELEMENT));
      all.add(bytes(line, RedisForm.VALUE));
    }
    return all;
  }

  private static ByteRange bytes(@Nullable Object[] line, int column) {
    return line[column] instanceof byte[] bytes
        ? ByteRange.of(bytes)
        : fail("a line has no " + RedisForm.NAMES.get(column));
  }

  private static double score(@Nullable Object[] line) {
    String text = new String(bytes(line, RedisForm.VALUE).copy(), StandardCharsets.US_ASCII);
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException malformed) {
      throw new OrbitException(
          ErrorCode.INVALID_TEXT_REPRESENTATION, "\"" + text + "\" is no score", malformed);
    }
  }

  private static <T> T fail(String message) {
    throw new OrbitException(ErrorCode.BAD_COPY_FILE_FORMAT, message);
  }
}
