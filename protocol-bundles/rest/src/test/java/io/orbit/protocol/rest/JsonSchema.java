package io.orbit.protocol.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Holds values against the description's schemas, as far as those go. What is not described fails.
 */
record JsonSchema(JsonNode document) {

  /** What is wrong with a value, each with its place; empty when it is as described. */
  List<String> problems(JsonNode schema, JsonNode value) {
    List<String> problems = new ArrayList<>();
    check(schema, value, "$", problems);
    return problems;
  }

  private void check(JsonNode schema, JsonNode value, String place, List<String> problems) {
    String reference = schema.path("$ref").asText();
    if (!reference.isEmpty()) {
      check(document.at(reference.substring(1)), value, place, problems);
      return;
    }
    boolean right =
        switch (schema.path("type").asText()) {
          case "string" -> value.isTextual();
          case "boolean" -> value.isBoolean();
          case "integer" -> value.isIntegralNumber();
          case "number" -> value.isNumber();
          case "array" -> checkElements(schema, value, place, problems);
          case "object" -> checkMembers(schema, value, place, problems);
          case "" -> true;
          default -> false;
        };
    if (!right) {
      problems.add(place + " is no " + schema.path("type").asText() + ": " + value);
    }
    JsonNode constants = schema.path("enum");
    if (constants.isArray() && !constants.valueStream().toList().contains(value)) {
      problems.add(place + " is none of " + constants + ": " + value);
    }
  }

  private boolean checkElements(
      JsonNode schema, JsonNode value, String place, List<String> problems) {
    for (int i = 0; i < value.size(); i++) {
      check(schema.path("items"), value.path(i), place + "[" + i + "]", problems);
    }
    return value.isArray();
  }

  private boolean checkMembers(
      JsonNode schema, JsonNode value, String place, List<String> problems) {
    for (JsonNode required : schema.path("required")) {
      if (!value.has(required.asText())) {
        problems.add(place + " lacks " + required.asText());
      }
    }
    for (Map.Entry<String, JsonNode> member : value.properties()) {
      JsonNode known = schema.path("properties").path(member.getKey());
      JsonNode other = schema.path("additionalProperties");
      if (known.isMissingNode() && other.isMissingNode() && schema.has("properties")) {
        problems.add(place + "." + member.getKey() + " is not described");
      } else {
        JsonNode of = known.isMissingNode() ? other : known;
        check(of, member.getValue(), place + "." + member.getKey(), problems);
      }
    }
    return value.isObject();
  }
}
