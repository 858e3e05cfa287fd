package io.orbit.protocol.redis.json;

import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Commands that change arrays. */
final class JsonArrays {
  private JsonArrays() {}

  static List<CommandDefinition> all() {
    String update = "RW access update";
    return List.of(
        JsonWrites.command("ARRAPPEND", -4, update, "Adds at the ends of arrays")
            .runs(JsonArrays::append),
        JsonWrites.command("ARRINSERT", -5, update, "Adds into arrays").runs(JsonArrays::insert),
        JsonWrites.command("ARRPOP", -2, update, "Takes an element out of arrays")
            .runs(JsonArrays::pop),
        JsonWrites.command("ARRTRIM", 5, update, "Leaves a range of arrays")
            .runs(JsonArrays::trim));
  }

  private static List<Object> values(CommandCall call, int first) {
    List<Object> values = new ArrayList<>();
    for (int i = first; i < call.size(); i++) {
      values.add(JsonReader.read(call.argument(i)));
    }
    return values;
  }

  private static Reply change(
      CommandCall call, JsonPath path, Function<List<Object>, Reply> operation) {
    return change(call, path, path.text(), operation);
  }

  /**
   * @param shown the path in an error
   */
  private static Reply change(
      CommandCall call, JsonPath path, String shown, Function<List<Object>, Reply> operation) {
    return Document.change(
        call,
        call.argument(1),
        document ->
            Results.of(
                path,
                document.find(path),
                true,
                place -> {
                  if (!(place.value() instanceof List<?>)) {
                    return null;
                  }
                  document.touch();
                  return operation.apply(Json.array(place.value()));
                },
                Results.missingOr(shown, "not an array")));
  }

  private static Reply append(CommandCall call) {
    List<Object> values = values(call, 3);
    return change(
        call,
        JsonReads.path(call, 2),
        call.argument(2).utf8(),
        array -> {
          values.forEach(each -> array.add(Json.copy(each)));
          return new Reply.Whole(array.size());
        });
  }

  private static Reply insert(CommandCall call) {
    long index = JsonReads.number(call.argument(3));
    List<Object> values = values(call, 4);
    return change(
        call,
        JsonReads.path(call, 2),
        array -> {
          long at = index < 0 ? array.size() + index : index;
          if (at < 0 || at > array.size()) {
            throw new CommandFailure("ERR index out of bounds");
          }
          int position = (int) at;
          for (Object each : values) {
            array.add(position++, Json.copy(each));
          }
          return new Reply.Whole(array.size());
        });
  }

  private static Reply pop(CommandCall call) {
    long index = call.size() > 3 ? JsonReads.number(call.argument(3), -1) : -1;
    return change(
        call,
        JsonReads.path(call, 2),
        array -> {
          if (array.isEmpty()) {
            return new Reply.Nothing();
          }
          long at = index < 0 ? array.size() + index : index;
          Object popped = array.remove(Math.clamp(at, 0, array.size() - 1));
          return Results.text(JsonWriter.compact(popped));
        });
  }

  private static Reply trim(CommandCall call) {
    long start = JsonReads.number(call.argument(3));
    long stop = JsonReads.number(call.argument(4));
    return change(
        call,
        JsonReads.path(call, 2),
        array -> {
          int size = array.size();
          long from = Math.max(0, start < 0 ? size + start : start);
          long to = Math.min(size, (stop < 0 ? size + stop : stop) + 1);
          List<Object> kept =
              from >= to ? List.of() : new ArrayList<>(array.subList((int) from, (int) to));
          array.clear();
          array.addAll(kept);
          return new Reply.Whole(array.size());
        });
  }
}
