package io.orbit.protocol.redis.json;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.keyspace.ByteRange;
import io.orbit.api.keyspace.CommandCall;
import io.orbit.api.keyspace.CommandFailure;
import io.orbit.api.keyspace.KeyType;
import io.orbit.api.keyspace.Trees;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A document that is read or being changed. */
final class Document {
  private static final byte[] ELEMENT = new byte[0];

  /** What is larger is read on a thread that may take its time. */
  private static final int BYTES_ON_LOOP = 16 << 10;

  private @Nullable Object root;
  private boolean changed;

  private Document(@Nullable Object root) {
    this.root = root;
  }

  private static Trees trees(CommandCall call) {
    return call.keyspace().trees(KeyType.JSON);
  }

  private static @Nullable Object parse(byte @Nullable [] bytes) {
    return bytes == null ? null : JsonReader.read(new String(bytes, StandardCharsets.UTF_8));
  }

  /** The whole document of a key, null where there is none. */
  static @Nullable Object read(CommandCall call, ByteRange key) {
    return parse(bytes(call, key));
  }

  private static byte @Nullable [] bytes(CommandCall call, ByteRange key) {
    byte[] bytes;
    try {
      Trees.View tree = trees(call).view(key);
      bytes = tree == null ? null : tree.get(ELEMENT);
    } catch (OrbitException e) {
      throw e.code() == ErrorCode.WRONG_VALUE_TYPE
          ? new CommandFailure("Existing key has wrong Redis type")
          : e;
    }
    if (bytes != null && bytes.length > BYTES_ON_LOOP) {
      call.requireWaiting();
    }
    return bytes;
  }

  /** Changes the document of a key, which may not be there yet. */
  static <T> T change(CommandCall call, ByteRange key, Function<Document, T> change) {
    // Leaves the event loop before the change begins.
    byte[] ignored = bytes(call, key);
    return trees(call)
        .change(
            key,
            tree -> {
              Document document = new Document(parse(tree.get(ELEMENT)));
              T result = change.apply(document);
              document.store(tree);
              return result;
            });
  }

  private void store(Trees.Editor tree) {
    Object value = root;
    if (!changed) {
      return;
    }
    if (value == null) {
      tree.remove(ELEMENT);
    } else {
      tree.put(ELEMENT, JsonWriter.compact(value).getBytes(StandardCharsets.UTF_8));
    }
  }

  boolean exists() {
    return root != null;
  }

  /**
   * The value at the top.
   *
   * @throws CommandFailure when there is no document
   */
  Object root() {
    Object value = root;
    if (value == null) {
      throw new CommandFailure("ERR could not perform this operation on a key that doesn't exist");
    }
    return value;
  }

  void setRoot(Object value) {
    root = value;
    changed = true;
  }

  List<JsonPath.Place> find(JsonPath path) {
    return path.find(root());
  }

  /** Puts a value where another is. */
  void set(JsonPath.Place place, Object value) {
    changed = true;
    if (place.isRoot()) {
      root = value;
    } else if (place.container() instanceof List<?> array) {
      Json.array(array).set((Integer) place.key(), value);
    } else {
      Json.object(place.container()).put((String) place.key(), value);
    }
  }

  /** A value of the document has been changed in its place. */
  void touch() {
    changed = true;
  }

  /** The places that are not inside another one. */
  private static List<JsonPath.Place> outermost(List<JsonPath.Place> places) {
    Set<Object> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    List<JsonPath.Place> outermost = new ArrayList<>();
    for (JsonPath.Place place : places) {
      if (place.isRoot() || !gone.contains(place.container())) {
        outermost.add(place);
        addContainers(place.value(), gone);
      }
    }
    return outermost;
  }

  private static void addContainers(@Nullable Object value, Set<Object> containers) {
    if (value instanceof List<?> array && containers.add(array)) {
      array.forEach(each -> addContainers(each, containers));
    } else if (value instanceof Map<?, ?> members && containers.add(members)) {
      members.values().forEach(each -> addContainers(each, containers));
    }
  }

  /** Removes what is at the places, which are in the document's order; the root is the document. */
  long remove(List<JsonPath.Place> places) {
    long count = 0;
    for (JsonPath.Place place : outermost(places).reversed()) {
      changed = true;
      if (place.isRoot()) {
        root = null;
        return places.size();
      }
      if (place.container() instanceof List<?> array) {
        int index = (Integer) place.key();
        if (index < array.size() && array.get(index) == place.value()) {
          Json.array(array).remove(index);
          count++;
        }
      } else if (place.container() instanceof Map<?, ?> members
          && members.remove(place.key()) != null) {
        count++;
      }
    }
    return count;
  }
}
