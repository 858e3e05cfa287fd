package io.orbit.identity.ldap;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What is said of the directory. In a method's name an underscore is a dot, two are one. */
@ObjectClassDefinition(id = "io.orbit.identity.ldap", name = "LDAP")
@interface LdapSettings {
  @AttributeDefinition(
      name = "url",
      description = "ldaps://host:636, or ldap://host:389, which is encrypted by start_tls")
  String url() default "";

  @AttributeDefinition(
      name = "start_tls",
      description = "Whether a connection by ldap:// is encrypted before anything is said on it")
  boolean start__tls() default true;

  @AttributeDefinition(
      name = "ca",
      description = "PEM file with the authorities of the directory; empty for the JVM's")
  String ca() default "";

  @AttributeDefinition(
      name = "user_dn",
      description = "DN of a user, such as uid={user},ou=people,dc=example,dc=org; empty to search")
  String user__dn() default "";

  @AttributeDefinition(name = "base_dn", description = "Where users are searched")
  String base__dn() default "";

  @AttributeDefinition(name = "user_filter", description = "By what a user is found")
  String user__filter() default "(uid={user})";

  @AttributeDefinition(name = "bind_dn", description = "Who searches; empty for anybody")
  String bind__dn() default "";

  @AttributeDefinition(
      name = "bind_password_file",
      description = "File with the password of who searches")
  String bind__password__file() default "";

  @AttributeDefinition(
      name = "groups_base_dn",
      description = "Where a user's groups are searched; empty for no groups")
  String groups__base__dn() default "";

  @AttributeDefinition(name = "groups_filter", description = "By what they are found")
  String groups__filter() default "(member={dn})";

  @AttributeDefinition(
      name = "group_attribute",
      description = "The attribute of a group that is the name of a role here")
  String group__attribute() default "cn";

  @AttributeDefinition(name = "timeout_ms", description = "Longest wait for the directory")
  int timeout__ms() default 5000;
}
