package io.orbit.identity.ldap;

import com.unboundid.ldap.sdk.DereferencePolicy;
import com.unboundid.ldap.sdk.ExtendedResult;
import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.ResultCode;
import com.unboundid.ldap.sdk.SearchRequest;
import com.unboundid.ldap.sdk.SearchResult;
import com.unboundid.ldap.sdk.SearchResultEntry;
import com.unboundid.ldap.sdk.SearchScope;
import com.unboundid.ldap.sdk.extensions.StartTLSExtendedRequest;
import com.unboundid.util.ssl.HostNameSSLSocketVerifier;
import com.unboundid.util.ssl.PEMFileTrustManager;
import com.unboundid.util.ssl.SSLUtil;
import io.orbit.api.error.ErrorCode;
import io.orbit.api.error.OrbitException;
import io.orbit.api.security.Identity;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Asks a directory whether a password is right, by a bind on a connection of its own: nothing of
 * one log-in is left for the next. Thread-safe.
 */
final class Directory {
  private static final int MOST_GROUPS = 1000;

  private final DirectoryAddress address;
  private final DirectoryQuery query;
  private final int timeoutMillis;

  Directory(DirectoryAddress address, DirectoryQuery query, int timeoutMillis) {
    this.address = address;
    this.query = query;
    this.timeoutMillis = timeoutMillis;
  }

  /**
   * Whom a name and a password stand for.
   *
   * @throws OrbitException CANNOT_CONNECT_NOW when the directory does not answer as it should
   */
  Optional<Identity> check(String user, String password) {
    try (LDAPConnection connection = connect()) {
      String dn = query.searches() ? search(connection, user) : query.dnOf(user);
      if (dn == null || !proves(connection, dn, password)) {
        return Optional.empty();
      }
      return Optional.of(
          new Identity(LdapIdentityProvider.NAME, user, groups(connection, user, dn)));
    } catch (LDAPException | GeneralSecurityException | IOException failure) {
      throw new OrbitException(
              ErrorCode.CANNOT_CONNECT_NOW,
              "the directory " + address + " cannot be asked for passwords now",
              failure)
          .withHint("The server's log tells why.");
    }
  }

  private LDAPConnection connect() throws LDAPException, GeneralSecurityException {
    LDAPConnectionOptions options = new LDAPConnectionOptions();
    options.setUseSynchronousMode(true);
    options.setConnectTimeoutMillis(timeoutMillis);
    options.setResponseTimeoutMillis(timeoutMillis);
    options.setFollowReferrals(false);
    options.setSSLSocketVerifier(new HostNameSSLSocketVerifier(false));
    if (address.secure()) {
      return new LDAPConnection(
          trusting().createSSLSocketFactory(), options, address.host(), address.port());
    }
    LDAPConnection connection = new LDAPConnection(options, address.host(), address.port());
    if (address.startTls()) {
      try {
        ExtendedResult result =
            connection.processExtendedOperation(
                new StartTLSExtendedRequest(trusting().createSSLContext()));
        if (result.getResultCode() != ResultCode.SUCCESS) {
          throw new LDAPException(result);
        }
      } catch (LDAPException | GeneralSecurityException refused) {
        connection.close();
        throw refused;
      }
    }
    return connection;
  }

  private SSLUtil trusting() throws GeneralSecurityException {
    return address.authorities().isEmpty()
        ? new SSLUtil()
        : new SSLUtil(new PEMFileTrustManager(new File(address.authorities())));
  }

  /** The DN of the one user of that name; null when there is none, or more than one. */
  private @Nullable String search(LDAPConnection connection, String user)
      throws LDAPException, IOException {
    bindAsSearcher(connection);
    SearchRequest request =
        new SearchRequest(query.baseDn(), SearchScope.SUB, query.filterOf(user), "1.1");
    request.setSizeLimit(2);
    request.setDerefPolicy(DereferencePolicy.NEVER);
    SearchResult found = connection.search(request);
    return found.getEntryCount() == 1 ? found.getSearchEntries().getFirst().getDN() : null;
  }

  private void bindAsSearcher(LDAPConnection connection) throws LDAPException, IOException {
    if (!query.bindDn().isEmpty()) {
      String password = Files.readString(Path.of(query.bindPasswordFile())).strip();
      connection.bind(query.bindDn(), password);
    }
  }

  private static boolean proves(LDAPConnection connection, String dn, String password)
      throws LDAPException {
    try {
      connection.bind(dn, password);
      return true;
    } catch (LDAPException refusal) {
      ResultCode code = refusal.getResultCode();
      if (code == ResultCode.INVALID_CREDENTIALS
          || code == ResultCode.NO_SUCH_OBJECT
          || code == ResultCode.INVALID_DN_SYNTAX
          || code == ResultCode.UNWILLING_TO_PERFORM
          || code == ResultCode.CONSTRAINT_VIOLATION) {
        return false;
      }
      throw refusal;
    }
  }

  private Set<String> groups(LDAPConnection connection, String user, String dn)
      throws LDAPException, IOException {
    if (query.groupsBaseDn().isEmpty()) {
      return Set.of();
    }
    bindAsSearcher(connection);
    SearchRequest request =
        new SearchRequest(
            query.groupsBaseDn(),
            SearchScope.SUB,
            query.groupsOf(user, dn),
            query.groupAttribute());
    request.setSizeLimit(MOST_GROUPS);
    Set<String> names = new TreeSet<>();
    for (SearchResultEntry group : connection.search(request).getSearchEntries()) {
      String name = group.getAttributeValue(query.groupAttribute());
      if (name != null) {
        names.add(name);
      }
    }
    return names;
  }
}
