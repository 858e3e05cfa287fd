/** The archive: its files, their names, its manifest, and rows as CSV. */
@NullMarked
package io.orbit.transfer.archive;

import org.jspecify.annotations.NullMarked;
