package io.orbit.query.catalog;

import io.orbit.api.catalog.CatalogObject;
import io.orbit.api.catalog.Collection;
import io.orbit.api.catalog.Database;
import io.orbit.api.catalog.Grant;
import io.orbit.api.catalog.Privilege;
import io.orbit.api.catalog.Routine;
import io.orbit.api.catalog.UserType;
import io.orbit.query.type.Quoting;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Privileges as PostgreSQL's access control lists: {@code grantee=privileges/grantor}. */
final class AccessList {
  /** Letters in the order in which PostgreSQL shows them. */
  private static final String LETTERS = "arwdDxtXUCTc";

  private AccessList() {}

  /** The list of an object; null where nothing was ever granted or revoked. */
  static @Nullable List<String> of(SystemView view, CatalogObject object) {
    List<Grant> grants =
        object.grants().stream().filter(grant -> grant.columns().isEmpty()).toList();
    boolean untouched =
        grants.isEmpty()
            || (object instanceof Database && grants.equals(Grant.ofNewDatabase(object.owner())));
    if (untouched) {
      return null;
    }
    List<String> items = new ArrayList<>();
    items.add(item(view, object.owner(), all(object), Set.of(), object.owner()));
    grants.forEach(grant -> items.add(item(view, grant)));
    return items;
  }

  /** The list of one column of a collection; null where nothing is granted on it alone. */
  static @Nullable List<String> ofColumn(SystemView view, Collection collection, int column) {
    List<String> items =
        collection.grants().stream()
            .filter(grant -> grant.columns().contains(column))
            .map(grant -> item(view, grant))
            .toList();
    return items.isEmpty() ? null : items;
  }

  private static String item(SystemView view, Grant grant) {
    return item(view, grant.grantee(), grant.privileges(), grant.grantable(), grant.grantor());
  }

  private static String item(
      SystemView view,
      long grantee,
      Set<Privilege> privileges,
      Set<Privilege> grantable,
      long grantor) {
    StringBuilder text = new StringBuilder();
    if (grantee != Grant.PUBLIC) {
      text.append(Quoting.identifier(view.roleName(grantee)));
    }
    text.append('=');
    for (int i = 0; i < LETTERS.length(); i++) {
      for (Privilege privilege : privileges) {
        if (letter(privilege) == LETTERS.charAt(i)) {
          text.append(LETTERS.charAt(i)).append(grantable.contains(privilege) ? "*" : "");
        }
      }
    }
    return text.append('/').append(Quoting.identifier(view.roleName(grantor))).toString();
  }

  /** Everything that an object's owner may do with it. */
  static Set<Privilege> all(CatalogObject object) {
    return switch (object) {
      case UserType type -> EnumSet.of(Privilege.USAGE);
      case Routine routine -> EnumSet.of(Privilege.EXECUTE);
      case Database database ->
          EnumSet.of(Privilege.CREATE, Privilege.TEMPORARY, Privilege.CONNECT);
      case io.orbit.api.catalog.Schema schema -> EnumSet.of(Privilege.USAGE, Privilege.CREATE);
      case Collection c when c.kind() == Collection.Kind.SEQUENCE ->
          EnumSet.of(Privilege.SELECT, Privilege.UPDATE, Privilege.USAGE);
      case Collection c ->
          EnumSet.of(
              Privilege.INSERT,
              Privilege.SELECT,
              Privilege.UPDATE,
              Privilege.DELETE,
              Privilege.TRUNCATE,
              Privilege.REFERENCES,
              Privilege.TRIGGER);
      case io.orbit.api.catalog.Role role -> EnumSet.noneOf(Privilege.class);
    };
  }

  private static char letter(Privilege privilege) {
    return switch (privilege) {
      case INSERT -> 'a';
      case SELECT -> 'r';
      case UPDATE -> 'w';
      case DELETE -> 'd';
      case TRUNCATE -> 'D';
      case REFERENCES -> 'x';
      case TRIGGER -> 't';
      case EXECUTE -> 'X';
      case USAGE -> 'U';
      case CREATE -> 'C';
      case TEMPORARY -> 'T';
      case CONNECT -> 'c';
    };
  }
}
