package io.orbit.protocol.redis.json;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Reply;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Commands that set, merge and remove values, and change those that are no arrays. */
final class JsonWrites {
  private JsonWrites() {}

  static CommandDefinition command(String name, int arity, String access, String what) {
    String denies = access.equals("RW delete") ? "" : " denyoom";
    return CommandDefinition.of("module", "JSON." + name, arity, "write module" + denies)
        .keys(access, 1, 1, 1)
        .about("1.0.0", "O(N) in the size of the document", what);
  }

  static List<CommandDefinition> all() {
    String update = "RW access update";
    return List.of(
        command("SET", -4, "RW update", "Sets values").runs(JsonWrites::set),
        CommandDefinition.of("module", "JSON.MSET", -4, "write denyoom module")
            .keys("OW update", 1, -1, 3)
            .about("2.6.0", "O(M*N) for M documents", "Sets values of several documents at once")
            .runs(JsonWrites::setMany),
        command("MERGE", 4, update, "Merges values (RFC 7396)").runs(JsonWrites::merge),
        command("DEL", -2, "RW delete", "Removes values").runs(JsonWrites::delete),
        command("FORGET", -2, "RW delete", "Removes values").runs(JsonWrites::delete),
        command("CLEAR", -2, update, "Empties arrays and objects, makes numbers zero")
            .runs(JsonWrites::clear),
        command("TOGGLE", 3, update, "True becomes false, false true").runs(JsonWrites::toggle),
        command("STRAPPEND", -3, update, "Appends to strings").runs(JsonWrites::append),
        command("NUMINCRBY", 4, update, "Adds to numbers")
            .runs(call -> JsonNumbers.change(call, JsonNumbers.Operator.ADD)),
        command("NUMMULTBY", 4, update, "Multiplies numbers")
            .runs(call -> JsonNumbers.change(call, JsonNumbers.Operator.MULTIPLY)),
        command("NUMPOWBY", 4, update, "Raises numbers to a power")
            .runs(call -> JsonNumbers.change(call, JsonNumbers.Operator.POWER)));
  }

  private static Reply ok() {
    return new Reply.Simple("OK");
  }

  private static Reply set(CommandCall call) {
    boolean onlyNew = false;
    boolean onlyOld = false;
    for (int i = 4; i < call.size(); i++) {
      boolean isNew = call.argument(i).isWord("NX");
      if ((!isNew && !call.argument(i).isWord("XX")) || onlyNew || onlyOld) {
        throw CommandFailure.syntax();
      }
      onlyNew = isNew;
      onlyOld = !isNew;
    }
    JsonPath path = JsonPathParser.parse(call.argument(2).utf8());
    Object value = JsonReader.read(call.argument(3));
    boolean mayReplace = !onlyNew;
    boolean mayAdd = !onlyOld;
    boolean done =
        Document.change(
            call, call.argument(1), document -> set(document, path, value, mayReplace, mayAdd));
    return done ? ok() : new Reply.Nothing();
  }

  private static boolean set(
      Document document, JsonPath path, Object value, boolean mayReplace, boolean mayAdd) {
    if (!document.exists()) {
      if (!path.isRoot()) {
        throw new CommandFailure("ERR new objects must be created at the root");
      }
      if (mayAdd) {
        document.setRoot(value);
      }
      return mayAdd;
    }
    List<JsonPath.Place> places = document.find(path);
    if (!places.isEmpty()) {
      if (mayReplace) {
        places.forEach(place -> document.set(place, Json.copy(value)));
      }
      return mayReplace;
    }
    return mayAdd && add(document, path, value);
  }

  /** Adds a member to the objects before the path's last step. */
  private static boolean add(Document document, JsonPath path, Object value) {
    JsonPath.Step last = path.steps().getLast();
    if (last instanceof JsonPath.Step.Indexes) {
      throw new CommandFailure("ERR array index out of range");
    }
    boolean named = last instanceof JsonPath.Step.Names names && names.names().size() == 1;
    if (!named || path.steps().contains(new JsonPath.Step.Descent())) {
      throw new CommandFailure("Err wrong static path");
    }
    String name = ((JsonPath.Step.Names) last).names().getFirst();
    List<JsonPath.Step> before = path.steps().subList(0, path.steps().size() - 1);
    boolean added = false;
    for (JsonPath.Place place : document.find(new JsonPath("", false, before))) {
      if (place.value() instanceof Map<?, ?>) {
        Json.object(place.value()).put(name, Json.copy(value));
        document.touch();
        added = true;
      }
    }
    return added;
  }

  private static Reply setMany(CommandCall call) {
    if (call.size() % 3 != 1) {
      throw CommandFailure.wrongArguments("json.mset");
    }
    List<ByteRange> keys = new ArrayList<>();
    List<JsonPath> paths = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    for (int i = 1; i < call.size(); i += 3) {
      keys.add(call.argument(i));
      paths.add(JsonPathParser.parse(call.argument(i + 1).utf8()));
      values.add(JsonReader.read(call.argument(i + 2)));
    }
    boolean ignored =
        call.keyspace()
            .atomically(
                keys,
                List.of(),
                () -> {
                  for (int i = 0; i < keys.size(); i++) {
                    JsonPath path = paths.get(i);
                    Object value = values.get(i);
                    boolean done =
                        Document.change(
                            call,
                            keys.get(i),
                            document -> set(document, path, Json.copy(value), true, true));
                  }
                });
    return ok();
  }

  private static Reply merge(CommandCall call) {
    JsonPath path = JsonPathParser.parse(call.argument(2).utf8());
    Object patch = JsonReader.read(call.argument(3));
    boolean done =
        Document.change(
            call,
            call.argument(1),
            document -> {
              if (!document.exists()) {
                return set(document, path, withoutNulls(patch), true, true);
              }
              List<JsonPath.Place> places = document.find(path);
              if (patch == JsonNull.NULL) {
                return document.remove(places) > 0;
              }
              places.forEach(place -> document.set(place, merged(place.value(), patch)));
              return !places.isEmpty() || add(document, path, withoutNulls(patch));
            });
    return done ? ok() : new Reply.Nothing();
  }

  private static Object merged(Object value, Object patch) {
    if (!(patch instanceof Map<?, ?>)) {
      return Json.copy(patch);
    }
    Map<String, Object> members =
        value instanceof Map<?, ?> ? Json.object(value) : new LinkedHashMap<>();
    Json.object(patch)
        .forEach(
            (name, each) -> {
              if (each == JsonNull.NULL) {
                members.remove(name);
              } else {
                Object old = members.get(name);
                members.put(name, merged(old == null ? JsonNull.NULL : old, each));
              }
            });
    return members;
  }

  private static Object withoutNulls(Object patch) {
    return patch instanceof Map<?, ?> ? merged(new LinkedHashMap<>(), patch) : patch;
  }

  private static Reply delete(CommandCall call) {
    JsonPath path = JsonReads.path(call, 2);
    long count =
        Document.change(
            call,
            call.argument(1),
            document -> document.exists() ? document.remove(document.find(path)) : 0L);
    return new Reply.Whole(count);
  }

  private static Reply clear(CommandCall call) {
    JsonPath path = JsonReads.path(call, 2);
    long count =
        Document.change(
            call,
            call.argument(1),
            document -> {
              long cleared = 0;
              for (JsonPath.Place place : document.find(path)) {
                Object empty = emptied(place.value());
                if (empty != place.value()) {
                  document.set(place, empty);
                  cleared++;
                }
              }
              return cleared;
            });
    return new Reply.Whole(count);
  }

  private static Object emptied(Object value) {
    return switch (value) {
      case List<?> array -> array.isEmpty() ? value : new ArrayList<>();
      case Map<?, ?> object -> object.isEmpty() ? value : new LinkedHashMap<>();
      case Number number -> number.doubleValue() == 0 ? value : (Object) 0L;
      default -> value;
    };
  }

  private static Reply toggle(CommandCall call) {
    JsonPath path = JsonPathParser.parse(call.argument(2).utf8());
    return Document.change(
        call,
        call.argument(1),
        document ->
            Results.of(
                path,
                document.find(path),
                true,
                place -> {
                  if (!(place.value() instanceof Boolean truth)) {
                    return null;
                  }
                  boolean now = !truth;
                  document.set(place, now);
                  return path.isLegacy()
                      ? Results.text(String.valueOf(now))
                      : new Reply.Whole(now ? 1 : 0);
                },
                Results.missingOr(path.text(), "not a bool")));
  }

  private static Reply append(CommandCall call) {
    JsonPath path = call.size() > 3 ? JsonReads.path(call, 2) : JsonPathParser.parse(".");
    Object suffix = JsonReader.read(call.argument(call.size() - 1));
    if (!(suffix instanceof String more)) {
      throw Results.unexpected("string", suffix);
    }
    return Document.change(
        call,
        call.argument(1),
        document ->
            Results.of(
                path,
                document.find(path),
                true,
                place -> {
                  if (!(place.value() instanceof String text)) {
                    return null;
                  }
                  document.set(place, text + more);
                  return new Reply.Whole(text.length() + more.length());
                },
                Results.missingOr(path.text(), "not a string")));
  }
}
