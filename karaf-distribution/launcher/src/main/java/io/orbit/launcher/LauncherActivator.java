package io.orbit.launcher;

import io.orbit.launcher.configuration.Configuration;
import io.orbit.launcher.configuration.StartProgress;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Offers the configuration to the bundles. Karaf finds it by a header of this jar's manifest and
 * calls it after the bundles are installed and before the first of them starts.
 */
public final class LauncherActivator implements BundleActivator {
  private static volatile @Nullable Configuration configuration;
  private static volatile @Nullable StartProgress progress;

  /** What to offer; called before Karaf is launched. */
  static void prepare(Configuration read, StartProgress watched) {
    configuration = read;
    progress = watched;
  }

  @Override
  public void start(BundleContext context) {
    context.registerService(Configuration.class, configuration, null);
    context.registerService(StartProgress.class, progress, null);
    // All at once and before the first one starts: the features service moves bundles between
    // regions while the start level rises, and a bundle that is resolved in that moment sees none.
    context.getBundle().adapt(FrameworkWiring.class).resolveBundles(null);
  }

  @Override
  public void stop(BundleContext context) {
    // The framework takes the services away with the system bundle.
  }
}
