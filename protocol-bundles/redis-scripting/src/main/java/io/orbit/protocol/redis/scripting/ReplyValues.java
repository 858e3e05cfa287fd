package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.Reply;
import io.orbit.protocol.redis.scripting.lua.LuaState;
import io.orbit.protocol.redis.scripting.lua.LuaString;
import io.orbit.protocol.redis.scripting.lua.LuaTable;
import io.orbit.protocol.redis.scripting.lua.Nil;
import io.orbit.protocol.redis.scripting.lua.Numbers;
import io.orbit.protocol.redis.scripting.lua.Values;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Replies as Lua's values and back (redis.io/docs/interact/programmability/lua-api). */
final class ReplyValues {
  private static final int MOST_DEPTH = 200;

  private final LuaState state;

  ReplyValues(LuaState state) {
    this.state = state;
  }

  // ---- to Lua

  /**
   * A command's reply.
   *
   * @param resp the version whose types the script wants
   */
  Object toLua(Reply reply, int resp) {
    return switch (reply) {
      case Reply.Simple(String text) -> field("ok", LuaString.of(latin1(text)));
      case Reply.Failure(String text) -> field("err", LuaString.of(latin1(text)));
      case Reply.Whole(long value) -> (double) value;
      case Reply.Floating(double value) -> field("double", value);
      case Reply.Truth(boolean value) -> value;
      case Reply.Bulk(byte[] bytes) -> state.newString(bytes);
      case Reply.Verbatim(String form, byte[] bytes) -> {
        LuaTable text = state.newTable();
        text.put("format", LuaString.of(form));
        text.put("string", state.newString(bytes));
        yield field("verbatim_string", text);
      }
      case Reply.Big(String digits) -> field("big_number", LuaString.of(digits));
      case Reply.Nothing() -> resp == 3 ? Nil.NIL : Boolean.FALSE;
      case Reply.NoSequence() -> resp == 3 ? Nil.NIL : Boolean.FALSE;
      case Reply.Sequence(List<Reply> elements) -> {
        LuaTable table = state.newTable();
        for (int i = 0; i < elements.size(); i++) {
          table.put(i + 1, toLua(elements.get(i), resp));
        }
        yield table;
      }
      case Reply.Distinct(List<Reply> elements) -> {
        LuaTable members = state.newTable();
        elements.forEach(each -> state.set(members, toLua(each, resp), Boolean.TRUE));
        yield field("set", members);
      }
      case Reply.Table(List<Map.Entry<Reply, Reply>> entries) -> {
        LuaTable map = state.newTable();
        for (Map.Entry<Reply, Reply> entry : entries) {
          state.set(map, toLua(entry.getKey(), resp), toLua(entry.getValue(), resp));
        }
        yield field("map", map);
      }
    };
  }

  /** UTF-8's bytes, one character each. */
  private static String latin1(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }

  static String utf8(LuaString bytes) {
    return new String(bytes.bytes(), StandardCharsets.UTF_8);
  }

  private LuaTable field(String name, Object value) {
    LuaTable table = state.newTable();
    table.put(name, value);
    return table;
  }

  // ---- from Lua

  /** What a script returned as its client's reply. */
  Reply fromLua(Object value, int resp) {
    return fromLua(value, resp, 0);
  }

  private Reply fromLua(Object value, int resp, int depth) {
    if (depth > MOST_DEPTH) {
      return new Reply.Failure("ERR reached lua stack limit");
    }
    return switch (value) {
      case LuaString string -> new Reply.Bulk(string.bytes());
      case Double number -> new Reply.Whole(Numbers.toLong(number));
      case Boolean truth -> {
        if (resp == 3) {
          yield new Reply.Truth(truth);
        }
        yield truth ? new Reply.Whole(1) : new Reply.Nothing();
      }
      case LuaTable table -> fromTable(table, resp, depth);
      default -> new Reply.Nothing();
    };
  }

  private Reply fromTable(LuaTable table, int resp, int depth) {
    if (table.get("err") instanceof LuaString message) {
      return new Reply.Failure(oneLine(message));
    }
    if (table.get("ok") instanceof LuaString status) {
      return new Reply.Simple(oneLine(status));
    }
    if (table.get("double") instanceof Double number) {
      return new Reply.Floating(number);
    }
    if (table.get("map") instanceof LuaTable map) {
      List<Map.Entry<Reply, Reply>> entries = new ArrayList<>();
      map.forEach(
          (key, value) ->
              entries.add(
                  Map.entry(fromLua(key, resp, depth + 1), fromLua(value, resp, depth + 1))));
      return new Reply.Table(entries);
    }
    if (table.get("set") instanceof LuaTable set) {
      List<Reply> members = new ArrayList<>();
      set.forEach((key, value) -> members.add(fromLua(key, resp, depth + 1)));
      return new Reply.Distinct(members);
    }
    if (Values.toStringValue(table.get("big_number")) instanceof LuaString digits) {
      return new Reply.Big(oneLine(digits));
    }
    if (table.get("verbatim_string") instanceof LuaTable text
        && text.get("format") instanceof LuaString form
        && text.get("string") instanceof LuaString content) {
      return new Reply.Verbatim(form.toString(), content.bytes());
    }
    List<Reply> elements = new ArrayList<>();
    for (int i = 1; table.get(i) != Nil.NIL; i++) {
      state.tick();
      elements.add(fromLua(table.get(i), resp, depth + 1));
    }
    return new Reply.Sequence(elements);
  }

  private static String oneLine(LuaString text) {
    return utf8(text).replace('\r', ' ').replace('\n', ' ');
  }
}
