/**
 * The engine for work that mostly reads: a copy-on-write B+tree in one file, in Java alone. {@link
 * io.orbit.storage.cowbtree.CowbtreeFormat} tells the layout.
 */
@NullMarked
package io.orbit.storage.cowbtree;

import org.jspecify.annotations.NullMarked;
