package io.orbit.keyspace.rdb;

import io.orbit.api.keyspace.ByteRange;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads values in all their encodings. */
final class RdbValueReader {
  private static final int PLAIN_NODE = 1;
  private static final int NOT_A_NUMBER = 253;
  private static final int POSITIVE_INFINITY = 254;
  private static final int NEGATIVE_INFINITY = 255;

  private final RdbInput in;

  RdbValueReader(RdbInput in) {
    this.in = in;
  }

  RdbValue read(int type) {
    return switch (type) {
      case RdbType.STRING -> new RdbValue.Text(in.string());
      case RdbType.LIST -> new RdbValue.Items(strings(in.count()));
      case RdbType.LIST_ZIPLIST -> new RdbValue.Items(PackedBytes.ziplist(in.string()));
      case RdbType.LIST_QUICKLIST, RdbType.LIST_QUICKLIST_2 -> list(type);
      case RdbType.SET -> new RdbValue.Members(strings(in.count()));
      case RdbType.SET_INTSET -> new RdbValue.Members(PackedBytes.intset(in.string()));
      case RdbType.SET_LISTPACK -> new RdbValue.Members(PackedBytes.listpack(in.string()));
      case RdbType.SORTED_SET, RdbType.SORTED_SET_TEXT -> sortedSet(type);
      case RdbType.SORTED_SET_ZIPLIST -> sortedSet(PackedBytes.ziplist(in.string()));
      case RdbType.SORTED_SET_LISTPACK -> sortedSet(PackedBytes.listpack(in.string()));
      case RdbType.HASH -> hash(strings(Math.multiplyExact(in.count(), 2)));
      case RdbType.HASH_ZIPMAP -> hash(PackedBytes.zipmap(in.string()));
      case RdbType.HASH_ZIPLIST -> hash(PackedBytes.ziplist(in.string()));
      case RdbType.HASH_LISTPACK -> hash(PackedBytes.listpack(in.string()));
      case RdbType.HASH_EXPIRING -> expiringHash();
      case RdbType.HASH_LISTPACK_EXPIRING -> packedExpiringHash();
      case RdbType.STREAM_1, RdbType.STREAM_2, RdbType.STREAM_3 ->
          new RdbStreamReader(in, type).read();
      case RdbType.MODULE -> module();
      default -> throw RdbErrors.broken("a value of type " + type + " is not known here");
    };
  }

  private List<byte[]> strings(int count) {
    List<byte[]> strings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      strings.add(in.string());
    }
    return strings;
  }

  private RdbValue list(int type) {
    List<byte[]> elements = new ArrayList<>();
    int nodes = in.count();
    for (int i = 0; i < nodes; i++) {
      boolean plain = type == RdbType.LIST_QUICKLIST_2 && in.length() == PLAIN_NODE;
      byte[] node = in.string();
      if (plain) {
        elements.add(node);
      } else if (type == RdbType.LIST_QUICKLIST_2) {
        elements.addAll(PackedBytes.listpack(node));
      } else {
        elements.addAll(PackedBytes.ziplist(node));
      }
    }
    return new RdbValue.Items(elements);
  }

  private RdbValue module() {
    long id = in.length();
    if (!ModuleId.isOwn(id)) {
      throw RdbErrors.broken(
          "a value of type " + ModuleId.type(id) + " in its module's own format is not read here");
    }
    List<byte[]> words = new ArrayList<>();
    long what = in.length();
    while (what == RdbType.MODULE_STRING) {
      words.add(in.string());
      what = in.length();
    }
    if (what != RdbType.MODULE_END) {
      throw RdbErrors.broken("a module's value is broken");
    }
    requirePairs(words);
    return new RdbValue.Elements(ModuleId.type(id), words);
  }

  // ---- sorted sets

  private RdbValue sortedSet(int type) {
    List<RdbValue.ScoredMember> members = new ArrayList<>();
    int count = in.count();
    for (int i = 0; i < count; i++) {
      byte[] member = in.string();
      members.add(scored(member, type == RdbType.SORTED_SET ? in.number() : textScore()));
    }
    return new RdbValue.Scored(members);
  }

  private double textScore() {
    int length = in.u8();
    return switch (length) {
      case NOT_A_NUMBER -> Double.NaN;
      case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
      case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
      default -> score(in.bytes(length));
    };
  }

  private static RdbValue sortedSet(List<byte[]> words) {
    requirePairs(words);
    List<RdbValue.ScoredMember> members = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      members.add(scored(words.get(i), score(words.get(i + 1))));
    }
    return new RdbValue.Scored(members);
  }

  private static RdbValue.ScoredMember scored(byte[] member, double score) {
    if (Double.isNaN(score)) {
      throw RdbErrors.broken("a score is not a number");
    }
    return new RdbValue.ScoredMember(member, score);
  }

  private static double score(byte[] text) {
    String word = new String(text, StandardCharsets.ISO_8859_1);
    return switch (word) {
      case "inf", "+inf" -> Double.POSITIVE_INFINITY;
      case "-inf" -> Double.NEGATIVE_INFINITY;
      default -> {
        try {
          yield Double.parseDouble(word);
        } catch (NumberFormatException e) {
          throw RdbErrors.broken("a score is not a number");
        }
      }
    };
  }

  // ---- hashes

  private static void requirePairs(List<byte[]> words) {
    if (words.size() % 2 != 0) {
      throw RdbErrors.broken("a value lacks its last word");
    }
  }

  private static RdbValue hash(List<byte[]> words) {
    requirePairs(words);
    List<RdbValue.Field> fields = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 2) {
      fields.add(new RdbValue.Field(words.get(i), words.get(i + 1), 0));
    }
    return new RdbValue.Fields(fields);
  }

  /** Times count from the first one, and 0 is none. */
  private RdbValue expiringHash() {
    long first = in.fixed(8);
    int count = in.count();
    List<RdbValue.Field> fields = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long time = in.length();
      byte[] name = in.string();
      byte[] value = in.string();
      fields.add(new RdbValue.Field(name, value, time == 0 ? 0 : first + time - 1));
    }
    return new RdbValue.Fields(fields);
  }

  private RdbValue packedExpiringHash() {
    long ignored = in.fixed(8);
    List<byte[]> words = PackedBytes.listpack(in.string());
    if (words.size() % 3 != 0) {
      throw RdbErrors.broken("a hash lacks its last word");
    }
    List<RdbValue.Field> fields = new ArrayList<>();
    for (int i = 0; i < words.size(); i += 3) {
      long time = Long.parseLong(ByteRange.of(words.get(i + 2)).latin1());
      fields.add(new RdbValue.Field(words.get(i), words.get(i + 1), time));
    }
    return new RdbValue.Fields(fields);
  }
}
