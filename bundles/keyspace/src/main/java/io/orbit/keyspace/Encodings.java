package io.orbit.keyspace;

import io.orbit.api.keyspace.WholeNumber;
import io.orbit.api.storage.Composite;
import io.orbit.api.storage.RecordView;
import org.jspecify.annotations.Nullable;

/**
 * The names OBJECT ENCODING gives, by the value as it is: Redis' own default limits of what is
 * small decide, not how we store it.
 */
record Encodings(int smallSize, int smallElement) {
  static final String ROW = "hashtable";

  private static final int EMBEDDED_STRING = 44;

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
    boolean small = isSmall(composite);
    return switch (StoreKeys.typeOf(view)) {
      case HASH -> small ? "listpack" : "hashtable";
      case SET -> small ? "listpack" : "hashtable";
      case SORTED_SET -> small ? "listpack" : "skiplist";
      case LIST -> small ? "listpack" : "quicklist";
      case STREAM -> "stream";
      case STRING -> "raw";
    };
  }

  private boolean isSmall(@Nullable Composite composite) {
    if (composite == null || composite.size() > smallSize) {
      return false;
    }
    Composite.ElementView element = new Composite.ElementView();
    Composite.Cursor cursor = composite.cursor(null);
    while (cursor.next(element)) {
      if (element.key.length > smallElement || element.value.length > smallElement) {
        return false;
      }
    }
    return true;
  }
}
