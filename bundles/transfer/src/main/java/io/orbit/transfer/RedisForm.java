package io.orbit.transfer;

import io.orbit.api.value.DataType;
import java.util.List;

/**
 * The form of Redis' keys in an archive: a line an element, those of one key together. Columns
 * {@code database} (0 to 15), {@code key}, {@code type}, {@code expires_at}, {@code element},
 * {@code value}; all but the first, third and fourth are bytes.
 *
 * <table>
 * <caption>Types</caption>
 * <tr><th>type</th><th>element</th><th>value</th></tr>
 * <tr><td>string</td><td>nothing</td><td>the string</td></tr>
 * <tr><td>hash</td><td>a field</td><td>its value</td></tr>
 * <tr><td>list</td><td>nothing</td><td>an element; the order is the list's</td></tr>
 * <tr><td>set</td><td>a member</td><td>nothing</td></tr>
 * <tr><td>zset</td><td>a member</td><td>its score</td></tr>
 * <tr><td>row</td><td>nothing</td><td>nothing: only when the row of a table expires</td></tr>
 * </table>
 */
public final class RedisForm {
  public static final List<String> NAMES =
      List.of("database", "key", "type", "expires_at", "element", "value");
  public static final List<DataType> TYPES =
      List.of(
          DataType.INT32,
          DataType.BYTES,
          DataType.TEXT,
          DataType.TIMESTAMPTZ,
          DataType.BYTES,
          DataType.BYTES);

  /** The type of a line that tells of a row's expiry. */
  public static final String ROW = "row";

  public static final int DATABASE = 0;
  public static final int KEY = 1;
  public static final int TYPE = 2;
  public static final int EXPIRES_AT = 3;
  public static final int ELEMENT = 4;
  public static final int VALUE = 5;

  private RedisForm() {}
}
