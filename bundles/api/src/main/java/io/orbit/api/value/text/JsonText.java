package io.orbit.api.value.text;

import io.orbit.api.value.DataType;
import io.orbit.api.value.ElementLimit;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * JSON text: checked as it is (json), or in PostgreSQL's normal form (jsonb: keys by length in
 * bytes and then bytes, the last of equal keys, numbers as numeric shows them, one blank after
 * colon and comma).
 */
public final class JsonText {
  /** The order of keys in a jsonb object. */
  public static final Comparator<String> KEY_ORDER =
      (a, b) -> {
        byte[] left = a.getBytes(StandardCharsets.UTF_8);
        byte[] right = b.getBytes(StandardCharsets.UTF_8);
        return left.length != right.length
            ? Integer.compare(left.length, right.length)
            : Arrays.compareUnsigned(left, right);
      };

  private JsonText() {}

  /**
   * Checks JSON text.
   *
   * @throws io.orbit.api.error.OrbitException INVALID_TEXT_REPRESENTATION with the reason as detail
   */
  public static String check(String text) {
    JsonScanner.scan(text, null);
    return text;
  }

  /** The normal form; fails as {@link #check}, and for an escaped NUL. */
  public static String normalize(String text) {
    Normalizer normalizer = new Normalizer();
    JsonScanner.scan(text, normalizer);
    return normalizer.result;
  }

  /** Appends a string as a JSON string: quotes, and escapes for what must be escaped. */
  public static StringBuilder quote(String value, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append("\\u%04x".formatted((int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"');
  }

  /** Builds the normal form bottom up. */
  private static final class Normalizer implements JsonScanner.Listener {
    private sealed interface Container permits Members, Elements {}

    private static final class Members implements Container {
      final TreeMap<String, String> members = new TreeMap<>(KEY_ORDER);
      String key = "";
    }

    private record Elements(List<String> elements) implements Container {}

    private final Deque<Container> open = new ArrayDeque<>();
    String result = "";
    private int count;

    @Override
    public void beginObject() {
      open.push(new Members());
    }

    @Override
    public void endObject() {
      Members object = (Members) open.pop();
      StringBuilder out = new StringBuilder("{");
      object.members.forEach(
          (name, value) -> {
            if (out.length() > 1) {
              out.append(", ");
            }
            quote(name, out).append(": ").append(value);
          });
      add(out.append('}').toString());
    }

    @Override
    public void beginArray() {
      open.push(new Elements(new ArrayList<>()));
    }

    @Override
    public void endArray() {
      Elements array = (Elements) open.pop();
      add("[" + String.join(", ", array.elements()) + "]");
    }

    @Override
    public void key(String name) {
      if (open.peek() instanceof Members object) {
        object.key = name;
      }
    }

    @Override
    public void string(String value) {
      add(quote(value, new StringBuilder(value.length() + 2)).toString());
    }

    @Override
    public void number(String digits) {
      add(DecimalText.parse(digits, DataType.DECIMAL).toString());
    }

    @Override
    public void literal(String word) {
      add(word);
    }

    private void add(String value) {
      ElementLimit.require(++count);
      switch (open.peek()) {
        case null -> result = value;
        case Members object -> object.members.put(object.key, value);
        case Elements array -> array.elements().add(value);
      }
    }
  }
}
