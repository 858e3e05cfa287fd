package io.orbit.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlWordsTest {
  @Test
  void findsBareWordsOnly() {
    assertThat(SqlWords.of("copy (select 'a' from b) to stdout", 9))
        .containsExactly("COPY", "TO", "STDOUT");
    assertThat(SqlWords.of("/* from */ copy \"from\" -- stdin\n from $x$stdin$x$ 'file' with", 9))
        .containsExactly("COPY", "FROM", "WITH");
    assertThat(SqlWords.of("insert into t values (1)", 2)).containsExactly("INSERT", "INTO");
    assertThat(SqlWords.of("select E'\\' from x'", 9)).containsExactly("SELECT");
  }

  @Test
  void aLongStringIsNoTrouble() {
    String statement = "select '" + "x''".repeat(200_000) + "' as a";
    assertThat(SqlWords.of(statement, 9)).containsExactly("SELECT", "AS", "A");
  }

  @Test
  void knowsWhatSaysNothing() {
    assertThat(SqlWords.isBlank(" -- x\n /* y */ ; ")).isTrue();
    assertThat(SqlWords.isBlank("")).isTrue();
    assertThat(SqlWords.isBlank("/* y */ x")).isFalse();
    assertThat(SqlWords.isBlank("''")).isFalse();
  }
}
