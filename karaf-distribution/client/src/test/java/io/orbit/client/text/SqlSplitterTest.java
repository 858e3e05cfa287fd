package io.orbit.client.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlSplitterTest {
  private static final String[] SCRAPS = {
    "SELECT 1",
    ";",
    "'",
    "''",
    "E'",
    "\\'",
    "\"",
    "$$",
    "$a$",
    "$a",
    "$1",
    "--",
    "/*",
    "*/",
    "(",
    ")",
    "\n",
    " ",
    "\\g",
    "\\d x",
    "create function f() ",
    "begin atomic ",
    "case ",
    "end ",
    "é",
    "e",
    "x$$",
    "😀",
    "\t",
    "BEGIN",
    "U&'",
    "\\"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT ';';",
        "SELECT 'it''s; fine';",
        "SELECT E'a\\';b';",
        "SELECT e'\\\\';",
        "SELECT 'a\\';",
        "SELECT typee'a\\';",
        "SELECT \"a;b\";",
        "SELECT \"a\"\";b\";",
        "SELECT $$ ; $$;",
        "SELECT $a$ ; $$ ; $b$ ; $a$;",
        "SELECT $é$;$é$;",
        "SELECT x$$ FROM t;",
        "SELECT $1 + $2;",
        "SELECT 1 -- ; not yet\n;",
        "SELECT /* ; /* ; */ ; */ 1;",
        "CREATE RULE r AS ON INSERT TO t DO (SELECT 1; SELECT 2);",
        "SELECT 'a'\n'b;';",
        "SELECT ')' || (1);",
        "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; SELECT CASE WHEN true THEN 1 END; END;",
        "CREATE OR REPLACE PROCEDURE p() BEGIN ATOMIC INSERT INTO t VALUES (1); END;",
        "CREATE TABLE begin_ (function int);",
        "SELECT U&'d\\0061t;';",
        ";"
      })
  void isOneStatement(String statement) {
    SqlSplitter splitter = new SqlSplitter();
    assertThat(splitter.add(statement)).containsExactly(new Piece.Statement(statement));
    assertThat(splitter.rest()).isEmpty();
    assertThat(splitter.unfinished()).isEqualTo(Unfinished.NOTHING);
  }

  @Test
  void dividesWhatFollowsOneAnother() {
    SqlSplitter splitter = new SqlSplitter();
    assertThat(splitter.add("BEGIN; SELECT 1;COMMIT; SEL"))
        .containsExactly(
            new Piece.Statement("BEGIN;"),
            new Piece.Statement(" SELECT 1;"),
            new Piece.Statement("COMMIT;"));
    assertThat(splitter.rest()).isEqualTo(" SEL");
  }

  @Test
  void aBackslashBeginsACommandUpToTheEndOfItsLine() {
    SqlSplitter splitter = new SqlSplitter();
    assertThat(splitter.add("SELECT 1 \\gx\n\\d 'x;y'\nSELECT '\\d';"))
        .containsExactly(
            new Piece.Fragment("SELECT 1 "),
            new Piece.Command("\\gx\n"),
            new Piece.Command("\\d 'x;y'\n"),
            new Piece.Statement("SELECT '\\d';"));
  }

  @Test
  void tellsWhatItIsInsideOf() {
    assertThat(unfinished("")).isEqualTo(Unfinished.NOTHING);
    assertThat(unfinished("-- nothing\n/* nor here */")).isEqualTo(Unfinished.NOTHING);
    assertThat(unfinished("SELECT 1")).isEqualTo(Unfinished.STATEMENT);
    assertThat(unfinished("SELECT (1")).isEqualTo(Unfinished.PARENTHESES);
    assertThat(unfinished("SELECT 'a;")).isEqualTo(Unfinished.STRING);
    assertThat(unfinished("SELECT E'a\\'")).isEqualTo(Unfinished.STRING);
    assertThat(unfinished("SELECT \"a")).isEqualTo(Unfinished.IDENTIFIER);
    assertThat(unfinished("SELECT $x$ $$")).isEqualTo(Unfinished.DOLLAR_QUOTE);
    assertThat(unfinished("/* /* */")).isEqualTo(Unfinished.COMMENT);
    assertThat(unfinished("CREATE FUNCTION f() BEGIN ATOMIC SELECT 1;"))
        .isEqualTo(Unfinished.STATEMENT);
  }

  private static Unfinished unfinished(String text) {
    SqlSplitter splitter = new SqlSplitter();
    splitter.add(text);
    return splitter.unfinished();
  }

  @Test
  void thePiecesAreTheTextAndComeTheSameLineByLine() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 20_000; round++) {
      StringBuilder text = new StringBuilder();
      for (int scrap = random.nextInt(20); scrap >= 0; scrap--) {
        text.append(SCRAPS[random.nextInt(SCRAPS.length)]);
      }
      SqlSplitter whole = new SqlSplitter();
      List<Piece> pieces = whole.add(text.toString());
      SqlSplitter parts = new SqlSplitter();
      List<Piece> byLine = new ArrayList<>();
      for (String line : text.toString().split("(?<=\n)")) {
        byLine.addAll(parts.add(line));
      }
      String joined = String.join("", pieces.stream().map(Piece::text).toList()) + whole.rest();
      assertThat(joined).as("seed %d, round %d", seed, round).isEqualTo(text.toString());
      assertThat(withoutFragments(byLine))
          .as("seed %d: %s", seed, text)
          .isEqualTo(withoutFragments(pieces));
      assertThat(parts.unfinished()).as("seed %d: %s", seed, text).isEqualTo(whole.unfinished());
    }
  }

  private static List<Piece> withoutFragments(List<Piece> pieces) {
    return pieces.stream().filter(piece -> !(piece instanceof Piece.Fragment)).toList();
  }
}
