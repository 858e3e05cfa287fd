package io.orbit.kernel.metrics;

import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.ObjectName;

/**
 * The figures of the JVM and its process, under the names that Prometheus' Java client made usual.
 * What the platform does not tell (file descriptors, resident memory) is not a number.
 */
final class JvmMetrics {
  private static final double MILLIS = 1e3;
  private static final double NANOS = 1e9;
  private static final double KIB = 1024;

  private JvmMetrics() {}

  static void register(KernelMetrics metrics) {
    memory(metrics);
    collectors(metrics);
    threads(metrics);
    process(metrics);
  }

  private static void memory(KernelMetrics metrics) {
    MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
    area(metrics, "heap", memory::getHeapMemoryUsage);
    area(metrics, "nonheap", memory::getNonHeapMemoryUsage);
    for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
      metrics.gauge(
          "jvm_buffer_pool_used_bytes",
          "Memory of the JVM's buffers outside the heap.",
          pool::getMemoryUsed,
          "pool",
          pool.getName());
    }
  }

  private static void area(KernelMetrics metrics, String area, Supplier<MemoryUsage> usage) {
    metrics.gauge(
        "jvm_memory_used_bytes", "Memory the JVM uses.", () -> usage.get().getUsed(), "area", area);
    metrics.gauge(
        "jvm_memory_committed_bytes",
        "Memory the JVM has from the operating system.",
        () -> usage.get().getCommitted(),
        "area",
        area);
    metrics.gauge(
        "jvm_memory_max_bytes",
        "Memory the JVM may have, -1 where that is not limited.",
        () -> usage.get().getMax(),
        "area",
        area);
  }

  private static void collectors(KernelMetrics metrics) {
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      metrics.counterOf(
          "jvm_gc_collections",
          "Garbage collections.",
          collector::getCollectionCount,
          "gc",
          collector.getName());
      metrics.counterOf(
          "jvm_gc_collection_seconds",
          "Time spent in garbage collections.",
          () -> collector.getCollectionTime() / MILLIS,
          "gc",
          collector.getName());
    }
  }

  private static void threads(KernelMetrics metrics) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    metrics.gauge("jvm_threads_current", "Platform threads.", threads::getThreadCount);
    metrics.gauge("jvm_threads_daemon", "Daemon threads.", threads::getDaemonThreadCount);
    metrics.gauge("jvm_threads_peak", "Most platform threads so far.", threads::getPeakThreadCount);
    metrics.gauge(
        "jvm_classes_loaded",
        "Classes loaded now.",
        () -> ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
  }

  private static void process(KernelMetrics metrics) {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    metrics.gauge(
        "process_start_time_seconds",
        "When the process started, since 1970.",
        () -> runtime.getStartTime() / MILLIS);
    metrics.counterOf(
        "process_cpu_seconds",
        "CPU time of the process, user and system.",
        () -> operatingSystem("ProcessCpuTime") / NANOS);
    metrics.gauge(
        "process_open_fds",
        "Open file descriptors.",
        () -> operatingSystem("OpenFileDescriptorCount"));
    metrics.gauge(
        "process_max_fds",
        "Most file descriptors allowed.",
        () -> operatingSystem("MaxFileDescriptorCount"));
    metrics.gauge("process_resident_memory_bytes", "Resident memory.", JvmMetrics::residentMemory);
    server(metrics, runtime);
  }

  /** What is of the server as a whole, by the names that dashboards of the original know. */
  private static void server(KernelMetrics metrics, RuntimeMXBean runtime) {
    metrics.gauge(
        "orbit_server_uptime_seconds",
        "Time since the process started.",
        () -> runtime.getUptime() / MILLIS);
    metrics.gauge(
        "orbit_server_memory_usage_bytes", "Resident memory.", JvmMetrics::residentMemory);
    metrics.gauge(
        "orbit_server_cpu_usage_percent",
        "Of all processors, used by the process lately.",
        () -> operatingSystem("ProcessCpuLoad") * 100);
  }

  /** By name, because com.sun.management is no package that every OSGi framework exports. */
  private static double operatingSystem(String attribute) {
    try {
      ObjectName name = new ObjectName(ManagementFactory.OPERATING_SYSTEM_MXBEAN_NAME);
      Object value = ManagementFactory.getPlatformMBeanServer().getAttribute(name, attribute);
      return value instanceof Number number ? number.doubleValue() : Double.NaN;
    } catch (JMException notThere) {
      return Double.NaN;
    }
  }

  private static double residentMemory() {
    Path status = Path.of("/proc/self/status");
    if (!Files.isReadable(status)) {
      return Double.NaN;
    }
    try (Stream<String> lines = Files.lines(status)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIB)
          .findFirst()
          .orElse(Double.NaN);
    } catch (IOException notThere) {
      return Double.NaN;
    }
  }
}
