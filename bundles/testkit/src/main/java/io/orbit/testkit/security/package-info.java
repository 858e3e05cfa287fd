/** Who may log in, for tests of a protocol without a kernel. */
@NullMarked
package io.orbit.testkit.security;

import org.jspecify.annotations.NullMarked;
