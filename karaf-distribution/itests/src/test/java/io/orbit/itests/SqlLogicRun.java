package io.orbit.itests;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Runs scripts of the sqllogictest format over a connection, each in a schema of its own, and
 * counts the records that answer as they say.
 */
final class SqlLogicRun {
  private static final Pattern HASH = Pattern.compile("(\\d+) values hashing to ([0-9a-f]{32})");
  private static final int QUERY_SECONDS = 60;

  private final Connection connection;
  private final List<String> failures = new ArrayList<>();
  private long passed;
  private long total;

  SqlLogicRun(Connection connection) {
    this.connection = connection;
  }

  long passed() {
    return passed;
  }

  long total() {
    return total;
  }

  /** {@code file:line}, what was wrong, and the statement, of each record that failed. */
  List<String> failures() {
    return failures;
  }

  void run(SqlLogicScript script) throws SQLException {
    Clients.execute(
        connection,
        "DROP SCHEMA IF EXISTS sqllogic CASCADE",
        "CREATE SCHEMA sqllogic",
        "SET search_path = sqllogic");
    Map<String, String> labels = new HashMap<>();
    for (SqlLogicScript.Entry entry : script.entries()) {
      total++;
      String wrong = wrong(entry, labels);
      if (wrong == null) {
        passed++;
      } else {
        failures.add(
            script.file().getFileName()
                + ":"
                + entry.line()
                + "\t"
                + wrong.replaceAll("\\s+", " ")
                + "\t"
                + entry.sql().replaceAll("\\s+", " "));
      }
    }
  }

  /** What is wrong with a record's answer; null when nothing is. */
  private @Nullable String wrong(SqlLogicScript.Entry entry, Map<String, String> labels) {
    return switch (entry) {
      case SqlLogicScript.Statement statement -> {
        try {
          Clients.execute(connection, statement.sql());
          yield statement.fails() ? "no error" : null;
        } catch (SQLException failure) {
          yield statement.fails() ? null : String.valueOf(failure.getMessage());
        }
      }
      case SqlLogicScript.Query query -> {
        try (Statement statement = connection.createStatement()) {
          statement.setQueryTimeout(QUERY_SECONDS);
          try (ResultSet rows = statement.executeQuery(query.sql())) {
            yield wrong(query, rows, labels);
          }
        } catch (SQLException failure) {
          yield String.valueOf(failure.getMessage());
        }
      }
    };
  }

  private static @Nullable String wrong(
      SqlLogicScript.Query query, ResultSet rows, Map<String, String> labels) throws SQLException {
    int columns = rows.getMetaData().getColumnCount();
    if (columns != query.types().length()) {
      return columns + " columns, not " + query.types().length();
    }
    List<String> values = values(query, rows);
    String hash = hash(values);
    String label = query.label();
    if (label != null) {
      String before = labels.putIfAbsent(label, hash);
      if (before != null && !before.equals(hash)) {
        return "not what label " + label + " answered before";
      }
    }
    List<String> expected = query.expected();
    if (expected == null) {
      return null;
    }
    Matcher hashed = HASH.matcher(expected.isEmpty() ? "" : expected.getFirst());
    if (hashed.matches()) {
      return values.size() == Integer.parseInt(hashed.group(1)) && hash.equals(hashed.group(2))
          ? null
          : "another hash, " + values.size() + " values";
    }
    // Some scripts have a value in a line, some a row.
    return values.equals(expected) || words(values).equals(words(expected))
        ? null
        : "answers " + values.subList(0, Math.min(6, values.size()));
  }

  private static List<String> words(List<String> lines) {
    return lines.stream().flatMap(line -> Arrays.stream(line.strip().split("\\s+"))).toList();
  }

  private static List<String> values(SqlLogicScript.Query query, ResultSet rows)
      throws SQLException {
    List<String[]> found = new ArrayList<>();
    while (rows.next()) {
      String[] row = new String[query.types().length()];
      for (int i = 0; i < row.length; i++) {
        row[i] = text(rows.getString(i + 1), query.types().charAt(i));
      }
      found.add(row);
    }
    if (query.sort().equals("rowsort")) {
      found.sort(Arrays::compare);
    }
    List<String> values = new ArrayList<>();
    found.forEach(row -> Collections.addAll(values, row));
    if (query.sort().equals("valuesort")) {
      Collections.sort(values);
    }
    return values;
  }

  /** A value as the format has it: printable ASCII, reals with three digits. */
  private static String text(@Nullable String value, char type) {
    if (value == null) {
      return "NULL";
    }
    if (value.isEmpty()) {
      return "(empty)";
    }
    if (type == 'T') {
      return value.replaceAll("[^ -~]", "@");
    }
    String number = value.equals("t") ? "1" : value.equals("f") ? "0" : value;
    try {
      return type == 'I'
          ? new BigDecimal(number).toBigInteger().toString()
          : String.format(Locale.ROOT, "%.3f", Double.parseDouble(number))
              .replace("-0.000", "0.000");
    } catch (NumberFormatException noNumber) {
      return type == 'I' ? "0" : value;
    }
  }

  private static String hash(List<String> values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (String value : values) {
        digest.update(value.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
