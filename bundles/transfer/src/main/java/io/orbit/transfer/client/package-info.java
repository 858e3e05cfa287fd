/** {@code ./orbit export} and {@code ./orbit import}: the clients of REST that they are. */
@NullMarked
package io.orbit.transfer.client;

import org.jspecify.annotations.NullMarked;
