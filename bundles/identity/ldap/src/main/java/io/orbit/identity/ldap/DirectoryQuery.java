package io.orbit.identity.ldap;

import com.unboundid.ldap.sdk.Filter;
import com.unboundid.ldap.sdk.LDAPException;
import javax.naming.ldap.Rdn;

/**
 * How a user and the groups that name it are found. What a client sends goes into DNs and filters
 * only escaped (RFC 4514 §2.4, RFC 4515 §3).
 *
 * @param userDn a DN with {@code {user}}, or empty to search
 * @param baseDn where to search
 * @param userFilter a filter with {@code {user}}
 * @param bindDn who searches, or empty
 * @param bindPasswordFile the file with that one's password
 * @param groupsBaseDn where to search for groups, or empty
 * @param groupsFilter a filter with {@code {dn}} or {@code {user}}
 * @param groupAttribute what of a group is a role's name
 */
record DirectoryQuery(
    String userDn,
    String baseDn,
    String userFilter,
    String bindDn,
    String bindPasswordFile,
    String groupsBaseDn,
    String groupsFilter,
    String groupAttribute) {
  private static final String USER = "{user}";
  private static final String DN = "{dn}";

  DirectoryQuery {
    if (userDn.isEmpty() == baseDn.isEmpty()) {
      throw new IllegalArgumentException("either user_dn or base_dn says where users are");
    }
    if (!(userDn.isEmpty() ? userFilter : userDn).contains(USER)) {
      throw new IllegalArgumentException("user_dn or user_filter must have a place for {user}");
    }
  }

  boolean searches() {
    return userDn.isEmpty();
  }

  String dnOf(String user) {
    return userDn.replace(USER, Rdn.escapeValue(user));
  }

  Filter filterOf(String user) throws LDAPException {
    return Filter.create(userFilter.replace(USER, Filter.encodeValue(user)));
  }

  Filter groupsOf(String user, String dn) throws LDAPException {
    return Filter.create(
        groupsFilter.replace(USER, Filter.encodeValue(user)).replace(DN, Filter.encodeValue(dn)));
  }
}
