package io.orbit.launcher;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.orbit.launcher.configuration.StartProgress;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/**
 * Tells what hangs when the start takes too long: the bundles that are not up and every thread's
 * stack, once per limit, until the server is ready. It only talks; a slow machine may still get
 * there. Once it is ready, the memory that only the start needed goes back to the system.
 */
final class StartWatchdog implements StartProgress {
  private static final String LEAST_FREE = "MinHeapFreeRatio";
  private static final String MOST_FREE = "MaxHeapFreeRatio";

  private final org.apache.karaf.main.Main karaf;
  private final Duration limit;
  private final CountDownLatch ready = new CountDownLatch(1);

  StartWatchdog(org.apache.karaf.main.Main karaf, Duration limit) {
    this.karaf = karaf;
    this.limit = limit;
  }

  void start() {
    Thread.ofPlatform().name("orbit-start-watchdog").daemon().start(this::watch);
  }

  @Override
  public void ready() {
    ready.countDown();
  }

  private void watch() {
    try {
      for (long waited = limit.toSeconds();
          !ready.await(limit.toMillis(), TimeUnit.MILLISECONDS);
          waited += limit.toSeconds()) {
        System.err.println("orbit: the server is not up after " + waited + " s; what it is doing:");
        describe(karaf.getFramework());
        Threads.dump(System.err);
      }
      giveStartMemoryBack();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * A collection beside everything else (jvm.options), at whose end the heap shrinks: for this once
   * to little more than what is in it.
   */
  private static void giveStartMemoryBack() {
    HotSpotDiagnosticMXBean jvm =
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    String least = jvm.getVMOption(LEAST_FREE).getValue();
    String most = jvm.getVMOption(MOST_FREE).getValue();
    jvm.setVMOption(LEAST_FREE, "10");
    jvm.setVMOption(MOST_FREE, "20");
    try {
      System.gc();
    } finally {
      jvm.setVMOption(MOST_FREE, most);
      jvm.setVMOption(LEAST_FREE, least);
    }
  }

  private static void describe(Framework framework) {
    if (framework == null || framework.getBundleContext() == null) {
      System.err.println("  the framework does not exist yet");
      return;
    }
    System.err.println(
        "  start level " + framework.adapt(FrameworkStartLevel.class).getStartLevel());
    for (Bundle bundle : framework.getBundleContext().getBundles()) {
      boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
      if (bundle.getState() != Bundle.ACTIVE && !fragment) {
        System.err.println("  " + bundle + " is in state " + state(bundle.getState()));
      }
    }
  }

  private static String state(int state) {
    return switch (state) {
      case Bundle.INSTALLED -> "installed";
      case Bundle.RESOLVED -> "resolved";
      case Bundle.STARTING -> "starting";
      case Bundle.STOPPING -> "stopping";
      case Bundle.UNINSTALLED -> "uninstalled";
      default -> Integer.toString(state);
    };
  }
}
