package io.orbit.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.api.security.Session;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The queries behind psql's commands answer the rows that a real PostgreSQL 15 answered for the
 * same schema (see psql/regenerate.sh).
 */
class PsqlTest {
  private static final Pattern OID = Pattern.compile("\\{(\\w+\\.\\w+)}");

  private static TestDatabase database;
  private static Session session;

  /** One query of a command. */
  record Query(String command, String text, List<String> expected) {
    @Override
    public String toString() {
      return command + ": " + text.strip().replaceAll("\\s+", " ");
    }
  }

  @BeforeAll
  static void open() throws IOException {
    database = new TestDatabase();
    session = database.session();
    for (String statement : read("schema.sql").split(";\n")) {
      List<String> answer = database.run(session, statement);
      assertThat(answer).noneMatch(line -> line.startsWith("ERROR"));
    }
  }

  @AfterAll
  static void close() {
    session.close();
    database.close();
  }

  static Stream<Query> queries() throws IOException {
    List<Query> queries = new ArrayList<>();
    for (String section : read("expected.txt").split("(?m)^### ")) {
      String[] parts = section.split("(?m)^@@@\n");
      for (int i = 1; i < parts.length; i++) {
        String[] sides = parts[i].split("(?m)^---\n", 2);
        List<String> rows = sides[1].isEmpty() ? List.of() : List.of(sides[1].split("\n"));
        queries.add(new Query(parts[0].strip(), sides[0], rows));
      }
    }
    return queries.stream();
  }

  private static String read(String name) throws IOException {
    try (InputStream in = PsqlTest.class.getResourceAsStream("/psql/" + name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @ParameterizedTest
  @MethodSource("queries")
  void answersAsPostgres(Query query) {
    List<String> actual = new ArrayList<>();
    for (String row : database.run(session, withOids(query.text()))) {
      actual.addAll(List.of(row.split("\n")));
    }
    List<String> expected = query.expected().stream().map(PsqlTest::withOids).toList();
    assertThat(actual).isEqualTo(expected);
  }

  private static String withOids(String text) {
    Matcher matcher = OID.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      List<String> oid =
          database.run(session, "SELECT '" + matcher.group(1) + "'::regclass::oid::bigint");
      matcher.appendReplacement(out, Matcher.quoteReplacement(oid.getFirst()));
    }
    return matcher.appendTail(out).toString();
  }
}
