package io.orbit.transfer.export;

import io.orbit.api.catalog.Collection;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Orders views so that each comes after those it may read. Which it reads is taken from the names
 * in its text: a name that means something else costs nothing but another order.
 */
final class ViewOrder {
  private final List<Collection> views;
  private final Set<Collection> done = new LinkedHashSet<>();
  private final Set<Collection> begun = new LinkedHashSet<>();

  private ViewOrder(List<Collection> views) {
    this.views = views;
  }

  static List<Collection> sort(List<Collection> views) {
    ViewOrder order = new ViewOrder(views);
    views.forEach(order::visit);
    return new ArrayList<>(order.done);
  }

  private void visit(Collection view) {
    if (!begun.add(view)) {
      return;
    }
    for (Collection other : views) {
      if (other.id() != view.id() && view.definition().contains(other.name())) {
        visit(other);
      }
    }
    done.add(view);
  }
}
