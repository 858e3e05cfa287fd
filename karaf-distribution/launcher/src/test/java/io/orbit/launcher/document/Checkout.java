package io.orbit.launcher.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The sources that the documents tell of: modules, features, test classes. Read once. */
final class Checkout {
  /** The root, as seen from a module two levels below it, where its tests run. */
  static final Path ROOT = Path.of("../..");

  private static final Set<String> SKIPPED =
      Set.of("target", "node_modules", "dist", ".git", "data");

  private final List<Path> files = new ArrayList<>();
  private final Set<String> testClasses;

  Checkout() throws IOException {
    Files.walkFileTree(
        ROOT,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return SKIPPED.contains(folder.getFileName().toString())
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            files.add(ROOT.relativize(file));
            return FileVisitResult.CONTINUE;
          }
        });
    testClasses =
        files.stream()
            .filter(file -> file.toString().contains("src/test/"))
            .map(file -> file.getFileName().toString())
            .filter(name -> name.endsWith(".java"))
            .map(name -> name.substring(0, name.length() - ".java".length()))
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All files with an ending, relative to the root. */
  List<Path> filesEndingWith(String ending) {
    return files.stream().filter(file -> file.toString().endsWith(ending)).sorted().toList();
  }

  /** A document's first heading. */
  static String title(Path document) {
    try (Stream<String> lines = Files.lines(ROOT.resolve(document))) {
      return lines
          .filter(line -> line.startsWith("# "))
          .map(line -> line.substring(2).strip())
          .findFirst()
          .orElse(document.getFileName().toString());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  boolean hasTest(String simpleName) {
    return testClasses.contains(simpleName);
  }

  /** The folders of the modules in the root POM, sorted. */
  List<String> modules() {
    List<String> modules = new ArrayList<>();
    NodeList listed = xml(Path.of("pom.xml")).getElementsByTagName("module");
    for (int i = 0; i < listed.getLength(); i++) {
      modules.add(listed.item(i).getTextContent().strip());
    }
    modules.sort(null);
    return modules;
  }

  /** The text of an element directly below a module's project element; empty without one. */
  String pom(String module, String element) {
    return children(xml(Path.of(module, "pom.xml")).getDocumentElement(), element).stream()
        .map(Element::getTextContent)
        .map(text -> text.strip().replaceAll("\\s+", " "))
        .findFirst()
        .orElse("");
  }

  /** The features of the feature repository, in its order. */
  List<Element> features() {
    Path repository = Path.of("features/src/main/feature/features.xml");
    return children(xml(repository).getDocumentElement(), "feature");
  }

  /** The elements of a name directly below another. */
  static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      if (nodes.item(i) instanceof Element element && element.getTagName().equals(name)) {
        children.add(element);
      }
    }
    return children;
  }

  private static Document xml(Path file) {
    try {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(ROOT.resolve(file).toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (Exception malformed) {
      throw new IllegalStateException(file + " is not readable as XML", malformed);
    }
  }
}
