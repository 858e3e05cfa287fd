package io.orbit.keyspace;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.ValueType;
import io.orbit.keyspace.rdb.RdbValue;
import java.util.ArrayList;
import java.util.List;

/** A record's value as RDB has it. */
final class DumpedValue {
  private DumpedValue() {}

  /**
   * @param now what has expired by then is left out
   */
  static RdbValue of(RecordView view, long now) {
    Composite elements = view.composite();
    if (elements == null) {
      return new RdbValue.Text(view.copy());
    }
    return switch (view.type()) {
      case ValueType.LIST -> list(elements);
      case ValueType.SET -> set(elements);
      case ValueType.SORTED_SET -> sortedSet(elements);
      case ValueType.HASH -> hash(elements);
      case ValueType.EXPIRING_HASH -> expiringHash(elements, now);
      case ValueType.STREAM -> DumpedStream.of(new CompositeStream(elements));
      case ValueType.JSON,
          ValueType.BLOOM_FILTER,
          ValueType.CUCKOO_FILTER,
          ValueType.COUNT_MIN_SKETCH,
          ValueType.TOP_K,
          ValueType.T_DIGEST,
          ValueType.TIME_SERIES ->
          elements(view.type(), StoreKeys.typeOf(view).redisName(), elements);
      default ->
          throw new OrbitException(
              ErrorCode.DATA_CORRUPTED, "a key holds a value of unknown type " + view.type());
    };
  }

  private static RdbValue list(Composite elements) {
    List<byte[]> items = new ArrayList<>();
    forEach(elements, each -> items.add(each.value));
    return new RdbValue.Items(items);
  }

  private static RdbValue set(Composite elements) {
    List<byte[]> members = new ArrayList<>();
    forEach(elements, each -> members.add(each.key));
    return new RdbValue.Members(members);
  }

  private static RdbValue sortedSet(Composite elements) {
    List<RdbValue.ScoredMember> members = new ArrayList<>();
    CompositeSortedSet set = new CompositeSortedSet(elements);
    set.forEach(
        0,
        set.size(),
        (member, score) -> members.add(new RdbValue.ScoredMember(member.copy(), score)));
    return new RdbValue.Scored(members);
  }

  private static RdbValue hash(Composite elements) {
    List<RdbValue.Field> fields = new ArrayList<>();
    forEach(elements, each -> fields.add(new RdbValue.Field(each.key, each.value, 0)));
    return new RdbValue.Fields(fields);
  }

  private static RdbValue elements(byte type, String name, Composite elements) {
    boolean linked = StoreTrees.hasTags(type);
    List<byte[]> words = new ArrayList<>();
    forEach(
        elements,
        each -> {
          if (!linked || !Links.isLink(each.key)) {
            words.add(each.key);
            words.add(each.value);
          }
        });
    return new RdbValue.Elements(name, words);
  }

  private static RdbValue expiringHash(Composite elements, long now) {
    List<RdbValue.Field> fields = new ArrayList<>();
    ExpiringHash hash = new ExpiringHash(elements, now);
    hash.forEach(
        (field, value) ->
            fields.add(
                new RdbValue.Field(
                    field.copy(), value.copy(), Math.max(hash.expiresAt(field), 0))));
    return new RdbValue.Fields(fields);
  }

  private interface Visitor {
    void visit(Composite.ElementView element);
  }

  private static void forEach(Composite elements, Visitor visitor) {
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = elements.cursor(null);
    while (cursor.next(element)) {
      visitor.visit(element);
    }
  }
}
