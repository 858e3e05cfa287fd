/** The operator's tasks, each a REST call or a statement of SQL. */
@NullMarked
package io.orbit.client.operator;

import org.jspecify.annotations.NullMarked;
