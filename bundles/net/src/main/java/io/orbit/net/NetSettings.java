package io.orbit.net;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * The configuration of all listeners as Config Admin delivers it. A single underscore in a method's
 * name is a dot in the key, a double one an underscore.
 */
@ObjectClassDefinition(
    id = "io.orbit.net",
    name = "Network",
    description = "What the listeners of all protocols have in common")
@interface NetSettings {
  @AttributeDefinition(
      name = "Addresses",
      description = "Addresses or host names to listen on, unless a protocol has its own")
  String[] bind() default {"127.0.0.1"};

  @AttributeDefinition(
      name = "Event loops",
      description = "Threads that serve connections; 0 for half the processors; read at start")
  int event__loops() default 0;

  @AttributeDefinition(
      name = "Certificate",
      description = "PEM file with the server's certificate chain; empty for a self-signed one")
  String tls_certificate() default "";

  @AttributeDefinition(name = "Key", description = "PEM file with the certificate's private key")
  String tls_key() default "";

  @AttributeDefinition(
      name = "Client authority",
      description = "PEM file with the authorities of client certificates; empty for none")
  String tls_client__ca() default "";

  @AttributeDefinition(
      name = "High-water mark",
      description = "Bytes of unsent answers from which a connection is no longer read")
  int output__high__water() default NetConfiguration.DEFAULT_HIGH_WATER;

  @AttributeDefinition(
      name = "Hard limit",
      description = "Bytes of unsent answers at which a connection is closed")
  long output__hard__limit() default NetConfiguration.DEFAULT_HARD_LIMIT;

  @AttributeDefinition(name = "Input limit", description = "Most bytes of one unfinished request")
  int input__limit() default NetConfiguration.DEFAULT_INPUT_LIMIT;

  @AttributeDefinition(
      name = "Input memory",
      description =
          "Bytes that the unfinished requests of all connections may take together; 0 for an"
              + " eighth of the heap")
  long input__memory() default 0;

  @AttributeDefinition(
      name = "Drain time",
      description = "Milliseconds that sessions may take to end when their protocol goes")
  long drain__ms() default NetConfiguration.DEFAULT_DRAIN_MILLIS;

  /** Turns settings into what {@link NetServer} takes. */
  final class Reader {
    private Reader() {}

    /**
     * @param tlsDirectory where a self-signed certificate is kept
     * @throws IllegalArgumentException naming the key that is wrong
     */
    static NetConfiguration read(NetSettings settings, Path tlsDirectory, int portOffset) {
      List<String> addresses =
          Stream.of(settings.bind())
              .flatMap(text -> Stream.of(text.split(",")))
              .map(String::strip)
              .filter(text -> !text.isEmpty())
              .toList();
      return new NetConfiguration(
          addresses,
          portOffset,
          settings.event__loops(),
          true,
          new NetConfiguration.TlsFiles(
              tlsDirectory,
              path(settings.tls_certificate()),
              path(settings.tls_key()),
              path(settings.tls_client__ca())),
          settings.output__high__water(),
          settings.output__hard__limit(),
          settings.input__limit(),
          settings.input__memory() == 0
              ? NetConfiguration.defaultInputMemory()
              : settings.input__memory(),
          settings.drain__ms());
    }

    private static @Nullable Path path(String text) {
      return text.isBlank() ? null : Path.of(text.strip());
    }
  }
}
