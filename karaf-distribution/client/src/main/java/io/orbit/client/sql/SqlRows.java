package io.orbit.client.sql;

import io.orbit.client.output.Column;
import io.orbit.client.output.Rows;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of a result of the driver, in the texts that the server sent. */
final class SqlRows implements Rows {
  private final ResultSet result;
  private final List<Column> columns;

  SqlRows(ResultSet result) throws SQLException {
    this.result = result;
    ResultSetMetaData shape = result.getMetaData();
    this.columns = new ArrayList<>();
    for (int column = 1; column <= shape.getColumnCount(); column++) {
      columns.add(
          new Column(
              shape.getColumnLabel(column), Column.Kind.ofType(shape.getColumnTypeName(column))));
    }
  }

  @Override
  public List<Column> columns() {
    return columns;
  }

  @Override
  public @Nullable List<@Nullable String> next() throws IOException {
    try {
      if (!result.next()) {
        return null;
      }
      List<@Nullable String> row = new ArrayList<>(columns.size());
      for (int column = 1; column <= columns.size(); column++) {
        row.add(result.getString(column));
      }
      return row;
    } catch (SQLException failure) {
      throw new IOException(failure.getMessage(), failure);
    }
  }
}
