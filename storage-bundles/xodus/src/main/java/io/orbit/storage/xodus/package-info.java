/**
 * The engine on JetBrains Xodus: B-trees in an append-only log, in Java alone. {@link
 * io.orbit.storage.xodus.XodusFormat} tells the layout.
 */
@NullMarked
package io.orbit.storage.xodus;

import org.jspecify.annotations.NullMarked;
