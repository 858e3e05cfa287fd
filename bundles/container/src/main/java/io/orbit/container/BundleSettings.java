package io.orbit.container;

import io.orbit.launcher.configuration.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/**
 * What installed bundles of ours can be told: read from their metatype resources (OSGi compendium
 * 105), and for each protocol what its listener can be told.
 */
final class BundleSettings {
  private static final Logger LOG = LoggerFactory.getLogger(BundleSettings.class);
  private static final String OWN = "io.orbit.";
  private static final String PROTOCOLS = "io.orbit.protocol.";
  private static final String FOLDER = "OSGI-INF/metatype";

  /** Where the launcher's own settings are the ones to change. */
  private static final List<String> ELSEWHERE =
      List.of("io.orbit.net.bind", "io.orbit.kernel.data_dir", "io.orbit.kernel.backend");

  private static final List<Described> LISTENER =
      List.of(
          new Described("max_connections", "10000", "number", "One more gets the refusal"),
          new Described(
              "idle_timeout_ms", "0", "number", "For clients that are logged in; 0 for never"),
          new Described(
              "authentication_timeout_ms", "60000", "number", "For clients that are not; 0: never"),
          new Described("tls", "on", "text", "off, on (a client may) or required"),
          new Described("proxy_protocol", "off", "text", "on where a proxy stands before the port"),
          new Described("unix_socket", "", "text", "Path of a socket beside the ports"));

  private final BundleContext context;

  /**
   * One of them.
   *
   * @param type number, flag or text
   */
  record Described(String key, String defaultValue, String type, String description) {
    private Described under(String pid) {
      return new Described(pid + "." + key, defaultValue, type, description);
    }
  }

  BundleSettings(BundleContext context) {
    this.context = context;
  }

  /** All of them, by bundle. */
  List<Described> list() {
    List<Described> all = new ArrayList<>();
    List<String> ports = Settings.ports().stream().map(Settings.ListenerPort::pid).toList();
    for (Bundle bundle : context.getBundles()) {
      String name = bundle.getSymbolicName();
      if (name != null && name.startsWith(OWN)) {
        all.addAll(described(bundle));
        if (name.startsWith(PROTOCOLS) && ports.contains(name)) {
          LISTENER.forEach(setting -> all.add(setting.under(name)));
        }
      }
    }
    all.removeIf(setting -> ELSEWHERE.contains(setting.key()));
    return all;
  }

  private static List<Described> described(Bundle bundle) {
    Enumeration<URL> found = bundle.findEntries(FOLDER, "*.xml", false);
    List<Described> all = new ArrayList<>();
    for (URL url : found == null ? List.<URL>of() : Collections.list(found)) {
      try (InputStream in = url.openStream()) {
        all.addAll(parse(in));
      } catch (IOException | SAXException | ParserConfigurationException e) {
        LOG.warn("{} cannot be read: its settings are not listed", url, e);
      }
    }
    return all;
  }

  /** The attributes of a metatype resource. */
  static List<Described> parse(InputStream in)
      throws IOException, SAXException, ParserConfigurationException {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
    List<Described> all = new ArrayList<>();
    Element root = factory.newDocumentBuilder().parse(in).getDocumentElement();
    for (Element definition : elements(root, "OCD")) {
      String pid = pid(root, definition.getAttribute("id"));
      for (Element attribute : elements(definition, "AD")) {
        all.add(attribute(attribute).under(pid));
      }
    }
    return all;
  }

  private static List<Element> elements(Element in, String name) {
    NodeList found = in.getElementsByTagName(name);
    List<Element> all = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      all.add((Element) found.item(i));
    }
    return all;
  }

  /** Who is told what a definition describes; itself where nobody is named. */
  private static String pid(Element root, String definition) {
    for (Element designate : elements(root, "Designate")) {
      for (Element object : elements(designate, "Object")) {
        if (object.getAttribute("ocdref").equals(definition)) {
          return designate.getAttribute("pid");
        }
      }
    }
    return definition;
  }

  private static Described attribute(Element attribute) {
    String type =
        switch (attribute.getAttribute("type")) {
          case "Integer", "Long", "Short", "Byte" -> "number";
          case "Boolean" -> "flag";
          default -> "text";
        };
    return new Described(
        attribute.getAttribute("id"),
        attribute.getAttribute("default"),
        type,
        attribute.getAttribute("description"));
  }
}
