package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.error.OrbitException;
import io.orbit.api.query.Batch;
import io.orbit.api.query.Execution;
import io.orbit.api.query.PreparedStatement;
import io.orbit.api.security.Session;
import io.orbit.api.value.DataType;
import io.orbit.api.value.text.ValueText;
import io.orbit.query.execute.SessionText;
import io.orbit.query.type.TypeNames;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * What each of some thousand expressions is, beside what PostgreSQL 15 says it is: type, text,
 * SQLSTATE and message. {@code functions/answers.txt} has its answers ({@code
 * src/test/postgres/answers.sh} makes it again); {@code functions/differences.txt} has where we
 * differ, each with our answer and the reason.
 */
class FunctionsDifferentialTest {
  /** An answer as a line of text: type and text, or ERROR, SQLSTATE and message. */
  private record Answer(String expression, String shown) {}

  @Test
  void answersAsPostgresDoes() throws IOException {
    Map<String, String> accepted = differences();
    List<String> unexpected = new ArrayList<>();
    try (TestDatabase database = new TestDatabase();
        Session session = database.session()) {
      for (Answer expected : answers()) {
        String actual = actual(database, session, expected.expression());
        String wanted = accepted.remove(expected.expression());
        if (!actual.equals(wanted == null ? expected.shown() : wanted)) {
          unexpected.add(
              expected.expression() + "\n  wanted " + expected.shown() + "\n  actual " + actual);
        }
      }
    }
    assertThat(unexpected).isEmpty();
    assertThat(accepted).as("differences that are no more, or of no expression").isEmpty();
  }

  private static String actual(TestDatabase database, Session session, String expression) {
    try {
      Iterator<PreparedStatement> script =
          database.statements().script(session, "sql", "SELECT " + expression + " AS x");
      PreparedStatement statement = script.next();
      DataType type = statement.columns().getFirst().type();
      List<String> rows = new ArrayList<>();
      try (Execution execution = database.statements().execute(session, statement, List.of())) {
        for (Batch batch = execution.next(1000); batch != null; batch = execution.next(1000)) {
          for (int row = 0; row < batch.rows(); row++) {
            Object value = batch.column(0).get(row);
            rows.add(
                value == null ? "NULL" : ValueText.format(value, type, SessionText.of(session, 0)));
          }
        }
      }
      database.statements().endImplicit(session, true);
      return rows.isEmpty()
          ? "\\N\t\\N"
          : TypeNames.displayBase(type) + "\t" + escaped(String.join("|", rows));
    } catch (OrbitException failure) {
      database.statements().endImplicit(session, false);
      return "ERROR\t" + SqlStates.of(failure.code()) + "\t" + escaped(failure.getMessage());
    } catch (RuntimeException | Error failure) {
      database.statements().endImplicit(session, false);
      return "FAILED\t" + failure;
    }
  }

  /** As COPY escapes. */
  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static List<Answer> answers() throws IOException {
    List<Answer> answers = new ArrayList<>();
    for (String line : lines("answers.txt")) {
      String[] parts = line.split("\t", -1);
      String shown =
          parts[1].equals("ERROR")
              ? "ERROR\t" + parts[2] + "\t" + parts[3]
              : parts[1] + "\t" + parts[2];
      answers.add(new Answer(unescaped(parts[0]), shown));
    }
    return answers;
  }

  private static Map<String, String> differences() throws IOException {
    Map<String, String> differences = new TreeMap<>();
    for (String line : lines("differences.txt")) {
      if (!line.isEmpty() && !line.startsWith("#")) {
        int tab = line.indexOf('\t');
        differences.put(unescaped(line.substring(0, tab)), line.substring(tab + 1));
      }
    }
    return differences;
  }

  private static String unescaped(String text) {
    return text.replace("\\\\", "\\");
  }

  private static List<String> lines(String name) throws IOException {
    try (InputStream in =
        FunctionsDifferentialTest.class.getResourceAsStream("/functions/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    }
  }
}
