/**
 * An accelerator on the processor's vector instructions: {@code jdk.incubator.vector} (JEP 508),
 * which the launcher adds to the JVM where this bundle is to run.
 */
@NullMarked
package io.orbit.accel.simd;

import org.jspecify.annotations.NullMarked;
