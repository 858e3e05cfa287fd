/**
 * Backup and restore. A backup is a folder with a {@code MANIFEST} ({@link
 * io.orbit.kernel.backup.Manifest}), what the engines held at a checkpoint ({@link
 * io.orbit.kernel.backup.EntriesFormat}; not in an incremental one), and the bytes of the log from
 * there, or from the end of the backup before, up to the moment the backup stands for.
 */
@NullMarked
package io.orbit.kernel.backup;

import org.jspecify.annotations.NullMarked;
