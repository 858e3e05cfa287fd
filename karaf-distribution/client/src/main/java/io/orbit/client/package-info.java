/**
 * The command line: one Java client for SQL, Redis, every other language and the operator's tasks.
 */
@NullMarked
package io.orbit.client;

import org.jspecify.annotations.NullMarked;
