package io.orbit.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.util.tracker.BundleTracker;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The pages of the bundles that are active now. Keeps nothing of a bundle that has stopped. */
final class BundlePages extends BundleTracker<ConsolePage> {
  private static final Logger LOG = LoggerFactory.getLogger(BundlePages.class);

  BundlePages(BundleContext context) {
    super(context, Bundle.ACTIVE, null);
  }

  /** In no particular order. */
  List<ConsolePage> list() {
    Collection<ConsolePage> pages = getTracked().values();
    return List.copyOf(pages);
  }

  @Override
  public @Nullable ConsolePage addingBundle(Bundle bundle, @Nullable BundleEvent event) {
    String header = bundle.getHeaders("").get(ConsolePage.HEADER);
    if (header == null) {
      return null;
    }
    try {
      return ConsolePage.parse(header, bundle.getLastModified(), file -> () -> read(bundle, file));
    } catch (IllegalArgumentException mistake) {
      LOG.error("The page of {} is left out: {}", bundle.getSymbolicName(), mistake.getMessage());
      return null;
    }
  }

  private static byte[] read(Bundle bundle, String file) {
    URL url = bundle.getEntry(file);
    if (url == null) {
      throw new IllegalStateException(bundle.getSymbolicName() + " has no " + file);
    }
    try (InputStream in = url.openStream()) {
      return in.readAllBytes();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
