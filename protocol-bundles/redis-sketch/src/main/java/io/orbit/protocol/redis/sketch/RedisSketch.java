package io.orbit.protocol.redis.sketch;

import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandModule;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** Probabilistic values, for whoever speaks the Redis protocol. */
@Component
public final class RedisSketch implements CommandModule {
  private static final int VERSION = 20_612;

  @Override
  public String name() {
    return "bf";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public List<CommandDefinition> commands() {
    return Stream.of(
            BloomCommands.all(),
            CuckooCommands.all(),
            CountMinCommands.all(),
            TopKCommands.all(),
            TDigestCommands.all())
        .flatMap(List::stream)
        .toList();
  }
}
