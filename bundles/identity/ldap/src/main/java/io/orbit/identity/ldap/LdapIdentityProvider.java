package io.orbit.identity.ldap;

import io.orbit.api.security.Identity;
import io.orbit.api.security.IdentityProvider;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The directory among the bundles, there as soon as it is told which. */
@Component(
    service = IdentityProvider.class,
    configurationPid = "io.orbit.identity.ldap",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = LdapSettings.class)
public final class LdapIdentityProvider implements IdentityProvider {
  static final String NAME = "ldap";

  private final Directory directory;

  @Activate
  public LdapIdentityProvider(LdapSettings settings) {
    directory =
        new Directory(
            DirectoryAddress.parse(settings.url(), settings.start__tls(), settings.ca()),
            new DirectoryQuery(
                settings.user__dn(),
                settings.base__dn(),
                settings.user__filter(),
                settings.bind__dn(),
                settings.bind__password__file(),
                settings.groups__base__dn(),
                settings.groups__filter(),
                settings.group__attribute()),
            settings.timeout__ms());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean checksPasswords() {
    return true;
  }

  @Override
  public Optional<Identity> byPassword(String user, String password) {
    return directory.check(user, password);
  }

  @Override
  public Optional<Identity> byToken(String token) {
    return Optional.empty();
  }
}
