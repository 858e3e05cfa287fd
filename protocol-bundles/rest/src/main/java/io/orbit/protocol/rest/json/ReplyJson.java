package io.orbit.protocol.rest.json;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.Reply;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replies of Redis commands as JSON: text, numbers, truth values, arrays; a map with text keys as
 * an object, any other as an array of pairs. Bytes that are no UTF-8 are {@code {"base64": "…"}}.
 */
public final class ReplyJson {
  /** Name of the member that carries bytes. */
  public static final String BASE64 = "base64";

  private ReplyJson() {}

  /**
   * The reply as an object tree for Jackson.
   *
   * @throws OrbitException for an error reply
   */
  public static @Nullable Object of(Reply reply) {
    if (reply instanceof Reply.Failure(String text)) {
      throw failure(text);
    }
    return tree(reply);
  }

  private static @Nullable Object tree(Reply reply) {
    return switch (reply) {
      case Reply.Simple(String text) -> text;
      case Reply.Failure(String text) -> Map.of("error", text);
      case Reply.Whole(long value) -> value;
      case Reply.Floating(double value) ->
          Double.isFinite(value) ? (Object) value : Double.toString(value);
      case Reply.Truth(boolean value) -> value;
      case Reply.Bulk(byte[] bytes) -> bytes(bytes);
      case Reply.Verbatim(String form, byte[] bytes) -> bytes(bytes);
      case Reply.Big(String digits) -> digits;
      case Reply.Nothing() -> null;
      case Reply.NoSequence() -> null;
      case Reply.Sequence(List<Reply> elements) -> list(elements);
      case Reply.Distinct(List<Reply> elements) -> list(elements);
      case Reply.Table(List<Map.Entry<Reply, Reply>> entries) -> table(entries);
    };
  }

  private static @Nullable Object list(List<Reply> elements) {
    return elements.stream().map(ReplyJson::tree).toList();
  }

  private static Object table(List<Map.Entry<Reply, Reply>> entries) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (Map.Entry<Reply, Reply> entry : entries) {
      if (!(tree(entry.getKey()) instanceof String key)) {
        return entries.stream()
            .map(pair -> java.util.Arrays.asList(tree(pair.getKey()), tree(pair.getValue())))
            .toList();
      }
      object.put(key, tree(entry.getValue()));
    }
    return object;
  }

  private static Object bytes(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException binary) {
      return Map.of(BASE64, Base64.getEncoder().encodeToString(bytes));
    }
  }

  private static OrbitException failure(String text) {
    int blank = text.indexOf(' ');
    String word = blank < 0 ? text : text.substring(0, blank);
    ErrorCode code =
        switch (word) {
          case "WRONGTYPE" -> ErrorCode.WRONG_VALUE_TYPE;
          case "NOPERM" -> ErrorCode.INSUFFICIENT_PRIVILEGE;
          case "NOAUTH", "WRONGPASS" -> ErrorCode.AUTHENTICATION_REQUIRED;
          case "LOADING" -> ErrorCode.CANNOT_CONNECT_NOW;
          case "OOM" -> ErrorCode.OUT_OF_MEMORY;
          case "MISCONF" -> ErrorCode.IO_ERROR;
          case "READONLY" -> ErrorCode.READ_ONLY;
          case "BUSY" -> ErrorCode.LOCK_NOT_AVAILABLE;
          default -> ErrorCode.INVALID_PARAMETER_VALUE;
        };
    return new OrbitException(code, text);
  }
}
