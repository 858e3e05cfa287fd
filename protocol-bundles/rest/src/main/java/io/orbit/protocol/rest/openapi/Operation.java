package io.orbit.protocol.rest.openapi;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** What the description says about a route beyond what its Jakarta REST annotations say. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Operation {
  /** One line: what it does. */
  String summary();

  /** Status of success; 501 for what is not there yet, and tells nothing else. */
  int status() default 200;

  /** What the answer holds; {@code void} for nothing. */
  Class<?> answer() default void.class;

  /** True when the answer is a list of those. */
  boolean list() default false;

  /** True when the path's variables may be anything, so that nothing is ever not there. */
  boolean anyName() default false;

  /** True where 501 tells that something is not supported, or not installed. */
  boolean mayLack() default false;

  /** What the body holds; {@code void} for nothing, {@code byte[]} for bytes. */
  Class<?> body() default void.class;
}
