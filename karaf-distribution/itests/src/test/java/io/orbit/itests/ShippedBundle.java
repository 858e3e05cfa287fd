package io.orbit.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;
import java.lang.classfile.constantpool.PoolEntry;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * One of our bundles as the distribution ships it.
 *
 * @param name symbolic name
 * @param imports packages it imports, and may do without
 * @param exports packages it exports
 * @param components how many Declarative Services components it describes
 * @param osgiClasses its own classes that use OSGi's interfaces
 */
record ShippedBundle(
    String name,
    Set<String> imports,
    Set<String> exports,
    int components,
    Set<String> osgiClasses) {
  private static final List<String> LEAVES =
      List.of(
          "io.orbit.protocol.",
          "io.orbit.storage.",
          "io.orbit.language.",
          "io.orbit.accel.",
          "io.orbit.ai.",
          "io.orbit.identity.",
          "io.orbit.telemetry",
          "io.orbit.console");

  /** All of them, by name. */
  static List<ShippedBundle> all() throws IOException {
    Path system = Path.of(System.getProperty("orbit.distribution"), "system", "io", "orbit");
    try (Stream<Path> files = Files.walk(system)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .map(ShippedBundle::read)
          .sorted(Comparator.comparing(ShippedBundle::name))
          .toList();
    }
  }

  boolean isLeaf() {
    return LEAVES.stream().anyMatch(name::startsWith);
  }

  boolean isProtocol() {
    return name.startsWith("io.orbit.protocol.");
  }

  @Override
  public String toString() {
    return name;
  }

  private static ShippedBundle read(Path file) {
    try (JarFile jar = new JarFile(file.toFile())) {
      Manifest manifest = jar.getManifest();
      Attributes headers = manifest.getMainAttributes();
      return new ShippedBundle(
          clauses(headers.getValue("Bundle-SymbolicName")).iterator().next(),
          clauses(headers.getValue("Import-Package")),
          clauses(headers.getValue("Export-Package")),
          clauses(headers.getValue("Service-Component")).size(),
          osgiClasses(jar));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static Set<String> osgiClasses(JarFile jar) throws IOException {
    Set<String> classes = new TreeSet<>();
    for (JarEntry entry : jar.stream().toList()) {
      if (entry.getName().startsWith("io/orbit/") && entry.getName().endsWith(".class")) {
        byte[] bytes = jar.getInputStream(entry).readAllBytes();
        for (PoolEntry constant : ClassFile.of().parse(bytes).constantPool()) {
          if (constant instanceof ClassEntry type
              && type.asInternalName().startsWith("org/osgi/")
              && !type.asInternalName().startsWith("org/osgi/annotation/")) {
            classes.add(entry.getName());
          }
        }
      }
    }
    return classes;
  }

  /** The names of a header's clauses: commas and semicolons within quotes separate nothing. */
  private static Set<String> clauses(String header) {
    Set<String> names = new TreeSet<>();
    if (header != null) {
      String unquoted = header.replaceAll("\"[^\"]*\"", "");
      for (String clause : unquoted.split(",")) {
        names.add(clause.split(";")[0].strip());
      }
    }
    names.remove("");
    return names;
  }
}
