package io.orbit.protocol.redis.json;

import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandModule;
import java.util.List;
import java.util.stream.Stream;
import org.osgi.service.component.annotations.Component;

/** JSON documents, for whoever speaks the Redis protocol. */
@Component
public final class RedisJson implements CommandModule {
  private static final int VERSION = 20_612;

  @Override
  public String name() {
    return "ReJSON";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public List<CommandDefinition> commands() {
    return Stream.of(JsonReads.all(), JsonWrites.all(), JsonArrays.all())
        .flatMap(List::stream)
        .toList();
  }
}
