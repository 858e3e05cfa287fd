package io.orbit.client.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.client.sql.CopyTask.Direction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the client reads out of statements and commands. */
class StatementTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "COPY t FROM STDIN; | IN",
        "copy t (a, b) from stdin with (format csv); | IN",
        "COPY (SELECT 'from stdin') TO STDOUT; | OUT",
        "COPY \"from stdin\" TO 'file'; | NONE",
        "COPY t FROM 'stdin'; | NONE",
        "SELECT 1 FROM stdin; | NONE"
      })
  void knowsACopyWhoseDataPassesThroughTheClient(String statement, Direction direction) {
    assertThat(CopyTask.of(statement)).isEqualTo(direction);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "insert into t values (1) | 3 | INSERT 0 3",
        "/* x */ update t set a = 1 | 0 | UPDATE 0",
        "create temp table t (a int) | 0 | CREATE TABLE",
        "create or replace view v as select 1 | 0 | CREATE VIEW",
        "create unique index i on t (a) | 0 | CREATE INDEX",
        "drop materialized view v | 0 | DROP MATERIALIZED VIEW",
        "begin | 0 | BEGIN",
        "end | 0 | COMMIT",
        "set a to b | 0 | SET"
      })
  void saysWhatAStatementDid(String statement, int count, String tag) {
    assertThat(StatementTag.of(statement, count)).isEqualTo(tag);
  }

  @Test
  void patternsOfNamesAreExpressions() {
    assertThat(NamePattern.of("Items").condition("c")).isEqualTo("c ~ E'^(items)$'");
    assertThat(NamePattern.of("public.it*s?").schemaCondition("s")).isEqualTo("s ~ E'^(public)$'");
    assertThat(NamePattern.of("public.it*s?").condition("c")).isEqualTo("c ~ E'^(it.*s.)$'");
    assertThat(NamePattern.of("\"A.b*\"").condition("c")).isEqualTo("c ~ E'^(A\\\\.b\\\\*)$'");
    assertThat(NamePattern.of("a'b").condition("c")).isEqualTo("c ~ E'^(a''b)$'");
    assertThat(NamePattern.of("a$").condition("c")).isEqualTo("c ~ E'^(a\\\\$)$'");
  }

  @Test
  void namesOfCommandsEndAtSpaceOrSemicolon() {
    assertThat(BackslashCommands.name("\\d items;\n")).isEqualTo("d");
    assertThat(BackslashCommands.name("\\dt\n")).isEqualTo("dt");
    assertThat(BackslashCommands.name("\\g;\n")).isEqualTo("g");
    assertThat(BackslashCommands.name("\\?\n")).isEqualTo("?");
  }
}
