package io.orbit.keyspace;

import io.orbit.api.keyspace.EncodingLimits;
import io.orbit.api.keyspace.WholeNumber;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordView;
import io.orbit.api.storage.ValueType;
import org.jspecify.annotations.Nullable;

/** The names OBJECT ENCODING gives, by the value as it is, not how we store it. */
record Encodings(EncodingLimits limits) {
  static final String ROW = "hashtable";

  private static final int EMBEDDED_STRING = 44;
  private static final int LIST_UNIT = 2048;
  private static final int LIST_ENTRY_OVERHEAD = 2;

  String of(RecordView view) {
    Composite composite = view.composite();
    return composite == null ? ofString(view) : ofComposite(view, composite);
  }

  private static String ofString(RecordView view) {
    if (WholeNumber.isWhole(view.array(), view.offset(), view.length())) {
      return "int";
    }
    return view.length() <= EMBEDDED_STRING ? "embstr" : "raw";
  }

  private String ofComposite(RecordView view, Composite composite) {
    return switch (StoreKeys.typeOf(view)) {
      case HASH -> view.type() == ValueType.EXPIRING_HASH ? ofTimed(composite) : ofHash(composite);
      case SET -> ofSet(composite);
      case SORTED_SET ->
          isSmall(composite, 2L * limits.sortedSetEntries(), limits.sortedSetValue(), 1)
              ? "listpack"
              : "skiplist";
      case LIST -> isSmallList(composite) ? "listpack" : "quicklist";
      case STREAM -> "stream";
      case STRING,
          JSON,
          BLOOM_FILTER,
          CUCKOO_FILTER,
          COUNT_MIN_SKETCH,
          TOP_K,
          T_DIGEST,
          TIME_SERIES ->
          "raw";
    };
  }

  private String ofHash(Composite composite) {
    return isSmall(composite, limits.hashEntries(), limits.hashValue(), 0)
        ? "listpack"
        : "hashtable";
  }

  private String ofTimed(Composite composite) {
    ExpiringHash hash = new ExpiringHash(composite, 0);
    if (hash.size() > limits.hashEntries()) {
      return "hashtable";
    }
    boolean[] small = {true};
    hash.forEach(
        (field, value) ->
            small[0] &=
                field.length() <= limits.hashValue() && value.length() <= limits.hashValue());
    return small[0] ? "listpackex" : "hashtable";
  }

  private String ofSet(Composite composite) {
    if (composite.size() <= limits.numericSetEntries() && isNumeric(composite)) {
      return "intset";
    }
    return isSmall(composite, limits.setEntries(), limits.setValue(), 0) ? "listpack" : "hashtable";
  }

  private static boolean isNumeric(Composite composite) {
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = composite.cursor(null);
    while (cursor.next(element)) {
      if (!WholeNumber.isWhole(element.key, 0, element.key.length)) {
        return false;
      }
    }
    return true;
  }

  /**
   * @param prefix bytes of an element's key that are not the element's; then only the first half of
   *     the elements is looked at
   */
  private static boolean isSmall(Composite composite, long entries, int bytes, int prefix) {
    if (composite.size() > entries) {
      return false;
    }
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = composite.cursor(null);
    long looked = prefix == 0 ? composite.size() : composite.size() / 2;
    for (long i = 0; i < looked && cursor.next(element); i++) {
      boolean longValue = prefix == 0 && element.value.length > bytes;
      if (element.key.length - prefix > bytes || longValue) {
        return false;
      }
    }
    return true;
  }

  private boolean isSmallList(@Nullable Composite composite) {
    int limit = limits.listBytes();
    if (composite == null || (limit >= 0 && composite.size() > limit)) {
      return false;
    }
    long most = limit >= 0 ? 4 * LIST_UNIT : (long) LIST_UNIT << -limit;
    long bytes = 0;
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = composite.cursor(null);
    while (cursor.next(element)) {
      bytes += element.value.length + LIST_ENTRY_OVERHEAD;
      if (bytes > most) {
        return false;
      }
    }
    return true;
  }
}
