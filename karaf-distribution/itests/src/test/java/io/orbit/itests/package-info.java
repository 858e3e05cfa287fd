/** End-to-end tests: the packaged server as a process of its own, and real clients. */
@NullMarked
package io.orbit.itests;

import org.jspecify.annotations.NullMarked;
