package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.Trees;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A name and a value that series are found by; one character a byte. */
record Label(String name, String value) {
  static final byte[] KEY = {'l'};

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  /** As {@link Trees#forEachTagged} wants it. */
  byte[] tag() {
    byte[] first = bytes(name);
    byte[] second = bytes(value);
    return ByteBuffer.allocate(4 + first.length + second.length)
        .putInt(first.length)
        .put(first)
        .put(second)
        .array();
  }

  /** The key of the element that is the tag. */
  byte[] element() {
    byte[] tag = tag();
    return ByteBuffer.allocate(1 + tag.length).put(Trees.TAG).put(tag).array();
  }

  static byte[] write(List<Label> labels) {
    int size = labels.stream().mapToInt(each -> 8 + each.name.length() + each.value.length()).sum();
    ByteBuffer out = ByteBuffer.allocate(size);
    for (Label label : labels) {
      out.putInt(label.name.length()).put(bytes(label.name));
      out.putInt(label.value.length()).put(bytes(label.value));
    }
    return out.array();
  }

  static List<Label> read(byte[] bytes) {
    List<Label> labels = new ArrayList<>();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    while (in.hasRemaining()) {
      labels.add(new Label(word(in), word(in)));
    }
    return labels;
  }

  private static String word(ByteBuffer in) {
    byte[] word = new byte[in.getInt()];
    in.get(word);
    return new String(word, StandardCharsets.ISO_8859_1);
  }
}
