/** Imports: an archive's scripts and data files into a database. */
@NullMarked
package io.orbit.transfer.load;

import org.jspecify.annotations.NullMarked;
