package io.orbit.identity.oidc;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What is said of the provider. In a method's name an underscore is a dot, two are one. */
@ObjectClassDefinition(id = "io.orbit.identity.oidc", name = "OpenID Connect and JWT")
@interface OidcSettings {
  @AttributeDefinition(
      name = "issuer",
      description = "The issuer of tokens, as their claim iss says it; an https address")
  String issuer() default "";

  @AttributeDefinition(
      name = "audience",
      description = "What a bearer token's claim aud must name; empty for no bearer tokens")
  String audience() default "";

  @AttributeDefinition(
      name = "jwks_url",
      description = "Where the issuer's keys are; empty to ask its discovery document")
  String jwks__url() default "";

  @AttributeDefinition(
      name = "user_claim",
      description = "The claim that is the name of a role here; sub is the one nobody can choose")
  String user__claim() default "sub";

  @AttributeDefinition(
      name = "roles_claim",
      description =
          "The claim that lists further roles, such as realm_access.roles; empty for none")
  String roles__claim() default "roles";

  @AttributeDefinition(
      name = "roles_prefix",
      description = "Only roles that begin so count, without it")
  String roles__prefix() default "";

  @AttributeDefinition(
      name = "client_id",
      description = "Orbit's name at the provider; empty for no log-in to the console by it")
  String client__id() default "";

  @AttributeDefinition(
      name = "client_secret_file",
      description = "File with the secret to that name; empty for a public client")
  String client__secret__file() default "";

  @AttributeDefinition(name = "scope", description = "What is asked for at a log-in")
  String scope() default "openid profile";

  @AttributeDefinition(name = "timeout_ms", description = "Longest wait for the provider")
  int timeout__ms() default 5000;

  @AttributeDefinition(
      name = "keys_ms",
      description = "How long the issuer's keys are kept; unknown ones are looked for at once")
  long keys__ms() default 900_000;
}
