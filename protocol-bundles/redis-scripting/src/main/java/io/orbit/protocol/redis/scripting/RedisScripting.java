package io.orbit.protocol.redis.scripting;

import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandModule;
import java.util.ArrayList;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Scripts and functions, for whoever speaks the Redis protocol. */
@Component
public final class RedisScripting implements CommandModule {
  private final ScriptRunner runner = new ScriptRunner();
  private final List<CommandDefinition> commands = new ArrayList<>();

  @Activate
  public RedisScripting() {
    commands.addAll(new ScriptCommands(runner).all());
    commands.addAll(new FunctionCommands(runner).all());
  }

  @Override
  public String name() {
    return "scripting";
  }

  /** No module to Redis, where these commands are the server's own. */
  @Override
  public int version() {
    return 0;
  }

  @Override
  public List<CommandDefinition> commands() {
    return commands;
  }

  /** Nothing of this bundle runs on. */
  @Deactivate
  public void close() {
    runner.running().killAll();
  }
}
