package io.orbit.api.catalog;

import java.util.List;

/**
 * Row-level security of a table.
 *
 * @param enabled whether the policies count: without any, nobody sees a row but the owner,
 *     superusers and roles that bypass it
 * @param forced whether they count for the owner too
 */
public record RowSecurity(boolean enabled, boolean forced, List<Policy> policies) {
  public static final RowSecurity NONE = new RowSecurity(false, false, List.of());
}
