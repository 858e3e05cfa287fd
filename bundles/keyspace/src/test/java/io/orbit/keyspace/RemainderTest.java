package io.orbit.keyspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class RemainderTest {
  @Test
  void splitsAnObjectIntoItsMembers() {
    Map<String, String> members =
        Remainder.parse(
            "{\"a\": 1, \"b\": \"x, }\\\" y\", \"c\": {\"d\": [1, {\"e\": \"}\"}]}, \"f\": null}");
    assertThat(members)
        .containsExactly(
            Map.entry("a", "1"),
            Map.entry("b", "\"x, }\\\" y\""),
            Map.entry("c", "{\"d\": [1, {\"e\": \"}\"}]}"),
            Map.entry("f", "null"));
    assertThat(Remainder.parse("{}")).isEmpty();
  }

  @Test
  void showsStringsAsTheirCharactersAndOtherValuesAsJson() {
    assertThat(Remainder.text("\"a\\u0041\\n\"")).contains("aA\n");
    assertThat(Remainder.text("[1, 2]")).contains("[1, 2]");
    assertThat(Remainder.text("null")).isEmpty();
  }

  @Test
  void writesWhatItReads() {
    Map<String, String> members = Remainder.parse("{}");
    members.put("k\"", Remainder.quote("v\n\\"));
    String text = Remainder.format(members);
    assertThat(Remainder.text(Remainder.parse(text).get("k\""))).contains("v\n\\");
  }
}
