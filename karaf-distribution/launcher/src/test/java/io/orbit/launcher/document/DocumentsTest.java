package io.orbit.launcher.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Generated tables are up to date; {@code -Dorbit.test.update=true} writes them anew. Links within
 * the repository lead to something. Records of decisions have numbers of their own.
 */
class DocumentsTest {
  private static final Pattern LINK = Pattern.compile("\\[[^\\]\n]*\\]\\(([^)\\s]+)\\)");
  private static final Pattern DECISION =
      Pattern.compile("docs/decisions/(\\d{3})-[a-z0-9-]+\\.md");

  private static Checkout checkout;

  @BeforeAll
  static void read() throws IOException {
    checkout = new Checkout();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PRD.md", "docs/README.md", "docs/operate/configuration.md"})
  void tablesSayWhatTheSourcesSay(String document) throws IOException {
    Path file = Checkout.ROOT.resolve(document);
    String written = Files.readString(file);
    String expected = new GeneratedTables(checkout).rewrite(written);
    if (Boolean.getBoolean("orbit.test.update")) {
      Files.writeString(file, expected);
      written = expected;
    }
    assertThat(GeneratedTables.count(written)).isPositive();
    assertThat(written)
        .as(
            "%s is out of date; bring it up to date by"
                + " JAVA_TOOL_OPTIONS=-Dorbit.test.update=true ./orbit test karaf-distribution/launcher"
                + " DocumentsTest",
            document)
        .isEqualTo(expected);
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    for (Path document : checkout.filesEndingWith(".md")) {
      String text =
          Files.readString(Checkout.ROOT.resolve(document)).replaceAll("(?s)```.*?```", "");
      for (Matcher link = LINK.matcher(text); link.find(); ) {
        String target = link.group(1).replaceFirst("#.*", "");
        boolean outside = target.isEmpty() || target.contains(":");
        if (!outside && !Files.exists(Checkout.ROOT.resolve(document).resolveSibling(target))) {
          dead.add(document + " -> " + link.group(1));
        }
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void decisionsHaveNumbersOfTheirOwn() {
    List<String> numbers = new ArrayList<>();
    for (Path file : checkout.filesEndingWith(".md")) {
      if (file.startsWith("docs/decisions") && !file.endsWith("README.md")) {
        Matcher name = DECISION.matcher(file.toString());
        assertThat(name.matches()).as("NNN-title.md: %s", file).isTrue();
        numbers.add(name.group(1));
      }
    }
    assertThat(numbers).isNotEmpty().doesNotHaveDuplicates();
  }
}
