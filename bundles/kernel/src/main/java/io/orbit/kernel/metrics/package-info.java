/**
 * The registry of figures and its text form, the figures of the JVM and the store, and the health
 * of log, engine and memory.
 */
@NullMarked
package io.orbit.kernel.metrics;

import org.jspecify.annotations.NullMarked;
