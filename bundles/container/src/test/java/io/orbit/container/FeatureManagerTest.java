package io.orbit.container;

import static org.assertj.core.api.Assertions.assertThat;

import io.orbit.launcher.configuration.Configuration;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.karaf.features.FeaturesService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.BundleContext;

class FeatureManagerTest {
  private static final String HOME = "karaf.home";

  @TempDir private Path folder;
  private final String homeBefore = System.getProperty(HOME, "");

  @BeforeEach
  void setHome() {
    System.setProperty(HOME, folder.toString());
  }

  @AfterEach
  void setHomeBack() {
    System.setProperty(HOME, homeBefore);
  }

  /** As Karaf does when its configuration arrives while the server starts. */
  @Test
  void whatWasStoppedInItsStartInstallsAndAnnouncesNothing() throws Exception {
    CountDownLatch loading = new CountDownLatch(1);
    CountDownLatch interrupted = new CountDownLatch(1);
    Queue<String> calls = new ConcurrentLinkedQueue<>();
    FeaturesService karaf =
        stub(
            FeaturesService.class,
            method -> {
              calls.add(method);
              if (method.equals("addRepository")) {
                loading.countDown();
                try {
                  new CountDownLatch(1).await();
                } catch (InterruptedException cause) {
                  interrupted.countDown();
                  throw new IllegalStateException("Unable to load", cause);
                }
              }
            });
    BundleContext context = stub(BundleContext.class, calls::add);
    Configuration configuration =
        Configuration.load(List.of("--data", folder.resolve("data").toString()), Map.of());

    FeatureManager manager = new FeatureManager(karaf, context, configuration);
    assertThat(loading.await(30, TimeUnit.SECONDS)).isTrue();
    manager.deactivate();
    assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    manager.awaitStart();

    assertThat(calls).containsOnly("addRepository");
  }

  private interface Call {
    void of(String method);
  }

  private static <T> T stub(Class<T> type, Call call) {
    Object stub =
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (self, method, arguments) -> {
              call.of(method.getName());
              return null;
            });
    return type.cast(stub);
  }
}
