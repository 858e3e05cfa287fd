package io.orbit.identity.ldap;

import com.unboundid.ldap.sdk.LDAPException;
import com.unboundid.ldap.sdk.LDAPURL;
import java.util.Set;

/**
 * Where the directory is.
 *
 * @param secure whether TLS begins with the connection
 * @param startTls whether TLS begins on it, before anything else
 * @param authorities PEM file with the directory's authorities, empty for the JVM's
 */
record DirectoryAddress(
    String host, int port, boolean secure, boolean startTls, String authorities) {
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1");

  /**
   * @throws IllegalArgumentException when the address is none of a directory
   */
  static DirectoryAddress parse(String url, boolean startTls, String authorities) {
    try {
      LDAPURL parsed = new LDAPURL(url);
      boolean secure = parsed.getScheme().equals("ldaps");
      if (!secure && !parsed.getScheme().equals("ldap") || !parsed.hostProvided()) {
        throw new IllegalArgumentException("url is no ldaps:// or ldap:// with a host: " + url);
      }
      if (!secure && !startTls && !LOOPBACK.contains(parsed.getHost())) {
        throw new IllegalArgumentException(
            "passwords travel by ldap:// without start_tls on this machine only: " + url);
      }
      return new DirectoryAddress(
          parsed.getHost(), parsed.getPort(), secure, startTls && !secure, authorities);
    } catch (LDAPException malformed) {
      throw new IllegalArgumentException("url is no address of a directory: " + url, malformed);
    }
  }

  @Override
  public String toString() {
    return (secure ? "ldaps://" : "ldap://") + host + ":" + port;
  }
}
