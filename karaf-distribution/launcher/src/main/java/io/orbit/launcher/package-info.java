/**
 * The server's main class and what surrounds the container: its data folder, its start, its stop.
 */
@NullMarked
package io.orbit.launcher;

import org.jspecify.annotations.NullMarked;
