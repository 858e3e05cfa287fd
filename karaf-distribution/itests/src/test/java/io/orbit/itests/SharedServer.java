package io.orbit.itests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One packaged server for all classes that ask for it by {@code @ExtendWith(SharedServer.class)}
 * and a parameter of type {@link Server}. It starts with the first of them and stops after the
 * last; they must not disturb one another.
 */
public final class SharedServer implements BeforeAllCallback, ParameterResolver {
  private static final String KEY = "shared server";

  @Override
  public void beforeAll(ExtensionContext context) {
    server(context);
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == Server.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return server(context);
  }

  private static Server server(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(Namespace.create(SharedServer.class))
        .getOrComputeIfAbsent(KEY, key -> start(), Server.class);
  }

  private static Server start() {
    try {
      Path work = Files.createDirectories(Path.of(System.getProperty("orbit.work")));
      return Server.start(Files.createTempDirectory(work, "shared").resolve("data"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
