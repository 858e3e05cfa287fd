package io.orbit.client.rest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A value of JSON; numbers keep their digits as they were written. */
public sealed interface Json {
  /** Members in their order. */
  record Members(Map<String, Json> all) implements Json {}

  record Elements(List<Json> all) implements Json {}

  record Text(String text) implements Json {}

  record Numeral(String digits) implements Json {}

  record Truth(boolean value) implements Json {}

  record Nothing() implements Json {}

  /** Reads one value. */
  static Json parse(String text) throws IOException {
    try (JsonParser parser = Factory.INSTANCE.createParser(text)) {
      JsonToken token = parser.nextToken();
      return token == null ? new Nothing() : read(parser, token);
    }
  }

  private static Json read(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case START_OBJECT -> {
        Map<String, Json> all = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          all.put(name, read(parser, parser.nextToken()));
        }
        yield new Members(all);
      }
      case START_ARRAY -> {
        List<Json> all = new ArrayList<>();
        JsonToken next;
        while ((next = parser.nextToken()) != JsonToken.END_ARRAY) {
          all.add(read(parser, next));
        }
        yield new Elements(all);
      }
      case VALUE_STRING -> new Text(parser.getText());
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Numeral(parser.getText());
      case VALUE_TRUE -> new Truth(true);
      case VALUE_FALSE -> new Truth(false);
      case VALUE_NULL -> new Nothing();
      case END_OBJECT, END_ARRAY, FIELD_NAME, NOT_AVAILABLE, VALUE_EMBEDDED_OBJECT ->
          throw new IOException("the server's answer is no JSON");
    };
  }

  /** A member of an object; nothing where there is none. */
  default Json at(String name) {
    return this instanceof Members(Map<String, Json> all)
        ? all.getOrDefault(name, new Nothing())
        : new Nothing();
  }

  /** The elements of an array, none of anything else. */
  default List<Json> elements() {
    return this instanceof Elements(List<Json> all) ? all : List.of();
  }

  /** The value as a person reads it; null for nothing. */
  default @Nullable String text() {
    return switch (this) {
      case Text(String text) -> text;
      case Numeral(String digits) -> digits;
      case Truth(boolean value) -> Boolean.toString(value);
      case Nothing() -> null;
      case Elements(List<Json> all) ->
          String.join(", ", all.stream().map(each -> String.valueOf(each.text())).toList());
      case Members(Map<String, Json> all) ->
          String.join(
              ", ",
              all.entrySet().stream()
                  .map(each -> each.getKey() + "=" + each.getValue().text())
                  .toList());
    };
  }

  /** The one factory. */
  final class Factory {
    private static final JsonFactory INSTANCE = new JsonFactory();

    private Factory() {}
  }
}
