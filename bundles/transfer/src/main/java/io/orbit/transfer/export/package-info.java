/** Exports: one snapshot of a database as scripts and data files. */
@NullMarked
package io.orbit.transfer.export;

import org.jspecify.annotations.NullMarked;
