package io.orbit.client.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommandWordsTest {
  @Test
  void dividesAsRedisCliDoes() {
    assertThat(words("set  key\tvalue ")).containsExactly("set", "key", "value");
    assertThat(words("set \"a b\" 'c \"d\"'")).containsExactly("set", "a b", "c \"d\"");
    assertThat(words("echo \"\\x41\\n\\t\\\\\\\"\\q\"")).containsExactly("echo", "A\n\t\\\"q");
    assertThat(words("echo 'it\\'s \\n'")).containsExactly("echo", "it's \\n");
    assertThat(words("echo \"\" ''")).containsExactly("echo", "", "");
    assertThat(words("get 日本😀")).containsExactly("get", "日本😀");
    assertThat(words("")).isEmpty();
  }

  @Test
  void refusesWhatIsNotClosed() {
    assertThat(CommandWords.of("set \"a")).isEmpty();
    assertThat(CommandWords.of("set 'a")).isEmpty();
    assertThat(CommandWords.of("set \"a\"b")).isEmpty();
  }

  @Test
  void whatIsQuotedIsReadBack() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] bytes = new byte[random.nextInt(30)];
      random.nextBytes(bytes);
      assertThat(CommandWords.of("x " + ReplyText.quote(bytes)))
          .as("seed %d", seed)
          .hasValueSatisfying(words -> assertThat(words.get(1)).isEqualTo(bytes));
    }
  }

  private static List<String> words(String line) {
    return CommandWords.of(line).orElseThrow().stream()
        .map(word -> new String(word, StandardCharsets.UTF_8))
        .toList();
  }
}
