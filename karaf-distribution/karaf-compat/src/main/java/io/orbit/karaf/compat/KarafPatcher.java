package io.orbit.karaf.compat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * Patches the jars of an assembled Karaf in place, and insists that exactly the expected classes
 * are patched afterwards: a version of Karaf that brings one more, or one less, stops the build
 * instead of surprising a running server. Running it again over patched jars changes nothing.
 */
public final class KarafPatcher {
  private static final String OWN_CLASSES = "io/orbit/";

  private final Map<String, Integer> patched = new TreeMap<>();

  private KarafPatcher() {}

  /**
   * Patches a distribution.
   *
   * @param args the folder to search for jars, then each expected class as {@code
   *     path/in/jar.class=number of jars}
   * @throws IOException when a jar cannot be read or replaced
   */
  public static void main(String[] args) throws IOException {
    Map<String, Integer> expected = new TreeMap<>();
    for (String argument : List.of(args).subList(1, args.length)) {
      int equals = argument.indexOf('=');
      expected.put(argument.substring(0, equals), Integer.valueOf(argument.substring(equals + 1)));
    }
    Map<String, Integer> patched = patch(Path.of(args[0]));
    if (!patched.equals(expected)) {
      throw new IllegalStateException(
          "Karaf is not the one that was expected: patched " + patched + " instead of " + expected);
    }
  }

  /**
   * Patches every jar below a folder.
   *
   * @return each patched class file's name, with the number of jars that hold it
   * @throws IOException when a jar cannot be read or replaced
   */
  static Map<String, Integer> patch(Path folder) throws IOException {
    KarafPatcher patcher = new KarafPatcher();
    List<Path> jars;
    try (Stream<Path> files = Files.walk(folder)) {
      jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    }
    for (Path jar : jars) {
      patcher.patchJar(jar);
    }
    return patcher.patched;
  }

  private void patchJar(Path jar) throws IOException {
    boolean changed = false;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipInputStream in = new ZipInputStream(Files.newInputStream(jar));
        ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        byte[] before = in.readAllBytes();
        byte[] after = isForeignClass(entry.getName()) ? patchClass(entry, before) : before;
        changed |= after != before;
        ZipEntry copy = new ZipEntry(entry.getName());
        copy.setTime(entry.getTime());
        out.putNextEntry(copy);
        out.write(after);
        out.closeEntry();
      }
    }
    if (changed) {
      Path replacement = jar.resolveSibling(jar.getFileName() + ".patched");
      Files.write(replacement, bytes.toByteArray());
      Files.move(replacement, jar, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Our own classes call the replacement on purpose. */
  private static boolean isForeignClass(String name) {
    return name.endsWith(".class") && !name.startsWith(OWN_CLASSES);
  }

  /** Answers the same array when there was nothing to patch, or it was patched before. */
  private byte[] patchClass(ZipEntry entry, byte[] before) {
    return switch (entry.getName()) {
      case TraceRewriter.FEATURES_SERVICE + ".class" -> count(entry, TraceRewriter.rewrite(before));
      case UsageRewriter.SERVICE_REGISTRY + ".class" -> count(entry, UsageRewriter.rewrite(before));
      default -> patchSubject(entry, before);
    };
  }

  private byte[] count(ZipEntry entry, byte[] after) {
    patched.merge(entry.getName(), 1, Integer::sum);
    return after;
  }

  private byte[] patchSubject(ZipEntry entry, byte[] before) {
    if (mentions(before, SubjectRewriter.REPLACEMENT)) {
      return count(entry, before);
    }
    if (!mentions(before, SubjectRewriter.REMOVED_METHOD)) {
      return before;
    }
    SubjectRewriter.Rewritten rewritten = SubjectRewriter.rewrite(before);
    return rewritten.replacements() == 0 ? before : count(entry, rewritten.bytes());
  }

  /**
   * A class that uses a name holds it in its constant pool: a look at the bytes spares parsing most
   * classes.
   */
  private static boolean mentions(byte[] classFile, String name) {
    byte[] wanted = name.getBytes(StandardCharsets.US_ASCII);
    for (int start = 0; start <= classFile.length - wanted.length; start++) {
      int matched = 0;
      while (matched < wanted.length && classFile[start + matched] == wanted[matched]) {
        matched++;
      }
      if (matched == wanted.length) {
        return true;
      }
    }
    return false;
  }
}
