package io.orbit.shell;

import java.security.Principal;
import java.util.List;
import javax.security.auth.Subject;
import org.apache.karaf.jaas.boot.principal.RolePrincipal;
import org.apache.karaf.jaas.boot.principal.UserPrincipal;

/**
 * An authenticated user as Karaf's commands know one. Whoever gets in is an administrator and has
 * all roles.
 */
final class ShellUser {
  private static final List<String> ROLES = List.of("admin", "manager", "viewer", "systembundles");

  private ShellUser() {}

  static Subject named(String name) {
    Subject subject = new Subject();
    subject.getPrincipals().add(new UserPrincipal(name));
    ROLES.stream().<Principal>map(RolePrincipal::new).forEach(subject.getPrincipals()::add);
    subject.setReadOnly();
    return subject;
  }
}
