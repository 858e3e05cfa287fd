package io.orbit.protocol.rest.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** JSON schemas (2020-12, as OpenAPI 3.1 has them) of the records that routes take and give. */
final class Schemas {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Map<String, ObjectNode> named = new TreeMap<>();

  /** The schema of a type; a record's stands under its name among the components. */
  ObjectNode of(Type type) {
    if (type instanceof ParameterizedType generic) {
      return generic(generic);
    }
    if (!(type instanceof Class<?> plain)) {
      return JSON.objectNode();
    }
    if (plain == String.class) {
      return simple("string");
    }
    if (plain == byte[].class) {
      return simple("string").put("contentMediaType", "application/octet-stream");
    }
    if (plain == boolean.class || plain == Boolean.class) {
      return simple("boolean");
    }
    if (plain == int.class || plain == Integer.class) {
      return simple("integer").put("format", "int32");
    }
    if (plain == long.class || plain == Long.class) {
      return simple("integer").put("format", "int64");
    }
    if (plain == double.class || plain == Double.class) {
      return simple("number").put("format", "double");
    }
    if (plain.isEnum()) {
      return enumeration(plain);
    }
    return plain.isRecord() ? reference(plain) : JSON.objectNode();
  }

  private ObjectNode generic(ParameterizedType type) {
    Class<?> raw = (Class<?>) type.getRawType();
    Type[] arguments = type.getActualTypeArguments();
    if (Collection.class.isAssignableFrom(raw)) {
      return list(of(arguments[0]));
    }
    if (Map.class.isAssignableFrom(raw)) {
      ObjectNode schema = simple("object");
      schema.set("additionalProperties", of(arguments[1]));
      return schema;
    }
    return JSON.objectNode();
  }

  static ObjectNode list(JsonNode items) {
    ObjectNode schema = simple("array");
    schema.set("items", items);
    return schema;
  }

  static ObjectNode simple(String type) {
    return JSON.objectNode().put("type", type);
  }

  private static ObjectNode enumeration(Class<?> type) {
    ObjectNode schema = simple("string");
    for (Object constant : type.getEnumConstants()) {
      schema.withArray("enum").add(constant.toString());
    }
    return schema;
  }

  private ObjectNode reference(Class<?> type) {
    String name = type.getSimpleName();
    if (!named.containsKey(name)) {
      ObjectNode schema = simple("object");
      named.put(name, schema);
      ObjectNode properties = schema.putObject("properties");
      for (RecordComponent component : type.getRecordComponents()) {
        properties.set(component.getName(), of(component.getGenericType()));
        if (!component.isAnnotationPresent(OptionalMember.class)) {
          schema.withArray("required").add(component.getName());
        }
      }
    }
    return JSON.objectNode().put("$ref", "#/components/schemas/" + name);
  }

  ObjectNode components() {
    ObjectNode all = JSON.objectNode();
    named.forEach(all::set);
    return all;
  }
}
