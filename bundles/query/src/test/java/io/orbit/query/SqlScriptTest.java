package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Scripts of statements with their results, each script on a database of its own. A statement
 * begins with {@code > } (lines that follow with two spaces belong to it), its result lines come
 * after it.
 */
class SqlScriptTest {
  static Stream<String> scripts() {
    return Stream.of(
        "tables",
        "select",
        "joins",
        "grouping",
        "windows",
        "deferred",
        "temporary",
        "materialized",
        "engines",
        "subqueries",
        "modify",
        "transactions",
        "rights",
        "system",
        "functions",
        "types",
        "routines",
        "triggers",
        "merge",
        "policies");
  }

  @ParameterizedTest
  @MethodSource("scripts")
  void answersAsWritten(String name) throws IOException {
    List<String> actual = new ArrayList<>();
    String script = read(name);
    try (TestDatabase database = new TestDatabase();
        Session session = database.session()) {
      for (String statement : statements(script)) {
        actual.add("> " + statement.replace("\n", "\n  "));
        actual.addAll(database.run(session, statement));
      }
    }
    assertThat(String.join("\n", actual)).isEqualTo(script.strip());
  }

  private static String read(String name) throws IOException {
    try (InputStream in = SqlScriptTest.class.getResourceAsStream("/sql/" + name + ".sql.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> statements(String script) {
    List<String> statements = new ArrayList<>();
    boolean open = false;
    for (String line : script.split("\n")) {
      if (line.startsWith("> ")) {
        statements.add(line.substring(2));
        open = true;
      } else if (open && line.startsWith("  ")) {
        statements.add(statements.removeLast() + "\n" + line.substring(2));
      } else {
        open = false;
      }
    }
    return statements;
  }
}
