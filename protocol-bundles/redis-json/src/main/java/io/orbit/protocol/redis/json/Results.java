package io.orbit.protocol.redis.json;

import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a command answers for each place that a path leads to. */
final class Results {
  private Results() {}

  static Reply text(String text) {
    return new Reply.Bulk(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * A path's answer: of a JSONPath an array with one for each place, nothing where the operation
   * has no meaning; of the older dialect the one for the first place with a meaning, or the last.
   *
   * @param operation null where it has no meaning
   * @param last whether the older dialect answers for the last place
   * @param wrong the error of the older dialect for a place without a meaning, or no place at all
   */
  static Reply of(
      JsonPath path,
      List<JsonPath.Place> places,
      boolean last,
      Function<JsonPath.Place, @Nullable Reply> operation,
      Function<@Nullable Object, String> wrong) {
    List<Reply> all = new ArrayList<>();
    Reply chosen = null;
    for (JsonPath.Place place : places) {
      Reply result = operation.apply(place);
      all.add(result == null ? new Reply.Nothing() : result);
      if (result != null && (last || chosen == null)) {
        chosen = result;
      }
      if (path.isLegacy() && chosen != null && !last) {
        return chosen;
      }
    }
    if (!path.isLegacy()) {
      return new Reply.Sequence(all);
    }
    if (chosen != null) {
      return chosen;
    }
    throw new CommandFailure(wrong.apply(places.isEmpty() ? null : places.getFirst().value()));
  }

  static CommandFailure missing(JsonPath path) {
    return new CommandFailure("ERR Path '" + path.text() + "' does not exist");
  }

  /** The error for a value that is no argument. */
  static CommandFailure unexpected(String type, Object value) {
    return new CommandFailure(expected(type, value));
  }

  private static String expected(String type, Object value) {
    return "WRONGTYPE wrong type of path value - expected "
        + type
        + " but found "
        + Json.typeName(value);
  }

  /** The error for a value of a type that has no meaning, or for no place. */
  static Function<@Nullable Object, String> expected(JsonPath path, String type) {
    return value -> value == null ? missing(path).getMessage() : expected(type, value);
  }

  /** One error for both. @param path as it is shown */
  static Function<@Nullable Object, String> missingOr(String path, String otherwise) {
    return value -> "ERR Path '" + path + "' does not exist or " + otherwise;
  }
}
