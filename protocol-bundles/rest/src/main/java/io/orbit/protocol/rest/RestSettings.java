package io.orbit.protocol.rest;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What REST is told. In a method's name an underscore is a dot, two are one. */
@ObjectClassDefinition(id = "io.orbit.protocol.rest", name = "REST")
@interface RestSettings {
  @AttributeDefinition(
      name = "allowed_origins",
      description = "Origins whose pages may ask (CORS), separated by commas; empty for none")
  String allowed__origins() default "";

  @AttributeDefinition(
      name = "requests_per_minute",
      description = "Requests that each user may make in a minute; 0 for any number")
  int requests__per__minute() default 0;

  @AttributeDefinition(
      name = "requests_per_minute_of",
      description = "The same for some users, such as reports=60,loader=6000")
  String requests__per__minute__of() default "";
}
