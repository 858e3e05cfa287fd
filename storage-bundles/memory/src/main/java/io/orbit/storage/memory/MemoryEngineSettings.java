package io.orbit.storage.memory;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** The configuration of the PID {@code io.orbit.storage.memory}; read at the start. */
@ObjectClassDefinition(
    name = "Engine in memory",
    description = "Whether what it holds is there after a restart")
public @interface MemoryEngineSettings {
  @AttributeDefinition(
      name = "snapshot",
      description = "Keep a snapshot file; switched off, what it held is removed by the next start")
  boolean snapshot() default false;
}
