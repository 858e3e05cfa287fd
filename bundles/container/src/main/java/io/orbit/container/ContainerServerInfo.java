package io.orbit.container;

import io.orbit.api.ops.ServerInfo;
import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.Settings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Facts about this run. Immutable. */
@Component(service = ServerInfo.class)
public final class ContainerServerInfo implements ServerInfo {
  /** Heap that the server itself needs: what is beyond is shared out, as the kernel does. */
  private static final long SERVER_BYTES = 96L << 20;

  private static final int RUN_ID_BYTES = 20;

  private final Configuration configuration;
  private final String version;
  private final String runId;

  /** Makes this run's identity up. */
  @Activate
  public ContainerServerInfo(BundleContext context, @Reference Configuration configuration) {
    this.configuration = configuration;
    this.version = context.getBundle().getVersion().toString();
    byte[] random = new byte[RUN_ID_BYTES];
    new SecureRandom().nextBytes(random);
    this.runId = HexFormat.of().formatHex(random);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public String runId() {
    return runId;
  }

  @Override
  public Path dataDirectory() {
    return configuration.dataDirectory();
  }

  @Override
  public long startedAt() {
    return ManagementFactory.getRuntimeMXBean().getStartTime();
  }

  @Override
  public int portOffset() {
    return Math.toIntExact(configuration.get(Settings.PORT_OFFSET));
  }

  @Override
  public boolean devMode() {
    return configuration.get(Settings.DEV_MODE);
  }

  /** Seven tenths of the heap, as in the kernel; the rest is for what works on the data. */
  @Override
  public long memoryLimit() {
    long heap = Runtime.getRuntime().maxMemory();
    return Math.max(heap / 4, (heap - SERVER_BYTES) / 10 * 7);
  }
}
