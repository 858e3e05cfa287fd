/** Record locks, single-record operations, transactions and their isolation. */
@NullMarked
package io.orbit.kernel.transaction;

import org.jspecify.annotations.NullMarked;
