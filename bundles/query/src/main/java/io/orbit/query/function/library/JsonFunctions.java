package io.orbit.query.function.library;

import static io.orbit.query.function.library.Arguments.array;
import static io.orbit.query.function.library.Arguments.integer;
import static io.orbit.query.function.library.Arguments.text;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.value.Array;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.JsonText;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.function.FunctionRegistry;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** json and jsonb: reading members, elements and paths; making them from values. */
final class JsonFunctions implements FunctionRegistry.Library {
  @Override
  public void registerIn(FunctionRegistry registry) {
    Definitions definitions = new Definitions(registry);
    json(definitions);
    jsonb(definitions);
    kinds(definitions);
    makers(definitions);
  }

  private static void json(Definitions definitions) {
    for (String name : List.of("->", "json_object_field")) {
      definitions.add(
          name + "(json, text) json", (e, a) -> JsonSource.member(text(a, 0), text(a, 1)));
    }
    for (String name : List.of("->", "json_array_element")) {
      definitions.add(
          name + "(json, int4) json", (e, a) -> JsonSource.element(text(a, 0), integer(a, 1)));
    }
    for (String name : List.of("->>", "json_object_field_text")) {
      definitions.add(
          name + "(json, text) text",
          (e, a) -> JsonSource.text(JsonSource.member(text(a, 0), text(a, 1))));
    }
    for (String name : List.of("->>", "json_array_element_text")) {
      definitions.add(
          name + "(json, int4) text",
          (e, a) -> JsonSource.text(JsonSource.element(text(a, 0), integer(a, 1))));
    }
    definitions.add("#>(json, text[]) json", (e, a) -> path(text(a, 0), array(a, 1)));
    definitions.add(
        "#>>(json, text[]) text", (e, a) -> JsonSource.text(path(text(a, 0), array(a, 1))));
    definitions.add(
        "json_extract_path(json, variadic text) json", (e, a) -> path(text(a, 0), steps(a)));
    definitions.add(
        "json_extract_path_text(json, variadic text) text",
        (e, a) -> JsonSource.text(path(text(a, 0), steps(a))));
  }

  /** The variadic steps of a path: one array or one argument each. */
  private static Array steps(@Nullable Object[] arguments) {
    if (arguments.length == 2 && arguments[1] instanceof Array whole) {
      return whole;
    }
    return Array.of(java.util.Arrays.asList(arguments).subList(1, arguments.length));
  }

  private static @Nullable String path(String json, Array steps) {
    String found = json;
    for (Object step : steps.elements()) {
      if (step == null || found == null) {
        return null;
      }
      found = JsonSource.step(found, (String) step);
    }
    return found;
  }

  private static @Nullable Object treePath(String json, Array steps) {
    Object found = Json.read(json);
    for (Object step : steps.elements()) {
      if (step == null || found == null) {
        return null;
      }
      found = Json.step(found, (String) step);
    }
    return found;
  }

  private static void jsonb(Definitions definitions) {
    for (String name : List.of("->", "jsonb_object_field")) {
      definitions.add(
          name + "(jsonb, text) jsonb",
          (e, a) -> Json.write(Json.member(Json.read(text(a, 0)), text(a, 1))));
    }
    for (String name : List.of("->", "jsonb_array_element")) {
      definitions.add(
          name + "(jsonb, int4) jsonb",
          (e, a) -> Json.write(Json.element(Json.read(text(a, 0)), integer(a, 1))));
    }
    for (String name : List.of("->>", "jsonb_object_field_text")) {
      definitions.add(
          name + "(jsonb, text) text",
          (e, a) -> Json.text(Json.member(Json.read(text(a, 0)), text(a, 1))));
    }
    for (String name : List.of("->>", "jsonb_array_element_text")) {
      definitions.add(
          name + "(jsonb, int4) text",
          (e, a) -> Json.text(Json.element(Json.read(text(a, 0)), integer(a, 1))));
    }
    definitions.add(
        "#>(jsonb, text[]) jsonb", (e, a) -> Json.write(treePath(text(a, 0), array(a, 1))));
    definitions.add(
        "#>>(jsonb, text[]) text", (e, a) -> Json.text(treePath(text(a, 0), array(a, 1))));
    definitions.add(
        "jsonb_extract_path(jsonb, variadic text) jsonb",
        (e, a) -> Json.write(treePath(text(a, 0), steps(a))));
    definitions.add(
        "jsonb_extract_path_text(jsonb, variadic text) text",
        (e, a) -> Json.text(treePath(text(a, 0), steps(a))));
    JsonbEditing.define(definitions);
  }

  private static void kinds(Definitions definitions) {
    definitions.add("json_typeof(json) text", (e, a) -> JsonSource.kind(text(a, 0)));
    definitions.add("jsonb_typeof(jsonb) text", (e, a) -> Json.kind(Json.read(text(a, 0))));
    definitions.add(
        "json_array_length(json) int4",
        (e, a) -> {
          if (!JsonSource.isArray(text(a, 0))) {
            throw Failures.invalid(
                "cannot get array length of a "
                    + (JsonSource.isObject(text(a, 0)) ? "non-array" : "scalar"));
          }
          return JsonSource.elements(text(a, 0)).size();
        });
    definitions.add(
        "jsonb_array_length(jsonb) int4",
        (e, a) -> {
          Object tree = Json.read(text(a, 0));
          if (tree instanceof List<?> list) {
            return list.size();
          }
          throw Failures.invalid(
              "cannot get array length of a "
                  + (Json.kind(tree).equals("object") ? "non-array" : "scalar"));
        });
  }

  private static void makers(Definitions definitions) {
    maker(
        definitions,
        "to_json(anyelement) json",
        (e, a, types) -> JsonMaker.json(e, a[0], types.getFirst()));
    maker(
        definitions,
        "to_jsonb(anyelement) jsonb",
        (e, a, types) -> JsonMaker.jsonb(e, a[0], types.getFirst()));
    maker(
        definitions,
        "array_to_json(anyarray) json",
        (e, a, types) -> JsonMaker.json(e, a[0], types.getFirst()));
    maker(
        definitions,
        "row_to_json(record) json",
        (e, a, types) -> JsonMaker.json(e, a[0], types.getFirst()));
    for (String kind : List.of("json", "jsonb")) {
      builder(definitions, kind + "_build_array", kind, JsonFunctions::builtArray);
      builder(
          definitions,
          kind + "_build_object",
          kind,
          (e, a, types) -> builtObject(e, a, types, kind));
      objects(definitions, kind);
    }
  }

  private static void maker(Definitions definitions, String signature, Definitions.TypedCode code) {
    definitions.define(signature).stable().isTyped(code);
  }

  private static void builder(
      Definitions definitions, String name, String kind, Definitions.TypedCode code) {
    Definitions.TypedCode finished =
        (e, a, types) -> {
          Object built = code.call(e, a, types);
          return kind.equals("jsonb") && built != null ? JsonText.normalize((String) built) : built;
        };
    for (String parameters : List.of("()", "(variadic any)")) {
      definitions.define(name + parameters + " " + kind).stable().calledOnNull().isTyped(finished);
    }
  }

  private static String builtArray(
      Evaluation evaluation, @Nullable Object[] arguments, List<DataType> types) {
    StringBuilder out = new StringBuilder("[");
    for (int i = 0; i < arguments.length; i++) {
      out.append(i == 0 ? "" : ", ");
      JsonMaker.append(evaluation, arguments[i], types.get(i), out);
    }
    return out.append(']').toString();
  }

  private static String builtObject(
      Evaluation evaluation, @Nullable Object[] arguments, List<DataType> types, String kind) {
    if (arguments.length % 2 != 0) {
      throw Failures.invalid("argument list must have even number of elements")
          .withHint(
              "The arguments of "
                  + kind
                  + "_build_object() must consist of alternating keys and values.");
    }
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < arguments.length; i += 2) {
      if (arguments[i] == null) {
        throw Failures.invalid(
            "argument "
                + (i + 1)
                + (kind.equals("json") ? " cannot be null" : ": key must not be null"));
      }
      out.append(i == 0 ? "" : ", ");
      String key = JsonMaker.key(evaluation, Arguments.value(arguments, i), types.get(i));
      JsonText.quote(key, out).append(" : ");
      JsonMaker.append(evaluation, arguments[i + 1], types.get(i + 1), out);
    }
    return out.append('}').toString();
  }

  private static void objects(Definitions definitions, String kind) {
    definitions.add(
        kind + "_object(text[]) " + kind,
        (e, a) -> {
          List<@Nullable Object> all = array(a, 0).elements();
          if (array(a, 0).dimensions().size() > 2
              || (array(a, 0).dimensions().size() == 2 && array(a, 0).dimensions().get(1) != 2)) {
            throw arraySubscript("array must have two columns");
          }
          if (all.size() % 2 != 0) {
            throw arraySubscript("array must have even number of elements");
          }
          List<@Nullable Object> keys = new ArrayList<>();
          List<@Nullable Object> values = new ArrayList<>();
          for (int i = 0; i < all.size(); i += 2) {
            keys.add(all.get(i));
            values.add(all.get(i + 1));
          }
          return object(kind, keys, values);
        });
    definitions.add(
        kind + "_object(text[], text[]) " + kind,
        (e, a) -> {
          if (array(a, 0).elements().size() != array(a, 1).elements().size()) {
            throw arraySubscript("mismatched array dimensions");
          }
          return object(kind, array(a, 0).elements(), array(a, 1).elements());
        });
  }

  private static OrbitException arraySubscript(String message) {
    return new OrbitException(ErrorCode.ARRAY_SUBSCRIPT_ERROR, message);
  }

  private static String object(
      String kind, List<@Nullable Object> keys, List<@Nullable Object> values) {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < keys.size(); i++) {
      if (!(keys.get(i) instanceof String key)) {
        throw new OrbitException(
            ErrorCode.NULL_VALUE_NOT_ALLOWED, "null value not allowed for object key");
      }
      out.append(i == 0 ? "" : ", ");
      JsonText.quote(key, out).append(" : ");
      if (values.get(i) instanceof String value) {
        JsonText.quote(value, out);
      } else {
        out.append("null");
      }
    }
    String built = out.append('}').toString();
    return kind.equals("jsonb") ? JsonText.normalize(built) : built;
  }
}
