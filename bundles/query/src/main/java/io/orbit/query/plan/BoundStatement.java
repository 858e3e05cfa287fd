package io.orbit.query.plan;

import io.orbit.api.catalog.Privilege;
import io.orbit.api.query.ResultColumn;
import io.orbit.api.value.DataType;
import java.util.List;

/**
 * A bound query or modification.
 *
 * @param tag its command tag
 * @param columns its result columns; empty when it answers no rows
 * @param uses the catalog objects it stands on
 * @param variables one more than the highest variable id
 * @param roleDependent whether it means something else to another role
 */
public record BoundStatement(
    Plan plan,
    String tag,
    boolean returnsRows,
    List<ResultColumn> columns,
    List<DataType> parameterTypes,
    List<Use> uses,
    int variables,
    boolean roleDependent) {

  /**
   * A right that running the statement takes.
   *
   * @param object the catalog object
   * @param privilege what is done with it
   * @param columns ids of the columns it touches, empty for all
   * @param asRole role whose right counts (a view's owner), or 0 for the session's
   */
  public record Use(long object, Privilege privilege, List<Integer> columns, long asRole) {}
}
