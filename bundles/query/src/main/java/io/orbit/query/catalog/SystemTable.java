package io.orbit.query.catalog;

import io.orbit.api.catalog.Column;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.query.VirtualTable;
import io.orbit.api.security.Session;
import io.orbit.api.storage.Transaction;
import io.orbit.query.type.SystemRelation;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One system table: PostgreSQL's columns, rows from a source. Read-only. */
final class SystemTable implements VirtualTable {
  private final SystemRelation relation;
  private final SystemRows.Shape shape;
  private final SystemSources sources;
  private final RowSource source;

  SystemTable(SystemRelation relation, SystemSources sources, RowSource source) {
    this.relation = relation;
    this.shape = SystemRows.Shape.of(relation);
    this.sources = sources;
    this.source = source;
  }

  @Override
  public String schema() {
    return relation.schema();
  }

  @Override
  public String name() {
    return relation.name();
  }

  @Override
  public List<Column> columns() {
    return relation.columns();
  }

  @Override
  public List<Integer> key() {
    return List.of();
  }

  @Override
  public Iterator<@Nullable Object[]> scan(
      Session session, Transaction transaction, Map<Integer, Object> equal) {
    SystemRows rows = new SystemRows(shape);
    source.rows(new SystemView(sources, session, transaction), rows);
    return rows.rows().iterator();
  }

  @Override
  public void insert(Session session, Transaction transaction, @Nullable Object[] row) {
    throw readOnly();
  }

  @Override
  public void update(
      Session session, Transaction transaction, @Nullable Object[] old, @Nullable Object[] row) {
    throw readOnly();
  }

  @Override
  public void delete(Session session, Transaction transaction, @Nullable Object[] old) {
    throw readOnly();
  }

  private OrbitException readOnly() {
    return new OrbitException(
            ErrorCode.INSUFFICIENT_PRIVILEGE,
            "permission denied: \"" + relation.name() + "\" is a system catalog")
        .withHint("Change the catalog by CREATE, ALTER, DROP, GRANT and COMMENT.");
  }
}
