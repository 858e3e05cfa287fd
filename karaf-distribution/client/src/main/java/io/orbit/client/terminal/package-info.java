/** A person at a terminal: line editing, history, paging, interruption. */
@NullMarked
package io.orbit.client.terminal;

import org.jspecify.annotations.NullMarked;
