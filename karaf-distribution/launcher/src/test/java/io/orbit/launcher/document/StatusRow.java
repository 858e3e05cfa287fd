package io.orbit.launcher.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * One line of {@code docs/feature-status.txt}: {@code feature | folder | tests | what is missing}.
 * {@code not yet:} before the folder holds until the tests are there; a line without bars is a
 * heading.
 *
 * @param heading the group the feature belongs to
 * @param planned true while it is not built, so that only its tests can say otherwise
 * @param folder where it lives, relative to the root
 * @param tests simple names of the test classes that prove it
 * @param missing what it does not do yet; may be empty
 */
record StatusRow(
    String heading,
    String feature,
    boolean planned,
    String folder,
    List<String> tests,
    String missing) {
  static final Path FILE = Path.of("docs/feature-status.txt");

  private static final String PLANNED = "not yet:";

  static List<StatusRow> readAll() throws IOException {
    List<StatusRow> rows = new ArrayList<>();
    String heading = "";
    for (String line : Files.readAllLines(Checkout.ROOT.resolve(FILE))) {
      String[] fields = line.split(Pattern.quote("|"), -1);
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      } else if (fields.length == 1) {
        heading = line.strip();
      } else if (fields.length == 4) {
        rows.add(parse(heading, fields));
      } else {
        throw new IllegalArgumentException(FILE + ": not a line of four fields: " + line);
      }
    }
    return rows;
  }

  private static StatusRow parse(String heading, String[] fields) {
    String place = fields[1].strip();
    boolean planned = place.startsWith(PLANNED);
    String tests = fields[2].strip();
    return new StatusRow(
        heading,
        fields[0].strip(),
        planned,
        planned ? place.substring(PLANNED.length()).strip() : place,
        tests.isEmpty() ? List.of() : List.of(tests.split("\\s+")),
        fields[3].strip());
  }

  /** The state that the sources prove: a test that is named must be there. */
  String state(Checkout checkout) {
    boolean tested = !tests.isEmpty() && tests.stream().allMatch(checkout::hasTest);
    if (planned && !tested || !Files.exists(Checkout.ROOT.resolve(folder))) {
      return "not yet";
    }
    return (tested ? "tested" : "built") + (missing.isEmpty() ? "" : ", in part");
  }
}
