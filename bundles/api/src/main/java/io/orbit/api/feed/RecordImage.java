package io.orbit.api.feed;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a record held, or what of it a change touched.
 *
 * @param type see {@link io.orbit.api.storage.ValueType}
 * @param expiresAt milliseconds since 1970, or 0
 * @param value the bytes of a plain value; null for a composite one
 * @param elements of a composite value, those that the change touched, in the order of the change
 */
public record RecordImage(
    byte type, long expiresAt, byte @Nullable [] value, List<Element> elements) {
  /**
   * An element of a composite value.
   *
   * @param value null where the element is not there
   */
  public record Element(byte[] key, byte @Nullable [] value) {}

  public static RecordImage plain(byte type, long expiresAt, byte[] value) {
    return new RecordImage(type, expiresAt, value, List.of());
  }

  public static RecordImage composite(byte type, long expiresAt, List<Element> elements) {
    return new RecordImage(type, expiresAt, null, elements);
  }
}
