package io.orbit.protocol.redis.timeseries;

import io.orbit.api.keyspace.CommandModule;
import io.orbit.api.keyspace.Keyspaces;
import io.orbit.api.query.VirtualTable;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Time series, for whoever speaks the Redis protocol and for SQL. */
@Component(service = {})
public final class RedisTimeSeries {
  private final List<ServiceRegistration<?>> registrations = new ArrayList<>();

  @Activate
  public RedisTimeSeries(BundleContext context, @Reference Keyspaces keyspaces) {
    registrations.add(context.registerService(CommandModule.class, new TimeSeriesModule(), null));
    for (VirtualTable table : SamplesTable.all(keyspaces)) {
      registrations.add(context.registerService(VirtualTable.class, table, null));
    }
  }

  @Deactivate
  public void close() {
    registrations.forEach(ServiceRegistration::unregister);
  }
}
