package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandDefinition;
import io.orbit.api.keyspace.CommandModule;
import java.util.List;
import java.util.stream.Stream;

/** TS.*. */
public final class TimeSeriesModule implements CommandModule {
  private static final int VERSION = 11_206;

  @Override
  public String name() {
    return "timeseries";
  }

  @Override
  public int version() {
    return VERSION;
  }

  @Override
  public List<CommandDefinition> commands() {
    return Stream.of(
            SeriesCommands.all(),
            SampleCommands.all(),
            ReadCommands.all(),
            FindCommands.all(),
            List.of(InfoCommand.definition()))
        .flatMap(List::stream)
        .toList();
  }
}
