package io.orbit.query.session;

import io.orbit.api.query.ResultColumn;
import io.orbit.api.value.DataType;
import io.orbit.query.execute.Program;
import io.orbit.query.plan.BoundStatement.Use;
import java.util.List;

/**
 * A planned query or modification. Immutable; right while the catalog has the version it was
 * planned under, good while the statistics have.
 *
 * @param role whom it was planned for, 0 for anybody
 * @param sensitive whether another plan may be much better for other parameters
 */
record Planned(
    Program program,
    String tag,
    boolean returnsRows,
    List<ResultColumn> columns,
    List<DataType> parameterTypes,
    List<Use> uses,
    int variables,
    long catalogVersion,
    long statisticsVersion,
    long role,
    boolean sensitive) {}
