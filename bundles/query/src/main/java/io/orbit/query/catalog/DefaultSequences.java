package io.orbit.query.catalog;

import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Column;
import io.orbit.api.catalog.Schema;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The sequences that columns' defaults take their numbers from. */
final class DefaultSequences {
  private static final Pattern NEXT =
      Pattern.compile("nextval\\('((?:[^']|'')+)'", Pattern.CASE_INSENSITIVE);
  private static final Pattern PART = Pattern.compile("\"((?:[^\"]|\"\")*)\"|[^.\"]+");

  private DefaultSequences() {}

  /** The id of a column's sequence, its own or one that its default names; 0 for none. */
  static long of(SystemView view, Collection table, Column column) {
    if (column.sequence() != 0) {
      return column.sequence();
    }
    Matcher next = NEXT.matcher(column.defaultText());
    return next.find() ? named(view, table, next.group(1).replace("''", "'")) : 0;
  }

  private static long named(SystemView view, Collection table, String text) {
    List<String> name =
        PART.matcher(text)
            .results()
            .map(
                part ->
                    part.group(1) == null
                        ? part.group().toLowerCase(java.util.Locale.ROOT)
                        : part.group(1).replace("\"\"", "\""))
            .toList();
    long schema =
        name.size() < 2
            ? table.schema()
            : view.catalog()
                .schema(view.database().id(), name.get(name.size() - 2))
                .map(Schema::id)
                .orElse(0L);
    Optional<Collection> found = view.catalog().collection(schema, name.getLast());
    return found
        .filter(one -> one.kind() == Collection.Kind.SEQUENCE)
        .map(Collection::id)
        .orElse(0L);
  }

  /** Whether a table's column owns the sequence: it goes with it. */
  static boolean owns(SystemView view, Collection table, long sequence) {
    return view.catalog().object(sequence).orElse(null) instanceof Collection one
        && one.sequence() != null
        && one.sequence().ownedBy() == table.id();
  }
}
