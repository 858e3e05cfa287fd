package io.orbit.launcher;

import java.time.Duration;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.launch.Framework;

/**
 * Stops the container when the process is asked to end, by whatever: a signal, Ctrl-C, or the
 * container's own end. A signal's shutdown hooks would make the exit code 128 + signal; a stop that
 * went well is 0, so the hook ends the process itself, and with another code when the container
 * hangs.
 */
final class StopHook implements Runnable {
  private final org.apache.karaf.main.Main karaf;
  private final Duration limit;
  private volatile int exitCode;

  StopHook(org.apache.karaf.main.Main karaf, Duration limit) {
    this.karaf = karaf;
    this.limit = limit;
  }

  /** The exit code after a stop that goes well. */
  void exitWith(int code) {
    exitCode = code;
  }

  @Override
  public void run() {
    Framework framework = karaf.getFramework();
    if (framework != null && !stop(framework)) {
      System.err.println(
          "orbit: the server did not stop within "
              + limit.toSeconds()
              + " s and is ended; what was running:");
      Threads.dump(System.err);
      Runtime.getRuntime().halt(Main.NO_STOP);
    }
    Runtime.getRuntime().halt(exitCode);
  }

  private boolean stop(Framework framework) {
    try {
      framework.stop();
      return framework.waitForStop(limit.toMillis()).getType() != FrameworkEvent.WAIT_TIMEDOUT;
    } catch (Exception failure) {
      System.err.println("orbit: the container failed to stop: " + failure);
      return false;
    }
  }
}
