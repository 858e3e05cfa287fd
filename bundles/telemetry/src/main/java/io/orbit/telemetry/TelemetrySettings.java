package io.orbit.telemetry;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What is traced, and where it goes. In a method's name an underscore is a dot, two are one. */
@ObjectClassDefinition(id = "io.orbit.telemetry", name = "Traces")
@interface TelemetrySettings {
  @AttributeDefinition(
      name = "endpoint",
      description = "Where a collector takes traces by OTLP over HTTP")
  String endpoint() default "http://127.0.0.1:4318/v1/traces";

  @AttributeDefinition(
      name = "authorization_file",
      description = "File with the value of the header Authorization; empty for none")
  String authorization__file() default "";

  @AttributeDefinition(
      name = "ratio",
      description = "Which part of the traces that begin here is recorded, 0 to 1")
  double ratio() default 1;

  @AttributeDefinition(
      name = "statements",
      description = "Whether the texts of statements are told, with the values in them")
  boolean statements() default false;

  @AttributeDefinition(name = "service_name", description = "What this server is called there")
  String service__name() default "orbit";
}
