package io.orbit.testkit.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetectorFactory;
import io.orbit.net.ListenerConfiguration;
import io.orbit.net.NetConfiguration;
import io.orbit.net.NetServer;
import io.orbit.net.spi.Protocol;
import io.orbit.testkit.ops.RecordingMetrics;
import io.orbit.testkit.protocol.Await;
import io.orbit.testkit.protocol.TestClient;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetSocketAddress;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** After a protocol is removed, nothing of it is left: no class, thread, buffer or port. */
class NothingRemainsTest {
  private static final List<String> LEAKS = new CopyOnWriteArrayList<>();

  @TempDir Path directory;

  @BeforeAll
  static void watchBuffers() {
    ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
    ResourceLeakDetectorFactory.setResourceLeakDetectorFactory(
        new ResourceLeakDetectorFactory() {
          @Override
          @SuppressWarnings("deprecation")
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int interval, long maximum) {
            return newResourceLeakDetector(resource, interval);
          }

          @Override
          public <T> ResourceLeakDetector<T> newResourceLeakDetector(
              Class<T> resource, int interval) {
            return new Recorder<>(resource, interval);
          }
        });
  }

  private static final class Recorder<T> extends ResourceLeakDetector<T> {
    Recorder(Class<T> resource, int interval) {
      super(resource, interval);
    }

    @Override
    protected boolean needReport() {
      return true;
    }

    @Override
    protected void reportTracedLeak(String type, String records) {
      LEAKS.add(type + records);
    }

    @Override
    protected void reportUntracedLeak(String type) {
      LEAKS.add(type);
    }
  }

  /** Defines the kit's own test protocol again, as a bundle's class loader would. */
  private static final class BundleLoader extends URLClassLoader {
    BundleLoader(URL[] urls, ClassLoader parent) {
      super(urls, parent);
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith(BundleProtocol.class.getName())) {
        Class<?> known = findLoadedClass(name);
        return known == null ? findClass(name) : known;
      }
      return super.loadClass(name, resolve);
    }
  }

  private static Set<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .collect(Collectors.toSet());
  }

  @Test
  void afterRemoval() throws Exception {
    try (NetServer server =
        NetServer.start(NetConfiguration.defaults(directory), new RecordingMetrics())) {
      serveAndRemove(server);
      Set<String> threads = threads();
      for (int round = 0; round < 5; round++) {
        WeakReference<ClassLoader> loader = serveAndRemove(server);
        Await.until(
            "the class loader is gone",
            Duration.ofSeconds(20),
            () -> {
              System.gc();
              return loader.get() == null;
            });
        assertThat(server.listeners()).isEmpty();
      }
      assertThat(threads()).isSubsetOf(threads);
    }
    System.gc();
    assertThat(LEAKS).isEmpty();
  }

  private static WeakReference<ClassLoader> serveAndRemove(NetServer server) throws Exception {
    URL classes = BundleProtocol.class.getProtectionDomain().getCodeSource().getLocation();
    try (BundleLoader loader =
        new BundleLoader(new URL[] {classes}, NothingRemainsTest.class.getClassLoader())) {
      Protocol protocol =
          (Protocol)
              loader
                  .loadClass(BundleProtocol.class.getName())
                  .getDeclaredConstructor()
                  .newInstance();
      assertThat(protocol.getClass().getClassLoader()).isSameAs(loader);
      server.addProtocol(protocol, ListenerConfiguration.onPort(0));
      InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port(protocol.name()));
      use(address);
      TestClient idle = TestClient.connect(address);
      idle.send("x\\n").expect("x");
      server.removeProtocol(protocol);
      idle.expectClosed();
      idle.close();
      return new WeakReference<>(loader);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void use(InetSocketAddress address) {
    try (TestClient client = TestClient.connect(address)) {
      client.send("x\\nwork\\nmuch\\n").expect("xworked").expectRepeated('m', 5_000_000);
      client.send("unfinished");
    }
    try (TestClient client = TestClient.connect(address)) {
      client.startTls();
      client.send("x\\nwork\\nmuch\\n").expect("xworked").expectRepeated('m', 5_000_000);
    }
    for (int i = 0; i < 50; i++) {
      try (TestClient client = TestClient.connect(address)) {
        client.send("much\\nwork\\nhold\\n");
        client.reset();
      }
    }
  }
}
