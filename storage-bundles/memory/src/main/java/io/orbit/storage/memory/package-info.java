/**
 * The engine in memory: an immutable B-tree whose root changes with each batch. Volatile: it keeps
 * nothing over a restart.
 */
@NullMarked
package io.orbit.storage.memory;

import org.jspecify.annotations.NullMarked;
