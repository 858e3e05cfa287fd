package io.orbit.kernel.checkpoint;

import io.orbit.kernel.bytes.ByteReader;
import io.orbit.kernel.checkpoint.EngineFormat.Name;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The entries of one record as a damaged engine still has them, and which of them are worth
 * keeping: a value in parts only with all its parts, an element likewise, and nothing without the
 * record's own entry.
 */
final class SalvagedRecord {
  /** An entry of the engine. */
  record Entry(byte[] key, byte[] value, Name name) {}

  private final List<Entry> entries = new ArrayList<>();

  /** Whether an entry belongs to this record; true for the first. */
  boolean owns(Name name) {
    if (entries.isEmpty()) {
      return true;
    }
    Name first = entries.getFirst().name();
    return first.space() == name.space()
        && name.space() != EngineFormat.META
        && Arrays.equals(first.key(), name.key());
  }

  void add(Entry entry) {
    entries.add(entry);
  }

  int size() {
    return entries.size();
  }

  /** The entries to keep, in order. */
  List<Entry> whole() {
    if (entries.isEmpty() || entries.getFirst().name().space() == EngineFormat.META) {
      return entries;
    }
    if (entries.getFirst().name().tag() != EngineFormat.RECORD) {
      return List.of();
    }
    EngineFormat.Head head = EngineFormat.readHead(entries.getFirst().value());
    return switch (head.form()) {
      case PLAIN -> entries.subList(0, 1);
      case PARTS -> parts() == EngineFormat.parts(head.length()) ? entries : List.of();
      case COMPOSITE -> wholeElements();
    };
  }

  private long parts() {
    return entries.stream().filter(entry -> entry.name().tag() == EngineFormat.VALUE_PART).count();
  }

  private List<Entry> wholeElements() {
    Map<String, Integer> partsOf = new HashMap<>();
    for (Entry entry : entries) {
      if (entry.name().tag() == EngineFormat.ELEMENT_PART) {
        partsOf.merge(element(entry), 1, Integer::sum);
      }
    }
    Map<String, Boolean> kept = new HashMap<>();
    List<Entry> whole = new ArrayList<>();
    for (Entry entry : entries) {
      boolean keep =
          switch (entry.name().tag()) {
            case EngineFormat.RECORD -> true;
            case EngineFormat.ELEMENT -> {
              int expected = expectedParts(entry.value());
              boolean complete = partsOf.getOrDefault(element(entry), 0) == expected;
              kept.put(element(entry), complete);
              yield complete;
            }
            case EngineFormat.ELEMENT_PART -> kept.getOrDefault(element(entry), false);
            default -> false;
          };
      if (keep) {
        whole.add(entry);
      }
    }
    return whole;
  }

  private static int expectedParts(byte[] value) {
    ByteReader in = new ByteReader(value);
    return in.u8() == 0 ? 0 : EngineFormat.parts((int) in.varint());
  }

  private static String element(Entry entry) {
    byte[] rest = entry.name().rest();
    byte[] element =
        entry.name().tag() == EngineFormat.ELEMENT
            ? rest
            : EngineFormat.unescape(new ByteReader(rest));
    return Arrays.toString(element);
  }
}
