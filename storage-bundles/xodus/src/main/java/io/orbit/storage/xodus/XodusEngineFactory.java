package io.orbit.storage.xodus;

import io.orbit.api.storage.StorageEngine;
import io.orbit.api.storage.StorageEngineFactory;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;

/** Registers the engine under the name {@code xodus}. */
@Component
public final class XodusEngineFactory implements StorageEngineFactory {
  /** Xodus starts its threads itself when the first engine is opened. */
  @Activate
  public XodusEngineFactory() {}

  @Override
  public String name() {
    return XodusFormat.FORMAT.engine();
  }

  @Override
  public boolean isVolatile() {
    return false;
  }

  @Override
  public StorageEngine open(Path directory, long cacheBytes) {
    XodusThreads.start();
    return XodusEngine.open(directory, cacheBytes);
  }

  /** Every engine is closed by now; Xodus' shared threads would hold the bundle's class loader. */
  @Deactivate
  public void stop() {
    XodusThreads.stop();
  }
}
