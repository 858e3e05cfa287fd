package io.orbit.identity.oidc;

import io.orbit.api.security.Identity;
import io.orbit.api.security.IdentityProvider;
import io.orbit.api.security.WebLogin;
import java.net.URI;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.metatype.annotations.Designate;

/** The provider among the bundles, there as soon as it is told which. */
@Component(
    service = {IdentityProvider.class, WebLogin.class},
    configurationPid = "io.orbit.identity.oidc",
    configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = OidcSettings.class)
public final class OidcIdentityProvider implements IdentityProvider, WebLogin {
  static final String NAME = "oidc";

  private final Provider known;
  private final OpenIdProvider provider;

  @Activate
  public OidcIdentityProvider(OidcSettings settings) {
    known = Provider.of(settings);
    provider = new OpenIdProvider(known);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public boolean checksPasswords() {
    return false;
  }

  @Override
  public Optional<Identity> byPassword(String user, String password) {
    return Optional.empty();
  }

  @Override
  public Optional<Identity> byToken(String token) {
    return provider.byToken(token);
  }

  @Override
  public boolean isOffered() {
    return !known.clientId().isEmpty();
  }

  @Override
  public String title() {
    return known.issuer().getHost();
  }

  @Override
  public Begun begin(URI callback) {
    return provider.begin(callback);
  }

  @Override
  public Identity finish(Begun begun, String code) {
    return provider.finish(begun, code);
  }
}
