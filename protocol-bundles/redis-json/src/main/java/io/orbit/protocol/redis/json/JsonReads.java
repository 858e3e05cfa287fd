package io.orbit.protocol.redis.json;

import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Reply;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Commands that read documents. */
final class JsonReads {
  private JsonReads() {}

  private static CommandDefinition command(String name, int arity, String what) {
    return CommandDefinition.of("module", "JSON." + name, arity, "readonly module")
        .keys("RO access", 1, 1, 1)
        .about("1.0.0", "O(N) in the size of the document", what);
  }

  static List<CommandDefinition> all() {
    return List.of(
        command("GET", -2, "Values as text").runs(JsonReads::get),
        CommandDefinition.of("module", "JSON.MGET", -3, "readonly module")
            .keys("RO access", 1, -2, 1)
            .about("1.0.0", "O(M*N) for M documents", "The same place in several documents")
            .runs(JsonReads::getMany),
        command("TYPE", -2, "Types of values").runs(JsonReads::type),
        command("STRLEN", -2, "Lengths of strings").runs(JsonReads::stringSize),
        command("ARRLEN", -2, "Lengths of arrays").runs(JsonReads::arraySize),
        command("OBJLEN", -2, "Numbers of members").runs(JsonReads::objectSize),
        command("OBJKEYS", -2, "Names of members").runs(JsonReads::names),
        command("ARRINDEX", -4, "Where a value is in arrays").runs(JsonReads::index),
        command("RESP", -2, "Values in the protocol's own types").runs(JsonReads::resp),
        CommandDefinition.of("module", "JSON.DEBUG", -2, "readonly module")
            .keys("RO", 2, 2, 1)
            .about("1.0.0", "O(N) in the size of the document", "Sizes in memory")
            .runs(JsonReads::debug));
  }

  /** The path at an index, the whole document where there is none. */
  static JsonPath path(CommandCall call, int index) {
    return JsonPathParser.parse(index < call.size() ? call.argument(index).utf8() : ".");
  }

  private static Reply get(CommandCall call) {
    String indent = "";
    String newline = "";
    String space = "";
    int next = 2;
    boolean options = true;
    while (options && next < call.size()) {
      ByteRange word = call.argument(next);
      if (word.isWord("NOESCAPE")) {
        next++;
        continue;
      }
      options = word.isWord("INDENT") || word.isWord("NEWLINE") || word.isWord("SPACE");
      if (options) {
        if (next + 1 >= call.size()) {
          throw CommandFailure.wrongArguments("json.get");
        }
        String value = call.argument(next + 1).utf8();
        switch (word.latin1().toUpperCase(Locale.ROOT)) {
          case "INDENT" -> indent = value;
          case "NEWLINE" -> newline = value;
          default -> space = value;
        }
        next += 2;
      }
    }
    List<JsonPath> paths = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = next; i < call.size(); i++) {
      names.add(call.argument(i).utf8());
      paths.add(JsonPathParser.parse(names.getLast()));
    }
    Object root = Document.read(call, call.argument(1));
    if (root == null) {
      return new Reply.Nothing();
    }
    Object value = select(root, paths, names);
    return Results.text(new JsonWriter(indent, newline, space).write(value));
  }

  private static Object select(Object root, List<JsonPath> paths, List<String> names) {
    if (paths.isEmpty()) {
      return root;
    }
    boolean legacy = paths.stream().allMatch(JsonPath::isLegacy);
    if (paths.size() == 1) {
      return values(root, paths.getFirst(), legacy);
    }
    Map<String, Object> all = new LinkedHashMap<>();
    for (int i = 0; i < paths.size(); i++) {
      all.put(names.get(i), values(root, paths.get(i), legacy));
    }
    return all;
  }

  private static Object values(Object root, JsonPath path, boolean legacy) {
    List<JsonPath.Place> places = path.find(root);
    if (!legacy) {
      return places.stream().map(JsonPath.Place::value).toList();
    }
    if (places.isEmpty()) {
      throw Results.missing(path);
    }
    return places.getFirst().value();
  }

  private static Reply getMany(CommandCall call) {
    JsonPath path = path(call, call.size() - 1);
    List<Reply> all = new ArrayList<>();
    call.keyspace()
        .consistently(
            () -> {
              all.clear();
              for (int i = 1; i < call.size() - 1; i++) {
                all.add(getOne(call, call.argument(i), path));
              }
            });
    return new Reply.Sequence(all);
  }

  private static Reply getOne(CommandCall call, ByteRange key, JsonPath path) {
    Object root;
    try {
      root = Document.read(call, key);
    } catch (CommandFailure e) {
      return new Reply.Nothing();
    }
    if (root == null || (path.isLegacy() && path.find(root).isEmpty())) {
      return new Reply.Nothing();
    }
    return Results.text(JsonWriter.compact(values(root, path, path.isLegacy())));
  }

  private static Reply type(CommandCall call) {
    JsonPath path = path(call, 2);
    Object root = Document.read(call, call.argument(1));
    Reply reply;
    if (root == null || (path.isLegacy() && path.find(root).isEmpty())) {
      reply = new Reply.Nothing();
    } else {
      reply =
          Results.of(
              path,
              path.find(root),
              false,
              place -> Results.text(Json.typeName(place.value())),
              Results.expected(path, "any"));
    }
    return call.resp3() ? new Reply.Sequence(List.of(reply)) : reply;
  }

  private static Reply stringSize(CommandCall call) {
    JsonPath path = path(call, 2);
    Object root = Document.read(call, call.argument(1));
    return root == null
        ? absent(path)
        : size(
            path,
            root,
            value -> value instanceof String text ? (long) text.length() : null,
            Results.expected(path, "string"));
  }

  private static Reply arraySize(CommandCall call) {
    JsonPath path = path(call, 2);
    Object root = Document.read(call, call.argument(1));
    Function<@Nullable Object, String> wrong = Results.missingOr(shown(call), "not an array");
    return root == null
        ? absent(path)
        : size(
            path,
            root,
            value -> value instanceof List<?> array ? (long) array.size() : null,
            value -> value == null ? missing(call) : wrong.apply(value));
  }

  private static String missing(CommandCall call) {
    return "ERR Path '" + shown(call) + "' does not exist";
  }

  private static Reply objectSize(CommandCall call) {
    JsonPath path = path(call, 2);
    Object root = Document.read(call, call.argument(1));
    if (root == null || (path.isLegacy() && path.find(root).isEmpty())) {
      if (path.isLegacy()) {
        return new Reply.Nothing();
      }
      throw new CommandFailure(Results.missingOr(path.text(), "not an object").apply(null));
    }
    return size(
        path,
        root,
        value -> value instanceof Map<?, ?> object ? (long) object.size() : null,
        Results.expected(path, "object"));
  }

  private static Reply size(
      JsonPath path,
      Object root,
      Function<Object, @Nullable Long> size,
      Function<@Nullable Object, String> wrong) {
    return Results.of(
        path,
        path.find(root),
        false,
        place -> {
          Long found = size.apply(place.value());
          return found == null ? null : new Reply.Whole(found);
        },
        wrong);
  }

  /** The answer for a key that is not there. */
  private static Reply absent(JsonPath path) {
    if (path.isLegacy()) {
      return new Reply.Nothing();
    }
    throw new CommandFailure("ERR could not perform this operation on a key that doesn't exist");
  }

  private static Reply names(CommandCall call) {
    JsonPath path = path(call, 2);
    Object root = Document.read(call, call.argument(1));
    if (root == null) {
      return absent(path);
    }
    List<JsonPath.Place> places = path.find(root);
    if (path.isLegacy() && places.isEmpty()) {
      return new Reply.Nothing();
    }
    return Results.of(
        path,
        places,
        false,
        place ->
            place.value() instanceof Map<?, ?>
                ? new Reply.Sequence(
                    Json.object(place.value()).keySet().stream().map(Results::text).toList())
                : null,
        Results.missingOr(path.text(), "not an object"));
  }

  private static Reply index(CommandCall call) {
    JsonPath path = path(call, 2);
    Object wanted = JsonReader.read(call.argument(3));
    long start = call.size() > 4 ? number(call.argument(4)) : 0;
    long stop = call.size() > 5 ? number(call.argument(5)) : 0;
    Object root = Document.read(call, call.argument(1));
    if (root == null) {
      throw new CommandFailure(missing(call));
    }
    return Results.of(
        path,
        path.find(root),
        false,
        place ->
            place.value() instanceof List<?>
                ? new Reply.Whole(indexOf(Json.array(place.value()), wanted, start, stop))
                : null,
        Results.expected(path, "array"));
  }

  /** The path as it was given. */
  private static String shown(CommandCall call) {
    return call.size() > 2 ? call.argument(2).utf8() : ".";
  }

  /** A whole number, or another one for a word that is none. */
  static long number(ByteRange word, long otherwise) {
    try {
      return Long.parseLong(word.latin1());
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  static long number(ByteRange word) {
    try {
      return Long.parseLong(word.latin1());
    } catch (NumberFormatException e) {
      throw new CommandFailure("ERR Couldn't parse as integer");
    }
  }

  private static long indexOf(List<Object> array, Object wanted, long start, long stop) {
    int size = array.size();
    long from = Math.clamp(start < 0 ? size + start : start, 0, size);
    long to = stop == 0 ? size : Math.clamp(stop < 0 ? size + stop : stop, 0, size);
    for (long i = from; i < to; i++) {
      if (Json.equal(array.get((int) i), wanted)) {
        return i;
      }
    }
    return -1;
  }

  private static Reply resp(CommandCall call) {
    JsonPath path = path(call, 2);
    Object root = Document.read(call, call.argument(1));
    return root == null
        ? new Reply.Nothing()
        : Results.of(
            path,
            path.find(root),
            false,
            place -> asReply(place.value()),
            Results.expected(path, "any"));
  }

  private static Reply asReply(Object value) {
    return switch (value) {
      case JsonNull none -> new Reply.Nothing();
      case Boolean truth -> new Reply.Simple(truth.toString());
      case Long whole -> new Reply.Whole(whole);
      case String text -> Results.text(text);
      case List<?> array -> {
        List<Reply> all = new ArrayList<>();
        all.add(new Reply.Simple("["));
        Json.array(array).forEach(each -> all.add(asReply(each)));
        yield new Reply.Sequence(all);
      }
      case Map<?, ?> object -> {
        List<Reply> all = new ArrayList<>();
        all.add(new Reply.Simple("{"));
        Json.object(object)
            .forEach(
                (name, each) -> {
                  all.add(Results.text(name));
                  all.add(asReply(each));
                });
        yield new Reply.Sequence(all);
      }
      default -> Results.text(JsonWriter.compact(value));
    };
  }

  private static Reply debug(CommandCall call) {
    if (call.argument(1).isWord("HELP")) {
      return new Reply.Sequence(
          List.of(
              Results.text("MEMORY <key> [path] - reports memory usage"),
              Results.text("HELP                - this message")));
    }
    if (!call.argument(1).isWord("MEMORY") || call.size() < 3) {
      throw new CommandFailure("ERR unknown subcommand - try `JSON.DEBUG HELP`");
    }
    JsonPath path = path(call, 3);
    Object root = Document.read(call, call.argument(2));
    if (root == null) {
      return path.isLegacy() ? new Reply.Whole(0) : new Reply.Sequence(List.of());
    }
    return Results.of(
        path,
        path.find(root),
        false,
        place ->
            new Reply.Whole(
                JsonWriter.compact(place.value()).getBytes(StandardCharsets.UTF_8).length),
        Results.expected(path, "any"));
  }
}
