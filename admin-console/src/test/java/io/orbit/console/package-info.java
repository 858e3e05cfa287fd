/** The console in a real browser, against REST over a kernel in this JVM. */
@NullMarked
package io.orbit.console;

import org.jspecify.annotations.NullMarked;
