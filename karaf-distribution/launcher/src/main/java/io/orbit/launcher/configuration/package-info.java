/**
 * The server's settings: which there are, where their values come from, and what they are now. The
 * launcher reads them before the container exists, so that a mistake is told at once; the system
 * bundle exports the package to the container.
 */
@NullMarked
package io.orbit.launcher.configuration;

import org.jspecify.annotations.NullMarked;
