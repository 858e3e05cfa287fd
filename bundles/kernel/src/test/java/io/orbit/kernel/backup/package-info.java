/** Tests of backup and restore. */
@NullMarked
package io.orbit.kernel.backup;

import org.jspecify.annotations.NullMarked;
