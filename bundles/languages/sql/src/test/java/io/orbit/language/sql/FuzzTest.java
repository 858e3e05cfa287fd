package io.orbit.language.sql;

import static org.assertj.core.api.Assertions.fail;

import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the text, nothing but an OrbitException comes out, and never an internal error. */
class FuzzTest {
  private final SqlLanguage language = new SqlLanguage();
  private final long seed = Long.getLong("orbit.sql.seed", new Random().nextLong());
  private final Random random = new Random(seed);

  @Test
  void randomBytes() {
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(60)];
      random.nextBytes(bytes);
      check(new String(bytes, StandardCharsets.UTF_8));
    }
  }

  @Test
  void randomCharactersOfSql() {
    String alphabet = "abeEuUxXnN&'\"$\\/*-+<>=!@#%^|?~:;,.()[]{} \n\t0123456789_";
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder("SELECT ");
      for (int k = random.nextInt(30); k > 0; k--) {
        text.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      check(text.toString());
    }
  }

  @Test
  void randomTokens() {
    Keyword[] keywords = Keyword.values();
    List<String> others =
        List.of(
            "(", ")", "[", "]", ",", ";", ".", "::", "*", "+", "=", "x", "\"y\"", "1", "2.5", "'a'",
            "$1");
    for (int i = 0; i < 50_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = 1 + random.nextInt(25); k > 0; k--) {
        text.append(
            random.nextInt(3) == 0
                ? keywords[random.nextInt(keywords.length)].word
                : others.get(random.nextInt(others.size())));
        text.append(' ');
      }
      check(text.toString());
    }
  }

  @Test
  void nearMisses() {
    Mutator mutator = new Mutator(random);
    List<String> statements = Corpus.statements();
    for (int i = 0; i < 50_000; i++) {
      String text = mutator.mutate(statements.get(random.nextInt(statements.size())));
      check(random.nextBoolean() ? text : text.substring(0, random.nextInt(text.length() + 1)));
    }
  }

  private void check(String text) {
    attempt(text, () -> language.parse(text));
    attempt(text, () -> language.normalize(text));
    attempt(text, () -> language.parseExpression(text));
    attempt(text, () -> language.parseType(text));
  }

  private void attempt(String text, Runnable reading) {
    try {
      reading.run();
    } catch (OrbitException refused) {
      if (refused.code() == ErrorCode.INTERNAL_ERROR) {
        fail("seed " + seed + ": " + text, refused);
      }
    } catch (RuntimeException | StackOverflowError broken) {
      fail("seed " + seed + ": " + text, broken);
    }
  }
}
