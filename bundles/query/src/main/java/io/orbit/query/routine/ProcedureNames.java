package io.orbit.query.routine;

import io.orbit.api.value.TypeKind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What names mean at a place of a procedure: variables of its block and of those around it. */
final class ProcedureNames {
  private final @Nullable ProcedureNames outer;
  private final String label;
  private final List<Slot> slots;
  private final Map<String, Integer> names = new HashMap<>();

  /**
   * @param slots all variables of the procedure, which grows while it is compiled
   */
  ProcedureNames(@Nullable ProcedureNames outer, String label, List<Slot> slots) {
    this.outer = outer;
    this.label = label;
    this.slots = slots;
  }

  /** A variable, and what is left of the name that found it. */
  record Found(int slot, List<String> fields) {}

  void define(String name, int slot) {
    names.put(name, slot);
  }

  boolean defines(String name) {
    return names.containsKey(name);
  }

  /** What a name means; null for no variable. */
  @Nullable Found find(List<String> name) {
    for (ProcedureNames scope = this; scope != null; scope = scope.outer) {
      Found found = scope.here(name);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Found here(List<String> name) {
    Integer slot = names.get(name.getFirst());
    if (slot != null && (name.size() == 1 || slots.get(slot).type().kind() == TypeKind.RECORD)) {
      return new Found(slot, name.subList(1, name.size()));
    }
    Integer qualified =
        name.size() > 1 && name.getFirst().equals(label) ? names.get(name.get(1)) : null;
    return qualified == null ? null : new Found(qualified, name.subList(2, name.size()));
  }
}
