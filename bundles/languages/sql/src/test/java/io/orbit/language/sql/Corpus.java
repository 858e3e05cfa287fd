package io.orbit.language.sql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The statements of the corpus files, one a line, right and wrong ones. */
final class Corpus {
  private Corpus() {}

  static List<String> statements() {
    try (Stream<Path> files = Files.list(resources().resolve("corpus"))) {
      return files
          .sorted()
          .flatMap(Corpus::lines)
          .filter(line -> !line.isBlank() && !line.startsWith("--"))
          .toList();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /** The folder of test resources. */
  static Path resources() {
    try {
      var corpus = Corpus.class.getResource("/corpus/select.sql");
      if (corpus == null) {
        throw new IllegalStateException("the corpus is missing");
      }
      return Path.of(corpus.toURI()).getParent().getParent();
    } catch (URISyntaxException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
