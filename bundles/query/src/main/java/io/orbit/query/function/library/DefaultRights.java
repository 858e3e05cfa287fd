package io.orbit.query.function.library;

import io.orbit.api.catalog.Role;
import io.orbit.api.value.Array;
import io.orbit.query.execute.Evaluation;
import io.orbit.query.type.Quoting;
import java.util.ArrayList;
import java.util.List;

/** {@code acldefault}: who may do what with a new object, as an access list has it. */
final class DefaultRights {
  private DefaultRights() {}

  static void define(Definitions definitions) {
    definitions
        .define("acldefault(char, oid) text[]")
        .stable()
        .is((e, a) -> of(e, (char) Arguments.integer(a, 0), Arguments.bigint(a, 1)));
  }

  /**
   * @param kind of the object, by the letter PostgreSQL gives it there
   */
  private static Array of(Evaluation evaluation, char kind, long owner) {
    String all =
        switch (kind) {
          case 'r' -> "arwdDxt";
          case 's' -> "rwU";
          case 'd' -> "CTc";
          case 'n' -> "UC";
          case 'f' -> "X";
          case 'l', 'T', 'F', 'S' -> "U";
          case 't' -> "C";
          case 'L' -> "rw";
          case 'p' -> "sA";
          default -> "";
        };
    String everybody =
        switch (kind) {
          case 'd' -> "Tc";
          case 'f' -> "X";
          case 'l', 'T' -> "U";
          default -> "";
        };
    String name =
        evaluation.catalog().object(owner).orElse(null) instanceof Role role
            ? Quoting.identifier(role.name())
            : Long.toString(owner);
    List<String> items = new ArrayList<>();
    if (!everybody.isEmpty()) {
      items.add("=" + everybody + "/" + name);
    }
    if (!all.isEmpty()) {
      items.add(name + "=" + all + "/" + name);
    }
    return Array.of(items);
  }
}
