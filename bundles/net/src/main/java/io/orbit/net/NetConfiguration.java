package io.orbit.net;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all listeners have in common (PID {@code io.orbit.net}). Immutable.
 *
 * @param bind addresses that a listener without its own listens on
 * @param portOffset added to every port but 0
 * @param eventLoops threads that serve connections; 0 for half the processors
 * @param nativeTransport use epoll or kqueue where it is there
 * @param tls certificate, key and client authority
 * @param highWater bytes of unsent output from which a connection is no longer read
 * @param hardLimit bytes of unsent output at which a connection is closed
 * @param inputLimit most bytes of one unfinished request
 * @param inputMemory bytes that the unfinished requests of all connections may take together
 * @param drainMillis how long sessions may take to end when their protocol goes
 */
public record NetConfiguration(
    List<String> bind,
    int portOffset,
    int eventLoops,
    boolean nativeTransport,
    TlsFiles tls,
    int highWater,
    long hardLimit,
    int inputLimit,
    long inputMemory,
    long drainMillis) {
  public static final int DEFAULT_HIGH_WATER = 1 << 20;
  public static final long DEFAULT_HARD_LIMIT = 1L << 30;
  public static final int DEFAULT_INPUT_LIMIT = 1 << 30;
  public static final long DEFAULT_DRAIN_MILLIS = 5_000;

  /** An eighth of the heap. */
  static long defaultInputMemory() {
    return Runtime.getRuntime().maxMemory() / 8;
  }

  public NetConfiguration {
    bind = List.copyOf(bind);
    require(!bind.isEmpty(), "bind", "at least one address");
    require(portOffset >= 0 && portOffset <= 15_484, "port offset", "0 to 15484");
    require(eventLoops >= 0 && eventLoops <= 1024, "event_loops", "0 to 1024");
    require(highWater > 0, "output_high_water", "more than 0");
    require(hardLimit > highWater, "output_hard_limit", "more than output_high_water");
    require(inputLimit > 0, "input_limit", "more than 0");
    require(inputMemory > 0, "input_memory", "more than 0");
    require(drainMillis >= 0, "drain_ms", "0 or more");
  }

  private static void require(boolean condition, String key, String expected) {
    if (!condition) {
      throw new IllegalArgumentException(key + " must be " + expected);
    }
  }

  /** Loopback, the default limits, key material in {@code directory}. */
  public static NetConfiguration defaults(Path directory) {
    return new NetConfiguration(
        List.of("127.0.0.1"),
        0,
        0,
        true,
        new TlsFiles(directory, null, null, null),
        DEFAULT_HIGH_WATER,
        DEFAULT_HARD_LIMIT,
        DEFAULT_INPUT_LIMIT,
        defaultInputMemory(),
        DEFAULT_DRAIN_MILLIS);
  }

  public NetConfiguration withLimits(int newHighWater, long newHardLimit) {
    return new NetConfiguration(
        bind,
        portOffset,
        eventLoops,
        nativeTransport,
        tls,
        newHighWater,
        newHardLimit,
        inputLimit,
        inputMemory,
        drainMillis);
  }

  public NetConfiguration withEventLoops(int loops) {
    return new NetConfiguration(
        bind,
        portOffset,
        loops,
        nativeTransport,
        tls,
        highWater,
        hardLimit,
        inputLimit,
        inputMemory,
        drainMillis);
  }

  public NetConfiguration withNativeTransport(boolean wanted) {
    return new NetConfiguration(
        bind,
        portOffset,
        eventLoops,
        wanted,
        tls,
        highWater,
        hardLimit,
        inputLimit,
        inputMemory,
        drainMillis);
  }

  public NetConfiguration withDrainMillis(long millis) {
    return new NetConfiguration(
        bind,
        portOffset,
        eventLoops,
        nativeTransport,
        tls,
        highWater,
        hardLimit,
        inputLimit,
        inputMemory,
        millis);
  }

  public NetConfiguration withTls(TlsFiles files) {
    return new NetConfiguration(
        bind,
        portOffset,
        eventLoops,
        nativeTransport,
        files,
        highWater,
        hardLimit,
        inputLimit,
        inputMemory,
        drainMillis);
  }

  /**
   * PEM files. Without certificate and key a self-signed pair is made in {@code directory}.
   *
   * @param clientAuthority certificates that sign clients' ones; clients may then show one
   */
  public record TlsFiles(
      Path directory,
      @Nullable Path certificate,
      @Nullable Path key,
      @Nullable Path clientAuthority) {
    public TlsFiles {
      if ((certificate == null) != (key == null)) {
        throw new IllegalArgumentException("tls.certificate and tls.key go together");
      }
    }
  }
}
