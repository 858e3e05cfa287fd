package io.orbit.itests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A server's virtual machine seen from outside, by {@code jcmd}. */
final class Jvm {
  private static final Pattern COUNTED = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+\\d+\\s+(\\S+).*");
  private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*");
  private static final Pattern THREAD = Pattern.compile("\"([^\"]+)\" #\\d+.*");

  /** The virtual machine's own, the carriers of virtual threads, and pools that shrink later. */
  private static final Pattern ELASTIC =
      Pattern.compile(
          "(C[12] CompilerThread|ForkJoinPool|Attach Listener|Common-Cleaner|Signal Dispatcher"
              + "|VirtualThread|JVMCI|process reaper|sshd-|orbit-shell-|qtp|HttpClient|resolver-|FelixResolver).*");

  private Jvm() {}

  /** What is in the heap once everything has gone that can go. */
  record Heap(long bytes, Map<String, Long> objects) {
    /** How many objects there are of a class. */
    long count(String className) {
      return objects.getOrDefault(className, 0L);
    }
  }

  /** Collects the server's garbage and counts the rest. */
  static Heap heap(Server server) throws IOException {
    String histogram = jcmd(server, "GC.class_histogram");
    Map<String, Long> objects = new TreeMap<>();
    long bytes = 0;
    for (String line : histogram.lines().toList()) {
      Matcher counted = COUNTED.matcher(line);
      Matcher total = TOTAL.matcher(line);
      if (counted.matches()) {
        objects.merge(counted.group(2), Long.valueOf(counted.group(1)), Long::sum);
      } else if (total.matches()) {
        bytes = Long.parseLong(total.group(1));
      }
    }
    assertThat(bytes).as(histogram).isPositive();
    return new Heap(bytes, objects);
  }

  /** The server's threads: how many by name, numbers in it left out. */
  static Map<String, Long> threads(Server server) throws IOException {
    List<String> names =
        jcmd(server, "Thread.print")
            .lines()
            .map(THREAD::matcher)
            .filter(Matcher::matches)
            .map(matcher -> matcher.group(1))
            .filter(name -> !ELASTIC.matcher(name).matches())
            .map(name -> name.replaceAll("\\d+", "N"))
            .toList();
    assertThat(names).contains("main");
    return names.stream()
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  static String jcmd(Server server, String command) throws IOException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                Long.toString(server.pid()),
                command)
            .redirectErrorStream(true)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }
}
