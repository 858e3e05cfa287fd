package io.orbit.protocol.rest.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The statements behind the record routes, with their parameters in order. */
final class RecordText {
  /** The last column of an open collection: undeclared members as one object. */
  static final String REMAINDER = "_extra";

  private final String table;
  private final Collection collection;
  private final List<JsonNode> parameters = new ArrayList<>();
  private final List<DataType> types = new ArrayList<>();
  private String text = "";

  RecordText(String schema, Collection collection) {
    this.table = quote(schema) + "." + quote(collection.name());
    this.collection = collection;
  }

  String text() {
    return text;
  }

  List<JsonNode> parameters() {
    return parameters;
  }

  List<DataType> types() {
    return types;
  }

  RecordText selectOne(List<String> key) {
    text = "SELECT * FROM " + table + where(key);
    return this;
  }

  /** As {@link #selectOne}, and nobody else changes it until the transaction ends. */
  RecordText lockOne(List<String> key) {
    text = "SELECT * FROM " + table + where(key) + " FOR UPDATE";
    return this;
  }

  /** A page in the order of the primary key, after a key where one is given. */
  RecordText selectPage(List<String> after, int limit) {
    String condition =
        after.isEmpty() ? "" : " WHERE (" + keyColumns() + ") > (" + keyParameters(after) + ")";
    String order = collection.primaryKey().isEmpty() ? "" : " ORDER BY " + keyColumns();
    text = "SELECT * FROM " + table + condition + order + " LIMIT " + limit;
    return this;
  }

  RecordText insert(ObjectNode members) {
    text = insertText(split(members)) + " RETURNING *";
    return this;
  }

  /** Puts a record in the place of the one with that key, if there is one. */
  RecordText replace(List<String> key, ObjectNode members) {
    Map<Column, JsonNode> given = new LinkedHashMap<>();
    for (int i = 0; i < key.size(); i++) {
      given.put(keyColumn(i), JsonNodeFactory.instance.textNode(key.get(i)));
    }
    split(members).forEach(given::putIfAbsent);
    String insert = insertText(given);
    List<String> names = given.keySet().stream().map(Column::name).toList();
    String assignments =
        collection.columns().stream()
            .filter(column -> !isKey(column) && column.generatedText().isEmpty())
            .map(
                column ->
                    quote(column.name())
                        + " = "
                        + (names.contains(column.name())
                            ? "EXCLUDED." + quote(column.name())
                            : "DEFAULT"))
            .collect(Collectors.joining(", "));
    String action = assignments.isEmpty() ? "DO NOTHING" : "DO UPDATE SET " + assignments;
    text = insert + " ON CONFLICT (" + keyColumns() + ") " + action + " RETURNING *";
    return this;
  }

  RecordText update(List<String> key, ObjectNode members) {
    Map<Column, JsonNode> given = split(members);
    if (given.isEmpty()) {
      throw new OrbitException(ErrorCode.INVALID_PARAMETER_VALUE, "the body has no members");
    }
    List<String> assignments = new ArrayList<>();
    given.forEach((column, value) -> assignments.add(assignment(column, value)));
    text =
        "UPDATE " + table + " SET " + String.join(", ", assignments) + where(key) + " RETURNING *";
    return this;
  }

  RecordText delete(List<String> key) {
    text = "DELETE FROM " + table + where(key);
    return this;
  }

  private String assignment(Column column, JsonNode value) {
    String name = quote(column.name());
    String parameter = parameter(column, value);
    return isRemainder(column)
        ? name + " = coalesce(" + name + ", '{}'::jsonb) || " + parameter
        : name + " = " + parameter;
  }

  private String insertText(Map<Column, JsonNode> given) {
    if (given.isEmpty()) {
      return "INSERT INTO " + table + " DEFAULT VALUES";
    }
    String names =
        given.keySet().stream()
            .map(column -> quote(column.name()))
            .collect(Collectors.joining(", "));
    List<String> values = new ArrayList<>();
    given.forEach((column, value) -> values.add(parameter(column, value)));
    return "INSERT INTO " + table + " (" + names + ") VALUES (" + String.join(", ", values) + ")";
  }

  /** Members by column; undeclared ones together in the remainder of an open collection. */
  private Map<Column, JsonNode> split(ObjectNode members) {
    Map<Column, JsonNode> given = new LinkedHashMap<>();
    ObjectNode rest = JsonNodeFactory.instance.objectNode();
    members
        .properties()
        .forEach(
            member -> {
              Column column = collection.column(member.getKey()).orElse(null);
              if (column != null && !isRemainder(column)) {
                given.put(column, member.getValue());
              } else if (collection.open()) {
                rest.set(member.getKey(), member.getValue());
              } else {
                throw new OrbitException(
                    ErrorCode.UNDEFINED_COLUMN,
                    "column \""
                        + member.getKey()
                        + "\" of relation \""
                        + collection.name()
                        + "\" does not exist");
              }
            });
    if (!rest.isEmpty()) {
      given.put(collection.column(REMAINDER).orElseThrow(), rest);
    }
    return given;
  }

  private boolean isRemainder(Column column) {
    return collection.open() && column.name().equals(REMAINDER);
  }

  private boolean isKey(Column column) {
    return collection.primaryKey().contains(collection.position(column.name()));
  }

  private Column keyColumn(int index) {
    return collection.columns().get(collection.primaryKey().get(index));
  }

  private String where(List<String> key) {
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      JsonNode value = JsonNodeFactory.instance.textNode(key.get(i));
      conditions.add(quote(keyColumn(i).name()) + " = " + parameter(keyColumn(i), value));
    }
    return " WHERE " + String.join(" AND ", conditions);
  }

  private String keyColumns() {
    return collection.primaryKey().stream()
        .map(position -> quote(collection.columns().get(position).name()))
        .collect(Collectors.joining(", "));
  }

  private String keyParameters(List<String> key) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < key.size(); i++) {
      names.add(parameter(keyColumn(i), JsonNodeFactory.instance.textNode(key.get(i))));
    }
    return String.join(", ", names);
  }

  private String parameter(Column column, JsonNode value) {
    parameters.add(value);
    types.add(column.type());
    return "$" + parameters.size();
  }

  static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
