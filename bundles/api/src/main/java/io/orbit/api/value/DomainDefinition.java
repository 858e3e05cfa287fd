package io.orbit.api.value;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A domain: another type's values, as far as they satisfy its constraints. A {@link DataType} of a
 * domain has the kind and modifiers of the type beneath, and so do its values.
 *
 * @param base the type beneath, which may be a domain itself
 * @param defaultText text of its DEFAULT, empty for none: what a column has that has none itself
 * @param checks conditions over {@code VALUE}
 */
public record DomainDefinition(
    long id, String name, DataType base, boolean notNull, String defaultText, List<Check> checks)
    implements TypeDefinition {

  /** A CHECK constraint. @param text its condition as written */
  public record Check(String name, String text) {}

  /** This domain and those beneath it, the lowest first, as values are checked. */
  public List<DomainDefinition> chain() {
    List<DomainDefinition> chain = new ArrayList<>();
    for (DomainDefinition one = this; one != null; one = one.base.domain()) {
      chain.addFirst(one);
    }
    return chain;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DomainDefinition that && id == that.id;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(id);
  }

  @Override
  public String toString() {
    return name;
  }
}
