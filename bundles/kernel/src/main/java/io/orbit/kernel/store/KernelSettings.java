package io.orbit.kernel.store;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of the PID {@code io.orbit.kernel}. */
@ObjectClassDefinition(name = "Orbit kernel", description = "Data folder, log and checkpoints")
public @interface KernelSettings {
  @AttributeDefinition(name = "data_dir", description = "The data folder")
  String data__dir() default "data";

  @AttributeDefinition(
      name = "backend",
      description = "The storage engine of the catalog and of everything that names no other")
  String backend() default "lsm";

  @AttributeDefinition(
      name = "memory.limit",
      description =
          "Bytes that data may take in memory; 0 for seven tenths beyond 96 MB of the heap")
  long memory_limit() default 0;

  @AttributeDefinition(
      name = "cache.bytes",
      description = "Bytes that each storage engine may use beside")
  long cache_bytes() default 67108864;

  @AttributeDefinition(name = "log.segment_bytes", description = "Size of a log segment")
  long log_segment__bytes() default 67108864;

  @AttributeDefinition(
      name = "log.retention_bytes",
      description = "How much log that no checkpoint needs is kept for feeds that come back")
  long log_retention__bytes() default 134217728;

  @AttributeDefinition(
      name = "log.retention_ms",
      description = "And nothing of it that is older, in milliseconds; 0 for any age")
  long log_retention__ms() default 3600000;

  @AttributeDefinition(
      name = "log.group_bytes",
      description = "How much log is kept for the slowest group of consumers; then it is lost")
  long log_group__bytes() default 4294967296L;

  @AttributeDefinition(
      name = "backup.dir",
      description = "The folder of all backups; empty for backups in the data folder")
  String backup_dir() default "";

  @AttributeDefinition(
      name = "checkpoint.interval_ms",
      description = "A checkpoint at least this often, when something has changed")
  long checkpoint_interval__ms() default 30000;

  @AttributeDefinition(
      name = "checkpoint.log_bytes",
      description = "A checkpoint whenever the log has grown by this much")
  long checkpoint_log__bytes() default 268435456;
}
