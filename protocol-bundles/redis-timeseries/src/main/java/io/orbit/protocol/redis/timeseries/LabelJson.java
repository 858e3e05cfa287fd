package io.orbit.protocol.redis.timeseries;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.TextContext;
import io.orbit.api.value.text.ValueText;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Labels as SQL has them: a JSON object of texts. */
final class LabelJson {
  private LabelJson() {}

  static String write(List<Label> labels) {
    StringBuilder json = new StringBuilder("{");
    for (Label label : labels) {
      json.append(json.length() == 1 ? "" : ",");
      quote(json, label.name());
      json.append(':');
      quote(json, label.value());
    }
    Object normal = ValueText.parse(json.append('}').toString(), DataType.JSONB, TextContext.UTC);
    return normal.toString();
  }

  /** Of a word whose characters are bytes. */
  private static void quote(StringBuilder json, String word) {
    json.append('"');
    String text = new String(word.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    for (char letter : text.toCharArray()) {
      if (letter == '"' || letter == '\\') {
        json.append('\\').append(letter);
      } else if (letter == 0) {
        json.append('\uFFFD');
      } else if (letter < ' ') {
        json.append(String.format("\\u%04x", (int) letter));
      } else {
        json.append(letter);
      }
    }
    json.append('"');
  }

  /** None for null. */
  static List<Label> read(@Nullable Object json) {
    if (json == null) {
      return List.of();
    }
    Object tree = io.orbit.api.value.JsonTree.parse((String) json);
    if (!(tree instanceof Map<?, ?> members)) {
      throw invalid();
    }
    List<Label> labels = new ArrayList<>();
    members.forEach((name, value) -> labels.add(label(name, value)));
    return labels;
  }

  private static Label label(@Nullable Object name, @Nullable Object value) {
    if (!(name instanceof String word)
        || word.isEmpty()
        || !(value instanceof String text)
        || text.isEmpty()
        || text.chars().anyMatch(letter -> "(),".indexOf(letter) >= 0)) {
      throw invalid();
    }
    return new Label(bytes(word), bytes(text));
  }

  private static String bytes(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  private static OrbitException invalid() {
    return new OrbitException(
        ErrorCode.INVALID_PARAMETER_VALUE,
        "labels are a JSON object of texts, not empty and without parentheses and commas");
  }
}
