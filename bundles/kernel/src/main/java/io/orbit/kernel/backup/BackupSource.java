package io.orbit.kernel.backup;

import io.orbit.api.ops.Disk;
import io.orbit.kernel.checkpoint.Engines;
import io.orbit.kernel.record.HotStore;

/**
 * The store that a backup is made of.
 *
 * @param disk what its log lies on
 * @param checkpoint writes a checkpoint
 * @param logId the log's identity
 */
public record BackupSource(
    HotStore hot, Engines engines, Disk disk, String backend, long logId, Runnable checkpoint) {}
