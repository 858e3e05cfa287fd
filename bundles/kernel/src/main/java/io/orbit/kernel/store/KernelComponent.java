package io.orbit.kernel.store;

import io.orbit.api.error.OrbitException;
import io.orbit.api.ops.FeatureGuard;
import io.orbit.api.storage.StorageEngineFactory;
import io.orbit.api.storage.Store;
import io.orbit.kernel.log.LogRetention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the store once the backend's engine is there, on a thread of its own (recovery may take
 * long), and then publishes it as {@link Store}, and as {@link OrbitStore} for what else is in this
 * bundle. A stop is a clean one: checkpoint and close.
 */
@Component(
    service = FeatureGuard.class,
    immediate = true,
    configurationPid = "io.orbit.kernel",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = KernelSettings.class)
public final class KernelComponent implements FeatureGuard {
  private static final Logger LOG = LoggerFactory.getLogger(KernelComponent.class);
  private static final String ENGINE = "orbit-storage-";

  private final Map<String, StorageEngineFactory> engines = new ConcurrentHashMap<>();
  private @Nullable BundleContext context;
  private @Nullable KernelSettings settings;
  private @Nullable Thread opening;
  private @Nullable OrbitStore store;
  private @Nullable ServiceRegistration<?> registration;
  private boolean active;

  @Activate
  synchronized void activate(BundleContext bundleContext, KernelSettings kernelSettings) {
    context = bundleContext;
    settings = kernelSettings;
    active = true;
    openWhenPossible();
  }

  @Reference(
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC,
      unbind = "removeEngine")
  synchronized void addEngine(StorageEngineFactory engine) {
    engines.put(engine.name(), engine);
    OrbitStore open = store;
    if (open == null) {
      openWhenPossible();
      return;
    }
    try {
      open.engineAdded(engine);
    } catch (OrbitException e) {
      LOG.error("The storage engine {} cannot be used: {}", engine.name(), e.getMessage());
    }
  }

  synchronized void removeEngine(StorageEngineFactory engine) {
    engines.remove(engine.name(), engine);
    OrbitStore open = store;
    if (open != null) {
      open.engineRemoved(engine.name());
    }
  }

  /** An engine into which the store writes its checkpoints is in use. */
  @Override
  public synchronized List<String> uses(String feature) {
    OrbitStore open = store;
    boolean used =
        open != null
            && feature.startsWith(ENGINE)
            && open.usesEngine(feature.substring(ENGINE.length()));
    return used ? List.of("the store's checkpoints") : List.of();
  }

  private void openWhenPossible() {
    KernelSettings wanted = settings;
    if (active && opening == null && wanted != null && engines.containsKey(wanted.backend())) {
      Thread thread = Thread.ofPlatform().name("orbit-kernel-open").unstarted(() -> open(wanted));
      opening = thread;
      thread.start();
    }
  }

  private void open(KernelSettings wanted) {
    try {
      Path directory = Path.of(wanted.data__dir()).toAbsolutePath();
      Files.createDirectories(directory);
      OrbitStore opened = OrbitStore.open(configuration(wanted, directory));
      if (opened.recovery().torn()) {
        LOG.info("A record that a crash had cut off was dropped from the end of the log");
      }
      LOG.info(
          "The store in {} is open; {} commits were replayed",
          directory,
          opened.recovery().commits());
      if (opened.format().hasWayBack()) {
        LOG.info(
            "The data folder has format {}, which the version of Orbit before can open as well;"
                + " once that is not wanted any more, confirm the upgrade to {}",
            opened.format().written(),
            opened.format().newest());
      }
      publish(opened);
    } catch (OrbitException e) {
      String hint = e.hint() == null ? "" : ". " + e.hint();
      LOG.error("The store cannot be opened: {}{}", e.getMessage(), hint);
    } catch (IOException e) {
      LOG.error("The data folder cannot be created", e);
    } catch (RuntimeException e) {
      LOG.error("The store cannot be opened; ./orbit check DIR tells whether it is damaged", e);
    }
  }

  private StoreConfiguration configuration(KernelSettings wanted, Path directory) {
    StoreConfiguration base =
        StoreConfiguration.in(directory)
            .withEngines(engines::get, wanted.backend())
            .withSegmentBytes(wanted.log_segment__bytes())
            .withCheckpoint(wanted.checkpoint_interval__ms(), wanted.checkpoint_log__bytes())
            .withRetention(
                new LogRetention.Limits(
                    wanted.log_retention__bytes(),
                    wanted.log_retention__ms(),
                    wanted.log_group__bytes()));
    long limit = wanted.memory_limit() == 0 ? base.memoryLimit() : wanted.memory_limit();
    return base.withMemory(limit, wanted.cache_bytes());
  }

  private synchronized void publish(OrbitStore opened) {
    BundleContext bundle = context;
    if (!active || bundle == null) {
      opened.close();
      return;
    }
    store = opened;
    String[] names = {Store.class.getName(), OrbitStore.class.getName()};
    registration = bundle.registerService(names, opened, null);
  }

  private static void close(OrbitStore open) {
    try {
      open.close();
      LOG.info("The store is closed");
    } catch (OrbitException e) {
      LOG.warn(
          "The store is closed without a last checkpoint; the log has everything: {}",
          e.getMessage());
    }
  }

  @Deactivate
  void deactivate() throws InterruptedException {
    Thread thread;
    synchronized (this) {
      active = false;
      thread = opening;
    }
    if (thread != null) {
      thread.join();
    }
    synchronized (this) {
      ServiceRegistration<?> published = registration;
      if (published != null) {
        published.unregister();
      }
      OrbitStore open = store;
      if (open != null) {
        close(open);
      }
      opening = null;
      store = null;
      registration = null;
    }
  }
}
