package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What comes and goes with bundles in a server's virtual machine, counted at one moment: class
 * loaders and what wires them, threads, and the size of the heap. (Of a bundle that has gone, Pax
 * Logging keeps the name of each logger it had, and with it Felix' record of the bundle: some
 * kilobytes, which the heap's breath allows for.)
 */
record Leftovers(Map<String, Long> objects, Map<String, Long> threads, long heap) {
  /** Of these there is one a bundle, where it has classes. */
  private static final List<String> ONE_A_BUNDLE =
      List.of(
          "org.apache.felix.framework.BundleWiringImpl",
          "org.apache.felix.framework.BundleWiringImpl$BundleClassLoader");

  /** Bundles that add to another one, and stay when that goes. */
  private static final List<String> ADDITIONS =
      List.of(
          "io.orbit.protocol.redis.json.",
          "io.orbit.protocol.redis.scripting.",
          "io.orbit.protocol.redis.sketch.",
          "io.orbit.protocol.redis.timeseries.");

  /** Counts. What is asked for must not be changing at the moment. */
  static Leftovers count(Server server) throws IOException {
    Jvm.Heap heap = Jvm.heap(server);
    Map<String, Long> objects = new TreeMap<>();
    ONE_A_BUNDLE.forEach(name -> objects.put(name, heap.count(name)));
    assertThat(objects.values()).allMatch(count -> count > 50);
    return new Leftovers(objects, Jvm.threads(server), heap.bytes());
  }

  /**
   * The classes of a package that still have objects, one a line, but for those of bundles that add
   * to it; nothing, or its class loader would be there.
   */
  static String of(Server server, String packageName) throws IOException {
    return Jvm.heap(server).objects().keySet().stream()
        .filter(name -> name.contains(packageName))
        .filter(name -> ADDITIONS.stream().noneMatch(name::contains))
        .collect(Collectors.joining("\n"));
  }

  /**
   * Waits until no object of a package's classes is left. A thread that was in the package's code
   * as its bundle stopped may have to come back from it first.
   *
   * @throws AssertionError when some are still there after half a minute; names them
   */
  static void awaitNothingOf(Server server, String packageName) throws IOException {
    Instant end = Instant.now().plus(Duration.ofSeconds(30));
    String left = of(server, packageName);
    while (!left.isEmpty() && Instant.now().isBefore(end)) {
      left = of(server, packageName);
    }
    assertThat(left).isEmpty();
  }

  /** Threads of which there are more now, by name; pools of the container may have shrunk. */
  private static Map<String, Long> moreThan(Map<String, Long> then, Map<String, Long> now) {
    Map<String, Long> more = new TreeMap<>(now);
    more.entrySet().removeIf(entry -> entry.getValue() <= then.getOrDefault(entry.getKey(), 0L));
    return more;
  }

  /** Fails when something is there now that was not there then; the heap may breathe a little. */
  void assertAllThereIs(Server server, long breath) throws IOException {
    Leftovers now = count(server);
    assertThat(now.objects()).isEqualTo(objects);
    assertThat(moreThan(threads, now.threads())).isEmpty();
    System.out.println("heap " + heap + " before, " + now.heap() + " after");
    assertThat(now.heap()).isLessThan(heap + breath);
  }
}
