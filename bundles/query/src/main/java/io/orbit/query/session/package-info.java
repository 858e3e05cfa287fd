/**
 * Statements in sessions: preparing, the plan cache, executing, transactions, settings, cursors.
 */
@NullMarked
package io.orbit.query.session;

import org.jspecify.annotations.NullMarked;
