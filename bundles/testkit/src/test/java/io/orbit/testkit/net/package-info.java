/**
 * Tests of {@code io.orbit.net} that need this kit's client; the pure ones stand beside the code.
 */
@NullMarked
package io.orbit.testkit.net;

import org.jspecify.annotations.NullMarked;
