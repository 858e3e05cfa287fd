/**
 * Disk and engine in memory that can crash. Compiled into the testkit and, because the testkit
 * stands above the kernel, into the kernel's own tests.
 */
@NullMarked
package io.orbit.testkit.simulation;

import org.jspecify.annotations.NullMarked;
