/** SQL over the PostgreSQL wire: statements, scripts, COPY, backslash commands, completion. */
@NullMarked
package io.orbit.client.sql;

import org.jspecify.annotations.NullMarked;
