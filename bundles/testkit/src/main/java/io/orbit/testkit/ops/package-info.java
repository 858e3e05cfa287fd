/** Small implementations of {@code io.orbit.api.ops} for tests without a kernel. */
@NullMarked
package io.orbit.testkit.ops;

import org.jspecify.annotations.NullMarked;
