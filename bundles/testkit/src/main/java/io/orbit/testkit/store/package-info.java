/** A real store for tests of whatever stands on it. */
@NullMarked
package io.orbit.testkit.store;

import org.jspecify.annotations.NullMarked;
