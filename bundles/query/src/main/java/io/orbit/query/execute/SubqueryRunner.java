package io.orbit.query.execute;

import io.orbit.query.plan.Variable;
import java.util.List;

/**
 * A subquery ready to run.
 *
 * @param operator makes its rows
 * @param correlated variables of the enclosing query's input that it uses
 */
record SubqueryRunner(OperatorFactory operator, List<Variable> correlated) {}
