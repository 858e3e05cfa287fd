/**
 * The console: pages and scripts from this bundle at {@code /console/}, which talk to REST and to
 * nothing else.
 */
@NullMarked
package io.orbit.console;

import org.jspecify.annotations.NullMarked;
